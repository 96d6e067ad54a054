"""What payments ask of the orders they carry out. See Note [What is paid does not fail]."""

import pgtrigger

# Note [What is paid does not fail]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# An order of which the money left stands for ever, so that nobody can order it again. Payments of a city that ran
# before there were orders get theirs when the table comes.


def paid_as_ordered():
    """A payment carries out an order that stands, and none of the approvers makes it. See Note [One hand for each step]."""
    return pgtrigger.Trigger(
        name="paid_as_ordered",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM matching_grant WHERE id = NEW.grant_id FOR UPDATE;
            IF NOT EXISTS (
                SELECT 1 FROM approvals_order WHERE grant_id = NEW.grant_id AND failed_at IS NULL
            ) THEN
                RAISE EXCEPTION 'no order stands' USING ERRCODE = 'integrity_constraint_violation',
                    CONSTRAINT = 'delivery_paid_as_ordered';
            END IF;
            IF EXISTS (
                SELECT 1 FROM approvals_approval WHERE grant_id = NEW.grant_id AND by_id = NEW.paid_by_id
            ) THEN
                RAISE EXCEPTION 'an approver pays' USING ERRCODE = 'integrity_constraint_violation',
                    CONSTRAINT = 'delivery_approver_does_not_pay';
            END IF;
            RETURN NULL;
        """,
    )


NO_FAILURE_OF_WHAT_IS_PAID = """
    CREATE OR REPLACE FUNCTION delivery_guard_order() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM matching_grant WHERE id = NEW.grant_id FOR UPDATE;
        IF EXISTS (SELECT 1 FROM delivery_payment WHERE grant_id = NEW.grant_id) THEN
            RAISE EXCEPTION 'what is paid does not fail' USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'delivery_paid_does_not_fail';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER delivery_guard_order BEFORE UPDATE ON approvals_order
        FOR EACH ROW EXECUTE FUNCTION delivery_guard_order();
"""
AWAY_AGAIN = """
    DROP TRIGGER IF EXISTS delivery_guard_order ON approvals_order;
    DROP FUNCTION IF EXISTS delivery_guard_order();
"""
ORDERS_OF_WHAT_WAS_PAID = """
    INSERT INTO approvals_order (grant_id, count, unit, needed, approvals, first_by_id, ordered_by_id, ordered_at, failed_why)
    SELECT grant_id, count, unit, 1, 1, approved_by_id, paid_by_id, paid_at, '' FROM delivery_payment;
"""
