"""What the tables of crises refuse, whoever writes to them."""

import pgtrigger


def ends_once():
    """A crisis stays as it was raised; it ends once, and none is removed."""
    return [
        pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="ends_once",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func="""
                IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
                   OR (to_jsonb(OLD) - 'ended_at' - 'ended_by_id' - 'ended_why')
                   <> (to_jsonb(NEW) - 'ended_at' - 'ended_by_id' - 'ended_why') THEN
                    RAISE EXCEPTION 'a crisis ends once and stays as it was raised otherwise';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="is_not_emptied",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'rows of % stay as written', TG_TABLE_NAME;",
        ),
    ]


def while_it_lasts():
    """Nothing is added to a crisis that has ended: whoever adds waits for whoever ends it, and looks then."""
    return pgtrigger.Trigger(
        name="while_it_lasts",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("over", "timestamptz")],
        func="""
            SELECT ended_at INTO over FROM crises_crisis WHERE id = NEW.crisis_id FOR SHARE;
            IF over IS NOT NULL THEN
                RAISE EXCEPTION 'crisis % has ended', NEW.crisis_id
                    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'crises_while_it_lasts';
            END IF;
            RETURN NEW;
        """,
    )
