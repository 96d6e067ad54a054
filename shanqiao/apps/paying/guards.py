"""What the tables of payees and batches refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse

# Note [Checked by a second person]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# An account gets money only after somebody else than who wrote it down has said that it is right, and until somebody
# ends it. Who wrote it down is filled in by the database; a line of a batch looks for itself whether its account was
# checked, belongs to the fund, and is the resident's or a vendor's. Two residents with one account are a question, not
# a mistake: whoever writes the second one down says why, and the list shows both.


def shared_accounts_are_explained():
    """See Note [Checked by a second person]."""
    return pgtrigger.Trigger(
        name="shared_accounts_are_explained",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM pg_advisory_xact_lock(hashtextextended(NEW.token, 0));
            IF NEW.shared_why = '' AND NEW.resident_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM paying_payee AS other
                 WHERE other.token = NEW.token AND other.resident_id <> NEW.resident_id
                   AND NOT EXISTS (SELECT 1 FROM paying_payeeend WHERE payee_id = other.id)
            ) THEN
                {refuse("paying_shared_account_explained")}
            END IF;
            RETURN NEW;
        """,
    )


def knows_who_wrote_it_down():
    """See Note [Checked by a second person]."""
    return pgtrigger.Trigger(
        name="knows_who_wrote_it_down",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            SELECT entered_by_id INTO NEW.entered_by_id FROM paying_payee WHERE id = NEW.payee_id;
            RETURN NEW;
        """,
    )


def goes_to_a_checked_account():
    """See Note [Checked by a second person]."""
    return pgtrigger.Trigger(
        name="goes_to_a_checked_account",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM 1 FROM paying_payee WHERE id = NEW.payee_id FOR SHARE;
            SELECT o.grant_id, o.count INTO NEW.grant_id, NEW.count
              FROM approvals_order AS o WHERE o.id = NEW.order_id AND o.unit = 'fen';
            IF NOT EXISTS (
                SELECT 1 FROM paying_payee AS payee
                  JOIN paying_payeecheck AS said ON said.payee_id = payee.id AND said.agrees
                  JOIN matching_grant AS g ON g.id = NEW.grant_id
                  JOIN funds_purse AS purse ON purse.id = g.purse_id
                  JOIN needs_need AS need ON need.id = g.need_id
                  JOIN paying_batch AS batch ON batch.id = NEW.batch_id
                 WHERE payee.id = NEW.payee_id
                   AND payee.fund_id = purse.fund_id AND batch.fund_id = purse.fund_id
                   AND (payee.resident_id IS NULL OR payee.resident_id = need.resident_id)
                   AND NOT EXISTS (SELECT 1 FROM paying_payeeend WHERE payee_id = payee.id)
            ) THEN
                {refuse("paying_to_a_checked_account")}
            END IF;
            RETURN NEW;
        """,
    )
