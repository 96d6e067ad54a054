"""What the tables of rules refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.once import is_not_emptied
from shanqiao.apps.record.refusals import refuse

# Note [Nobody switches on what nobody tried]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A version comes into force by a row of its own. The table fills in whose version of which rule it is, so that a CHECK
# can say that another person switches it on, and an exclusion constraint that a rule has one version a day. It asks for
# a simulation of this very version that ended well in the seven days before: what was tried last month was tried on
# another city. It was tried as on a day within a month of the first day, since people grow older and lines move. And it
# was compared with what is in force on the first day: who goes out is told by nothing else. That last is asked by the
# action only; whoever switches on another version at the same moment is refused by the exclusion constraint. A version
# never changes, so its simulation is always of its text. Values of parameters are not tried: a new one changes whom every
# rule that speaks of it lets in, from its first day on.

# Note [Called off before its day]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Who mistypes a year would lock a rule until then. So what is not in force yet may be called off, once, with a reason; the
# row stays, and counts for nothing: it leaves the constraint that a day has one version, and the version may be switched
# on anew. What it would have followed goes on: that is the one case in which an end is taken away again. From its first day
# on a row is not called off, since somebody may have been judged by it; it ends.

SEVEN_DAYS = "interval '7 days'"
CALLED_OFF = ("called_off_at", "called_off_by_id", "called_off_why")


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
               OR tried.ended_at < NEW.switched_at - {SEVEN_DAYS} OR abs(tried.on - NEW.first_on) > 31 THEN
                {refuse("rules_simulated_lately")}
            END IF;
            RETURN NEW;
        """,
    )


def ends_once_or_is_called_off(*ends, goes_on="FALSE"):
    """A row of days ends once, or is called off before its first day; the rest stays, and no row is removed.

    See Note [Called off before its day].

    Args:
        ends: the columns filled in as it ends; the first is empty until then.
        goes_on: SQL that says whether the end of OLD is taken away again.
    """
    told = " - ".join(f"'{column}'" for column in (*ends, *CALLED_OFF))
    called = " - ".join(f"'{column}'" for column in CALLED_OFF)
    return [
        pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="changes_once",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                IF OLD.called_off_at IS NULL AND NEW.called_off_at IS NOT NULL
                   AND (to_jsonb(OLD) - {called}) = (to_jsonb(NEW) - {called}) THEN
                    IF NEW.first_on <= (NEW.called_off_at AT TIME ZONE 'Asia/Shanghai')::date THEN
                        {refuse("rules_called_off_before_its_day")}
                    END IF;
                    RETURN NEW;
                END IF;
                IF OLD.called_off_at IS NOT NULL OR NEW.called_off_at IS NOT NULL
                   OR (to_jsonb(OLD) - {told}) <> (to_jsonb(NEW) - {told})
                   OR (OLD.{ends[0]} IS NULL) = (NEW.{ends[0]} IS NULL)
                   OR OLD.{ends[0]} IS NOT NULL AND NOT ({goes_on}) THEN
                    RAISE EXCEPTION 'rows of % change once and stay as written otherwise', TG_TABLE_NAME;
                END IF;
                RETURN NEW;
            """,
        ),
        is_not_emptied(),
    ]


WHAT_FOLLOWED_WAS_CALLED_OFF = """
    EXISTS (SELECT FROM rules_inforce WHERE follows_id = OLD.id
            AND called_off_at IS NOT NULL AND first_on = OLD.last_on + 1)
    AND NOT EXISTS (SELECT FROM rules_inforce WHERE follows_id = OLD.id AND called_off_at IS NULL)
"""


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
