"""Gifts are received, as many at a time as were told of together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost
from shanqiao.apps.books.lines import account_of
from shanqiao.apps.books.models import Account
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.funds.receiving import Received, receive_gifts
from shanqiao.apps.record.actions import note_each
from shanqiao.apps.record.refusals import in_words

from .knowing import CannotRegisterDonor, check_giver, donors_meant
from .models import Donor, Gift, Pledge
from .pledging import match_gifts
from .queries import known_donor
from .rules import problems_of_gift

CASH = "1001"  # 现金, in the chart of accounts

# Note [One gift is a batch of one]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What is asked of a gift is written once, and many gifts go the way of one: rules are asked for each (those that are the same for
# several are looked up once), then givers, movements, gifts and lines in the record are written together. What only the
# database knows, it says of all of them: then nothing of the batch is there, and its halves are tried, and their halves, until
# whatever is refused stands alone with its reason; all others are taken. A gift alone is refused in the same place.
#
# Two kinds go one by one within their batch: goods, meals and hours (see Note [Many gifts in one question]), and what an employer
# adds, since caps are counted gift by gift (see Note [What an employer owes]).


class CannotTakeGift(Exception):
    """The gift is none that may be taken, or the same key tells of another gift."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A gift as it is told of.

    Args:
        amount: whole fen, or whole pieces, meals, hours or visits of the purse.
        key: by which the gift is known when it is told of again.
        on: the day it was given.
        donor, giver: who gives, or what is told of somebody who may be new: kind, name, phone, uscc, shown.
        in_public: it answers an appeal to everybody (FR-01).
        raised_on, platform: see ``rules``.
        in_return, related: what the giver said when asked; see ``rules``.
        into: the account of the books that holds it now, where that is not the bank, the stock, or the cash in hand.
        about: what the books call it; its key where nothing is said.
    """

    purse: Purse
    amount: int
    how: str
    key: str
    on: date
    donor: Donor | None = None
    giver: Mapping[str, str] | None = None
    wish: str = Gift.Wish.POOLED
    wish_words: str = ""
    naming: str = ""
    agreement: str = ""
    in_public: bool = False
    raised_on: date | None = None
    platform: str = ""
    in_return: bool = False
    related: bool = False
    waives_receipt: bool = False
    reference: str = ""
    pledge: Pledge | None = None
    into: Account | None = None
    about: str = ""


def take_gifts(*, told, at, by=None):
    """Gifts are received; what is refused leaves the others as they are. See Note [One gift is a batch of one].

    Args:
        told: some `Told`.

    Returns:
        for each its gift, or why there is none: CannotTakeGift or CannotRegisterDonor.
    """
    known = {gift.key: gift for gift in Gift.objects.filter(key__in=[one.key for one in told])}
    checks, outcomes, good = Checks(at=at), {}, {}
    for n, one in enumerate(told):
        try:
            if one.key in known:
                outcomes[n] = _the_same(known[one.key], one)
            else:
                checks.check(one)
                good[n] = one
        except (CannotTakeGift, CannotRegisterDonor) as refusal:
            outcomes[n] = refusal
    outcomes |= zip(good, _write(list(good.values()), by=by, at=at), strict=True)
    return [outcomes[n] for n in range(len(told))]


class Checks:
    """What can be said of gifts before anything is written; what is the same for several is looked up once."""

    def __init__(self, *, at):
        self._today, self._stopping = localdate(at), {}

    def check(self, one):
        """Raises CannotTakeGift, or CannotRegisterDonor, with the reason in words, where `Told` is not to be taken."""
        if one.amount <= 0:
            raise CannotTakeGift(_("A gift is more than nothing."))
        if one.on > self._today:
            raise CannotTakeGift(_("That day is still ahead."))
        if stopping := self._of_the_rules(one):
            raise CannotTakeGift(stopping)
        if one.giver:
            check_giver(**one.giver)

    def _of_the_rules(self, one):
        asked = {
            "how": one.how,
            "on": one.on,
            "raised_on": one.raised_on,
            "in_public": one.in_public,
            "platform": one.platform,
            "in_return": one.in_return,
            "related": one.related,
            "naming": one.naming.strip(),
            "agreement": one.agreement.strip(),
        }
        host = one.purse.fund.host
        same = (get_language(), host.pk, *asked.values())
        if same not in self._stopping:
            found = problems_of_gift(host=host, **asked)
            self._stopping[same] = " ".join(p.in_words for p in found if p.stops)
        return self._stopping[same]


def _write(told, *, by, at):
    """For each its gift, or why there is none. See Note [One gift is a batch of one]."""
    if not told:
        return []
    try:
        with transaction.atomic():
            return _write_all(told, by=by, at=at)
    except (IntegrityError, CannotPost, CannotRegisterDonor, CannotTakeGift) as refusal:
        if len(told) == 1:
            return [_why_not(told[0], refusal)]
    half = len(told) // 2
    return [*_write(told[:half], by=by, at=at), *_write(told[half:], by=by, at=at)]


def _write_all(told, *, by, at):
    donors = _donors_of(told, by=by, at=at)
    into = _accounts_of(told)
    postings = receive_gifts(
        gifts=[
            Received(
                one.purse,
                one.amount,
                f"gift:{one.key}",
                (one.about or f"gift:{one.key}")[:80],
                one.on,
                into.get((one.purse.pk, one.how), one.into),
            )
            for one in told
        ],
        by=by,
        at=at,
    )
    gifts = Gift.objects.bulk_create(
        _gift(one, donor, postings[f"gift:{one.key}"], by, at)
        for one, donor in zip(told, donors, strict=True)
    )
    note_each(act="giving.take", subjects=gifts, by=by, at=at)
    match_gifts(gifts=gifts, at=at)
    return gifts


def _donors_of(told, *, by, at):
    """Who gives each of them."""
    givers = {}
    for n, one in enumerate(told):
        if one.donor is None:
            givers.setdefault(one.purse.fund.host, {})[n] = one.giver
    meant = {}
    for host, some in givers.items():
        meant |= zip(
            some, donors_meant(host=host, givers=list(some.values()), by=by, at=at), strict=True
        )
    donors = [one.donor or meant[n] for n, one in enumerate(told)]
    for one, donor in zip(told, donors, strict=True):
        if donor.host_id != one.purse.fund.host_id:
            raise CannotTakeGift(
                _("This donor is known to another charity than the one of this purse.")
            )
        if one.pledge and (one.pledge.donor_id, one.pledge.purse_id) != (donor.pk, one.purse.pk):
            raise CannotTakeGift(_("That promise is of another giver, or for another purse."))
    return donors


def _accounts_of(told):
    """{(purse, how): the account of cash in hand}, of those that are cash."""
    cash = {
        (one.purse.pk, one.how): one.purse
        for one in told
        if one.how in (Gift.How.CASH, Gift.How.POINT)
    }
    return {
        asked: account_of(host=purse.fund.host, number=CASH, unit=purse.unit)
        for asked, purse in cash.items()
    }


def _gift(one, donor, posting, by, at):
    return Gift(
        key=one.key,
        donor=donor,
        purse=one.purse,
        how=one.how,
        amount=one.amount,
        unit=one.purse.unit,
        wish=one.wish,
        wish_words=one.wish_words.strip(),
        naming=one.naming.strip(),
        agreement=one.agreement.strip(),
        in_public=one.in_public,
        platform=one.platform,
        waives_receipt=one.waives_receipt or donor.kind == Donor.Kind.ANONYMOUS,
        reference=one.reference,
        pledge=one.pledge,
        posting=posting,
        on=one.on,
        at=at,
        by=by,
    )


def _why_not(one, refusal):
    """What is said of a gift that was refused alone; or the gift, where it was told of twice at the same moment."""
    if before := Gift.objects.filter(key=one.key).first():
        try:
            return _the_same(before, one)
        except CannotTakeGift as other:
            return other
    if isinstance(refusal, IntegrityError):
        return CannotTakeGift(in_words(refusal, Gift))
    if isinstance(refusal, CannotPost):
        return CannotTakeGift(str(refusal))
    return refusal


def _the_same(gift, one):
    """The gift that is there, if it is the one that is told of."""
    donor = one.donor or known_donor(host=one.purse.fund.host, **one.giver)
    is_here = (gift.donor_id, gift.purse_id, gift.how, gift.amount, gift.on)
    if is_here != (donor and donor.pk, one.purse.pk, one.how, one.amount, one.on):
        raise CannotTakeGift(
            _("Under this key another gift is written down: %(number)s.") % {"number": gift.number}
        )
    return gift
