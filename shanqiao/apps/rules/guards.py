"""What the tables of rules refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.once import is_not_emptied
from shanqiao.apps.record.refusals import refuse

# Note [Nobody switches on what nobody tried]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A version comes into force by a row of its own. The table fills in whose version of which rule it is, so that a CHECK
# can say that another person switches it on, and an exclusion constraint that a rule has one version a day. It asks for
# a simulation of this very version that ended well in the seven days before: what was tried last month was tried on
# another city. A version never changes, so its simulation is always of its text.

SEVEN_DAYS = "interval '7 days'"


def takes_after_its_version():
    """See Note [Nobody switches on what nobody tried]."""
    return pgtrigger.Trigger(
        name="takes_after_its_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("written", "rules_ruleversion%ROWTYPE"), ("tried", "rules_simulation%ROWTYPE")],
        func=f"""
            SELECT * INTO written FROM rules_ruleversion WHERE id = NEW.version_id;
            SELECT * INTO tried FROM rules_simulation WHERE id = NEW.simulation_id;
            NEW.rule_id = written.rule_id;
            NEW.written_by_id = written.written_by_id;
            IF tried.version_id IS DISTINCT FROM NEW.version_id OR tried.answer IS NULL
               OR tried.ended_at < NEW.switched_at - {SEVEN_DAYS} THEN
                {refuse("rules_simulated_lately")}
            END IF;
            RETURN NEW;
        """,
    )


def stays_once_it_ended():
    """A simulation says how far it has come until it ends; then it stays, and what it was asked never changes."""
    told = " - ".join(
        f"'{column}'" for column in ("started_at", "ended_at", "share_done", "says", "answer")
    )
    return [
        pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="stays_once_it_ended",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                IF OLD.ended_at IS NOT NULL
                   OR (to_jsonb(OLD) - {told}) <> (to_jsonb(NEW) - {told}) THEN
                    RAISE EXCEPTION 'a simulation stays as it ended';
                END IF;
                RETURN NEW;
            """,
        ),
        is_not_emptied(),
    ]
