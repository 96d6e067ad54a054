"""What the tables of cases refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse

# Note [Nothing after closing]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A case is open in spells: from intake, or from reopening, to the closure that ends the spell. Whoever adds a row of work
# holds the open spell so that it cannot end meanwhile (FOR SHARE); the row of a closure ends the spell itself, in the table,
# and waits for them. So either the work was there before the closing, or it is refused. After closing, follow-ups are done,
# by another worker where the case is handed over for them, and the case may be opened again; all else waits for that.

PERSON_OF = (
    "COALESCE((SELECT person_id FROM sameness_sameperson WHERE resident_id = {0}), {0})"  # a record
)


def only_while_open(case="NEW.case_id"):
    """A row is added while the case is open. See Note [Nothing after closing].

    Args:
        case: the identity of the case, as SQL.
    """
    return pgtrigger.Trigger(
        name="is_of_an_open_case",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM 1 FROM cases_spell WHERE case_id = {case} AND ended_at IS NULL FOR SHARE;
            IF NOT FOUND THEN {refuse("cases_nothing_after_closing")} END IF;
            RETURN NEW;
        """,
    )


def only_while_somebody_is_asked():
    """A worker comes or is asked while the case is open, or closed last with a follow-up that is not done."""
    return pgtrigger.Trigger(
        name="is_of_a_current_case",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM 1 FROM cases_spell WHERE case_id = NEW.case_id AND ended_at IS NULL FOR SHARE;
            IF NOT FOUND AND NOT EXISTS (
                SELECT 1 FROM cases_spell AS spell
                  JOIN cases_closure AS closure ON closure.spell_id = spell.id
                  JOIN cases_followup AS follow_up ON follow_up.closure_id = closure.id
                 WHERE spell.case_id = NEW.case_id AND follow_up.done_at IS NULL
                   AND spell.nth = (SELECT max(nth) FROM cases_spell WHERE case_id = NEW.case_id)
            ) THEN {refuse("cases_nothing_after_closing")} END IF;
            RETURN NEW;
        """,
    )


def ends_its_appointment():
    """A contact ends an appointment of its case that nothing ended before. See Note [Spell before appointment]."""
    return pgtrigger.Trigger(
        name="then_ends_its_appointment",  # after the spell is held: triggers go by their names
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.appointment_id IS NOT NULL THEN
                PERFORM 1 FROM cases_appointment
                  WHERE id = NEW.appointment_id AND case_id = NEW.case_id AND called_off_at IS NULL
                    FOR NO KEY UPDATE;
                IF NOT FOUND OR EXISTS (
                    SELECT 1 FROM cases_contact WHERE appointment_id = NEW.appointment_id
                ) THEN {refuse("cases_appointment_takes_place")} END IF;
            END IF;
            RETURN NEW;
        """,
    )


def only_in_an_open_spell():
    """The same for a row that names its spell."""
    return pgtrigger.Trigger(
        name="is_of_an_open_spell",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM 1 FROM cases_spell WHERE id = NEW.spell_id AND ended_at IS NULL FOR SHARE;
            IF NOT FOUND THEN {refuse("cases_nothing_after_closing")} END IF;
            RETURN NEW;
        """,
    )


def knows_whose_case_it_is():
    """A spell carries the resident and the station of its case, so that a limit can see them."""
    return pgtrigger.Trigger(
        name="knows_whose_case_it_is",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            SELECT resident_id, station_id INTO NEW.resident_id, NEW.station_id
              FROM cases_case WHERE id = NEW.case_id;
            RETURN NEW;
        """,
    )


