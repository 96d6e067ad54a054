"""What the tables of approvals and payment orders refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.once import is_not_emptied
from shanqiao.apps.record.refusals import refuse

# Note [One hand for each step]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Who asked for a grant or for its plan, who applied for it, who assessed the need, who approves and who pays are
# different people, and each approval is another person's. Approvals, payment orders, payments and what is taken back all lock the row of the grant before they
# look, so two people who press at once are asked one after the other. So does whoever asks a grant back, which is not
# paid while that stands. An order that has not failed stands for ever:
# there is one for a grant, so its money leaves once, by hand or in a batch; approvals never become fewer.

_LOCK = "PERFORM 1 FROM matching_grant WHERE id = NEW.grant_id FOR UPDATE;"
_NOT_TAKEN_BACK = f"""
    IF EXISTS (SELECT 1 FROM matching_release WHERE grant_id = NEW.grant_id) THEN
        {refuse("approvals_not_taken_back")}
    END IF;
"""
# outstanding as `AskedBack.objects.outstanding` counts it: what was asked is more than what came back since
_NOTHING_ASKED_BACK = f"""
    IF (SELECT sum(count) FROM matching_askedback WHERE grant_id = NEW.grant_id AND waived_at IS NULL)
       > (SELECT COALESCE(sum(count), 0) FROM matching_reduction WHERE grant_id = NEW.grant_id
           AND reduced_at >= (SELECT min(asked_at) FROM matching_askedback
                               WHERE grant_id = NEW.grant_id AND waived_at IS NULL)) THEN
        {refuse("approvals_nothing_asked_back")}
    END IF;
"""
NEEDED = """
    CREATE OR REPLACE FUNCTION approvals_needed(asked bigint) RETURNS integer LANGUAGE sql STABLE AS $$
        SELECT GREATEST(1, max(band.approvals))
          FROM matching_grant AS g
          JOIN funds_purse AS purse ON purse.id = g.purse_id
          JOIN funds_fund AS fund ON fund.id = purse.fund_id
          CROSS JOIN LATERAL (
            (SELECT id FROM approvals_rule WHERE fund_id = fund.id AND since <= g.approved_at
              ORDER BY since DESC, id DESC LIMIT 1)
            UNION ALL
            (SELECT id FROM approvals_rule WHERE host_id = fund.host_id AND since <= g.approved_at
              ORDER BY since DESC, id DESC LIMIT 1)
          ) AS rule
          CROSS JOIN LATERAL (
            SELECT approvals FROM approvals_band
             WHERE rule_id = rule.id AND (up_to IS NULL OR up_to >= g.count)
             ORDER BY up_to NULLS LAST LIMIT 1
          ) AS band
         WHERE g.id = asked AND g.unit = 'fen'
    $$;
"""
NO_RELEASE_OF_WHAT_IS_ORDERED = f"""
    CREATE OR REPLACE FUNCTION approvals_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_LOCK}
        IF EXISTS (SELECT 1 FROM approvals_order WHERE grant_id = NEW.grant_id AND failed_at IS NULL) THEN
            {refuse("approvals_order_stands")}
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER approvals_guard_release BEFORE INSERT ON matching_release
        FOR EACH ROW EXECUTE FUNCTION approvals_guard_release();
"""
AWAY_AGAIN = """
    DROP TRIGGER IF EXISTS approvals_guard_release ON matching_release;
    DROP FUNCTION IF EXISTS approvals_guard_release();
"""


def knows_who_was_before():
    """An approval names, from the grant itself, whoever had a hand in it. See Note [One hand for each step]."""
    return pgtrigger.Trigger(
        name="knows_who_was_before",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            {_LOCK}
            {_NOT_TAKEN_BACK}
            IF EXISTS (SELECT 1 FROM approvals_order WHERE grant_id = NEW.grant_id AND failed_at IS NULL) THEN
                {refuse("approvals_order_stands")}
            END IF;
            SELECT approved_by_id, proposed_by_id, applied_by_id, assessed_by_id
              INTO NEW.first_by_id, NEW.proposed_by_id, NEW.applied_by_id, NEW.assessed_by_id
              FROM matching_grant WHERE id = NEW.grant_id;
            RETURN NEW;
        """,
    )


def counts_the_approvals():
    """An order knows by itself how many approvals its grant needs and has. See Note [One hand for each step]."""
    return pgtrigger.Trigger(
        name="counts_the_approvals",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            {_LOCK}
            {_NOT_TAKEN_BACK}
            {_NOTHING_ASKED_BACK}
            SELECT count, unit, approvals_needed(id), approved_by_id, proposed_by_id
              INTO NEW.count, NEW.unit, NEW.needed, NEW.first_by_id, NEW.proposed_by_id
              FROM matching_grant WHERE id = NEW.grant_id;
            SELECT 1 + count(*) INTO NEW.approvals FROM approvals_approval WHERE grant_id = NEW.grant_id;
            IF EXISTS (
                SELECT 1 FROM approvals_approval WHERE grant_id = NEW.grant_id AND by_id = NEW.ordered_by_id
            ) THEN
                {refuse("approvals_approver_does_not_pay")}
            END IF;
            RETURN NEW;
        """,
    )


def fails_once_and_else_unchanged():
    """An order is never removed or rewritten; it may fail, once, unless its money left."""
    return [
        pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="fails_once",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func="""
                IF OLD.failed_at IS NOT NULL OR NEW.failed_at IS NULL
                   OR (to_jsonb(OLD) - 'failed_at' - 'failed_why') <> (to_jsonb(NEW) - 'failed_at' - 'failed_why') THEN
                    RAISE EXCEPTION 'an order fails once and stays as written otherwise';
                END IF;
                PERFORM 1 FROM matching_grant WHERE id = NEW.grant_id FOR UPDATE;
                RETURN NEW;
            """,
        ),
        is_not_emptied(),
    ]
