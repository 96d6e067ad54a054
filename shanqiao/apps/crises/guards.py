"""What the tables of crises refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.record.refusals import refuse


def ends_once():
    """A crisis stays as it was raised; it ends once, and none is removed."""
    return filled_in_once("ends_once", "ended_at", "ended_by_id", "ended_why")


def while_it_lasts():
    """Nothing is added to a crisis that has ended: whoever adds waits for whoever ends it, and looks then."""
    return pgtrigger.Trigger(
        name="while_it_lasts",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("over", "timestamptz")],
        func=f"""
            SELECT ended_at INTO over FROM crises_crisis WHERE id = NEW.crisis_id FOR SHARE;
            IF over IS NOT NULL THEN
                {refuse("crises_while_it_lasts")}
            END IF;
            RETURN NEW;
        """,
    )
