"""Goods, services and hours: what they are, until when they can be used, what they are worth and by what."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import carry_worth, tell_worth
from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.worth import worth_beside
from shanqiao.apps.governing.raising import CannotBookRaising, book_appraisal
from shanqiao.apps.record.refusals import in_words

from .actions import CannotTakeGift, known_or_registered, take_gift
from .models import Gift, InKind
from .rules import problems_of_goods

OTHER_THAN_MONEY = (Gift.How.GOODS, Gift.How.SERVICE, Gift.How.HOURS)


def take_in_kind(
    *,
    donor,
    purse,
    amount,
    how,
    what,
    basis,
    key,
    at,
    on=None,
    lot="",
    expires_on=None,
    valued=None,
    paper="",
    cost_by="",
    cost=0,
    usable=True,
    by=None,
    **told,
):
    """Something other than money is received: a lot of goods, a service, hours.

    Args:
        amount: in the unit of the purse.
        valued: what it is worth, in fen; None where no value is told. That of goods is booked; services and hours are
            no income by the accounting system, and told beside it.
        cost_by, cost: who pays the appraiser, and how much (fen); where it is deducted from the gift, it is booked with it.
            See Note [Who pays an appraisal].
        usable: somebody looked, and it can be used safely.
        told: as for `take_gift`.

    Raises:
        CannotTakeGift: with the reason in words.
    """
    on = on or localdate(at)
    if how not in OTHER_THAN_MONEY or purse.unit == "fen":
        raise CannotTakeGift(_("Money is no gift in kind; choose a purse that holds no money."))
    if purse.item and how == Gift.How.GOODS and what.strip() != purse.item:
        raise CannotTakeGift(_("This purse holds %(item)s only.") % {"item": purse.item})
    problems = problems_of_goods(on=on, usable=usable, expires_on=expires_on)
    if stopping := [problem.in_words for problem in problems if problem.stops]:
        raise CannotTakeGift(" ".join(stopping))
    if cost_by == InKind.PaidBy.GIFT and not cost:
        raise CannotTakeGift(_("Say what the appraiser costs: it is deducted from the gift."))
    try:
        with transaction.atomic():
            gift = take_gift(
                donor=donor,
                purse=purse,
                amount=amount,
                how=how,
                key=key,
                at=at,
                on=on,
                by=by,
                **told,
            )
            kept, is_new = InKind.objects.get_or_create(
                gift=gift,
                defaults={
                    "what": what.strip(),
                    "lot": lot.strip(),
                    "expires_on": expires_on,
                    "basis": basis,
                    "valued": valued,
                    "paper": paper.strip(),
                    "cost_by": cost_by,
                    "cost": cost,
                },
            )
            if how == Gift.How.GOODS and kept.valued:
                posting = Posting.objects.get(pk=gift.posting)
                tell_worth(posting=posting, worth=kept.valued, at=at)
            if is_new and cost_by == InKind.PaidBy.GIFT:
                _pay_appraiser(kept, by=by, at=at)
    except CannotBookRaising as refusal:
        raise CannotTakeGift(str(refusal)) from refusal
    except IntegrityError as refusal:
        raise CannotTakeGift(in_words(refusal, InKind)) from refusal
    return gift


def _pay_appraiser(kept, *, by, at):
    """Goods, services and hours pay nobody: the host's own money does. See Note [Who pays an appraisal]."""
    gift = kept.gift
    book_appraisal(
        host=gift.purse.fund.host,
        amount=kept.cost,
        words=f"{kept.what} {kept.paper}",
        gift=f"giving.gift:{gift.pk}",
        key=f"gift:{gift.pk}",
        on=gift.on,
        by=by,
        at=at,
    )


@transaction.atomic
def book_worth_of_lots(*, at):
    """Lots of goods that came before their worth stood in the books get it, and so does what moved of them since.

    Returns:
        how many lots were booked; none where it is asked again.
    """
    lots = InKind.objects.filter(gift__how=Gift.How.GOODS, valued__gt=0).select_related("gift")
    postings = Posting.objects.in_bulk(lots.values_list("gift__posting", flat=True))
    waiting = [
        (postings[lot.gift.posting], lot.valued)
        for lot in lots.order_by("pk")
        if lot.gift.posting in postings and worth_beside(postings[lot.gift.posting]) is None
    ]
    for posting, valued in waiting:
        tell_worth(posting=posting, worth=valued, at=at)
    if waiting:
        carry_worth(at=at)
    return len(waiting)


@transaction.atomic
def take_in_kind_from(*, giver, purse, at, by=None, **told):
    """Something other than money is received from somebody who may be new to the charity; see `take_in_kind`.

    Args:
        giver: what is told of them: kind, name, phone, uscc.

    Raises:
        CannotRegisterDonor, CannotTakeGift: with the reason in words.
    """
    donor = known_or_registered(host=purse.fund.host, by=by, at=at, **giver)
    return take_in_kind(donor=donor, purse=purse, by=by, at=at, **told)