def ends_its_spell():
    """A closure ends its spell, once. See Note [Nothing after closing]."""
    return pgtrigger.Trigger(
        name="ends_its_spell",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            UPDATE cases_spell SET ended_at = NEW.closed_at WHERE id = NEW.spell_id AND ended_at IS NULL;
            IF NOT FOUND THEN {refuse("cases_nothing_after_closing")} END IF;
            RETURN NEW;
        """,
    )


def ends_only_with_a_closure():
    """Asked when the transaction ends: an ended spell has its closure."""
    return pgtrigger.Trigger(
        name="ends_only_with_a_closure",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        timing=pgtrigger.Deferred,
        func=f"""
            IF NEW.ended_at IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM cases_closure WHERE spell_id = NEW.id) THEN
                {refuse("cases_closed_with_a_reason")}
            END IF;
            RETURN NULL;
        """,
    )


def is_a_need_of_this_person():
    """A goal is tied to needs of the person of its case, on any of their records."""
    return pgtrigger.Trigger(
        name="is_a_need_of_this_person",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("theirs", "bigint"), ("ours", "bigint")],
        func=f"""
            SELECT resident_id INTO theirs FROM needs_need WHERE id = NEW.need_id;
            SELECT spell.resident_id INTO ours FROM cases_goal AS goal
              JOIN cases_plan AS plan ON plan.id = goal.plan_id
              JOIN cases_spell AS spell ON spell.id = plan.spell_id
             WHERE goal.id = NEW.goal_id;
            IF {PERSON_OF.format("theirs")} <> {PERSON_OF.format("ours")} THEN
                {refuse("cases_need_of_this_person")}
            END IF;
            RETURN NEW;
        """,
    )


def is_a_sitting_of_this_person():
    """An estimate rests on sittings of the person of its case, on any of their records, that were there before it."""
    return pgtrigger.Trigger(
        name="is_a_sitting_of_this_person",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[
            ("theirs", "bigint"),
            ("ours", "bigint"),
            ("sat", "timestamptz"),
            ("signed", "timestamptz"),
        ],
        func=f"""
            SELECT resident_id, at INTO theirs, sat FROM instruments_sitting WHERE id = NEW.sitting_id;
            SELECT spell.resident_id, estimate.signed_at INTO ours, signed FROM cases_estimate AS estimate
              JOIN cases_spell AS spell ON spell.id = estimate.spell_id
             WHERE estimate.id = NEW.estimate_id;
            IF {PERSON_OF.format("theirs")} <> {PERSON_OF.format("ours")} OR sat > signed THEN
                {refuse("cases_sitting_of_this_person")}
            END IF;
            RETURN NEW;
        """,
    )


def copies(column, *, of, through, theirs):
    """``column`` is copied from the row of table ``of`` that ``through`` names, so that a CHECK can see it."""
    return pgtrigger.Trigger(
        name=f"copies_{column}",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"SELECT {theirs} INTO NEW.{column} FROM {of} WHERE id = NEW.{through}; RETURN NEW;",
    )


def is_of_this_plan():
    """What is said of a goal in an evaluation is said of a goal of the plan that is evaluated."""
    return pgtrigger.Trigger(
        name="is_of_this_plan",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF (SELECT plan_id FROM cases_goal WHERE id = NEW.goal_id)
               <> (SELECT plan_id FROM cases_evaluation WHERE id = NEW.evaluation_id) THEN
                {refuse("cases_goal_of_this_plan")}
            END IF;
            RETURN NEW;
        """,
    )


def is_of_this_group():
    """Who is on the sheet of a meeting is, or was, a member of its group."""
    return pgtrigger.Trigger(
        name="is_of_this_group",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF (SELECT group_id FROM cases_member WHERE id = NEW.member_id)
               <> (SELECT group_id FROM cases_session WHERE id = NEW.session_id) THEN
                {refuse("cases_member_of_this_group")}
            END IF;
            RETURN NEW;
        """,
    )


def lasts_longer():
    """A renewal carries an agreement beyond the day on which it would have ended."""
    return pgtrigger.Trigger(
        name="lasts_longer",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("ends", "date")],
        func=f"""
            PERFORM 1 FROM cases_agreement WHERE id = NEW.agreement_id FOR NO KEY UPDATE;
            SELECT GREATEST(agreement.last_on, max(renewal.last_on)) INTO ends
              FROM cases_agreement AS agreement
              LEFT JOIN cases_renewal AS renewal ON renewal.agreement_id = agreement.id
             WHERE agreement.id = NEW.agreement_id GROUP BY agreement.id;
            IF NEW.last_on <= ends THEN {refuse("cases_renewal_lasts_longer")} END IF;
            RETURN NEW;
        """,
    )
