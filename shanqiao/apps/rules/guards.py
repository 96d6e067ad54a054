"""What the tables of rules refuse, whoever writes to them."""

import pgtrigger

# Note [Nobody switches on what nobody tried]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A version comes into force by a row of its own. The table fills in whose version of which rule it is, so that a CHECK
# can say that another person switches it on, and an exclusion constraint that a rule has one version a day. It asks for
# a simulation of this very version that ended well in the seven days before: what was tried last month was tried on
# another city. A version never changes, so its simulation is always of its text.

SEVEN_DAYS = "interval '7 days'"
_REFUSE = (
    "RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{}';"
)


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
                {_REFUSE.format("rules_simulated_lately")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (nothing in it comes from outside)
    )


def changes_once(*columns):
    """A row of which ``columns`` are filled in once, the first of them always; the rest stays as written."""
    rest = " - ".join(f"'{column}'" for column in columns)
    return [
        pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="changes_once",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                IF OLD.{columns[0]} IS NOT NULL OR NEW.{columns[0]} IS NULL
                   OR (to_jsonb(OLD) - {rest}) <> (to_jsonb(NEW) - {rest}) THEN
                    RAISE EXCEPTION 'rows of % change once and stay as written otherwise', TG_TABLE_NAME;
                END IF;
                RETURN NEW;
            """,
        ),
        _is_not_emptied(),
    ]


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
        _is_not_emptied(),
    ]


def _is_not_emptied():
    return pgtrigger.Trigger(
        name="is_not_emptied",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'rows of % stay as written', TG_TABLE_NAME;",
    )
