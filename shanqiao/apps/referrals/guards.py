"""What the tables of referrals refuse, whoever writes to them."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse

from .states import FOLLOWS

# Note [One step after the other]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A station takes a referral back while the agency accepts it. Whoever adds a step locks the referral's row first, and
# then reads the last step with the eyes of that moment; so of two who act at once the second is told that it is too
# late, and the chain of steps is always one that may be. The number of a step is given here too.
#
# A receipt shows that this referral is done where it is of what the addressee proposed; where nothing was proposed,
# where it was confirmed after the referral was sent. Of the pages without an account only the one made last opens.

_MAY_FOLLOW = " OR ".join(
    f"(last = '{before}' AND NEW.kind IN ({', '.join(repr(kind) for kind in after)}))"
    for before, after in FOLLOWS.items()
)


def in_legal_order():
    """See Note [One step after the other]."""
    return pgtrigger.Trigger(
        name="in_legal_order",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[
            ("last", "varchar"),
            ("so_far", "integer"),
            ("sent_for", "bigint"),
            ("sent_at", "timestamptz"),
            ("promised", "bigint"),
        ],
        func=f"""
            SELECT need_id INTO sent_for FROM referrals_referral
             WHERE id = NEW.referral_id FOR NO KEY UPDATE;
            SELECT kind, number INTO last, so_far FROM referrals_referralstep
             WHERE referral_id = NEW.referral_id ORDER BY number DESC LIMIT 1;
            last := COALESCE(last, '');
            NEW.number := COALESCE(so_far, 0) + 1;
            IF NOT ({_MAY_FOLLOW}) THEN
                {refuse("referrals_in_legal_order")}
            END IF;
            SELECT max(at) FILTER (WHERE number = 1), max(proposal_id) INTO sent_at, promised
              FROM referrals_referralstep WHERE referral_id = NEW.referral_id;
            IF NEW.receipt_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM delivery_receipt AS receipt
                  JOIN delivery_payment AS payment ON payment.id = receipt.payment_id
                  JOIN matching_grant AS g ON g.id = payment.grant_id
                 WHERE receipt.id = NEW.receipt_id AND g.need_id = sent_for
                   AND receipt.says <> 'not_received'
                   AND CASE WHEN promised IS NULL THEN receipt.confirmed_at >= sent_at
                            ELSE g.proposal_id = promised END
            ) THEN
                {refuse("referrals_receipt_is_of_the_need")}
            END IF;
            IF NEW.link_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM referrals_referrallink AS link
                 WHERE link.id = NEW.link_id AND link.referral_id = NEW.referral_id
                   AND link.expires_at > NEW.at
                   AND NOT EXISTS (
                       SELECT 1 FROM referrals_referrallink AS newer
                        WHERE newer.referral_id = NEW.referral_id AND newer.id > link.id
                   )
            ) THEN
                {refuse("referrals_link_opens_it")}
            END IF;
            RETURN NEW;
        """,
    )
