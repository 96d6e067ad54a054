"""What the tables of serious-illness aid refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse

# Note [The gap of bills]
# ~~~~~~~~~~~~~~~~~~~~~~~
# What a need of medical costs lacks is not typed: it is the sum of its bills, less what earlier payers paid, less what is
# still expected of them where the treatment can wait. Each change of a bill or a claim holds the need, counts again, signs
# an assessment where the sum differs, and so binds every fund at once: a grant locks the need too and is refused above
# the gap (see Note [Need before purse]). Where grants are more than the gap then, since somebody paid later, the
# difference is asked back (see Note [Who gives back]) before anybody else sees the new sum.
#
# Insurances pay the covered part of a bill only, and all payers together no more than the bill. A payer of several rows
# is added up under the lock of the bill, so of two who write decisions at once the second is refused.

_STANDS = f"""
    PERFORM 1 FROM illness_bill WHERE id = NEW.bill_id AND struck_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN {refuse("illness_bill_is_struck")} END IF;
"""


def is_for_medical_costs():
    """Aid in serious illness is for a need of medical costs."""
    return pgtrigger.Trigger(
        name="is_for_medical_costs",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF (SELECT kind FROM needs_need WHERE id = NEW.need_id) <> 'cash_medical' THEN
                {refuse("illness_for_medical_costs")}
            END IF;
            RETURN NEW;
        """,
    )


def is_of_a_standing_bill():
    """Nobody is asked to pay for a bill that was struck out."""
    return pgtrigger.Trigger(
        name="is_of_a_standing_bill",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"{_STANDS} RETURN NEW;",
    )


def pays_no_more_than_the_bill():
    """See Note [The gap of bills]."""
    return pgtrigger.Trigger(
        name="pays_no_more_than_the_bill",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Insert,
        declare=[("had", "record"), ("has", "record")],
        func=f"""
            IF NEW.paid IS NULL THEN RETURN NEW; END IF;
            {_STANDS}
            SELECT COALESCE(sum(amount), 0) AS amount, COALESCE(sum(covered), 0) AS covered INTO has
              FROM illness_billline WHERE bill_id = NEW.bill_id;
            SELECT COALESCE(sum(paid), 0) AS amount,
                   COALESCE(sum(paid) FILTER (WHERE layer <= 3), 0) AS covered INTO had
              FROM illness_claim WHERE bill_id = NEW.bill_id AND id IS DISTINCT FROM NEW.id;
            IF had.amount + NEW.paid > has.amount
               OR NEW.layer <= 3 AND had.covered + NEW.paid > has.covered THEN
                {refuse("illness_no_more_than_the_bill")}
            END IF;
            RETURN NEW;
        """,
    )
