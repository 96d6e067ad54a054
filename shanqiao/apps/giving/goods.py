"""Goods, services and hours: what they are, until when they can be used, what they are worth and by what."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

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
    usable=True,
    by=None,
    **told,
):
    """Something other than money is received: a lot of goods, a service, hours.

    Args:
        amount: in the unit of the purse.
        valued: what it is worth, in fen; None where no value is told.
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
            InKind.objects.get_or_create(
                gift=gift,
                defaults={
                    "what": what.strip(),
                    "lot": lot.strip(),
                    "expires_on": expires_on,
                    "basis": basis,
                    "valued": valued,
                    "paper": paper.strip(),
                    "cost_by": cost_by,
                },
            )
    except IntegrityError as refusal:
        raise CannotTakeGift(in_words(refusal, InKind)) from refusal
    return gift


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
