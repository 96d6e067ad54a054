"""What it costs to be given something, booked as it is paid: raising money, and having a gift valued."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost, reverse
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.actions import note

from .costs import keeps_accounts_of, pay_cost, why_no_cost
from .models import RaisingCost, RaisingCostBack

FUNDRAISING = "5401"  # 筹资费用, in the chart of accounts

# Note [Who pays an appraisal]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Where giver and charity agreed that an appraisal is deducted from the gift, the gift pays it. But a share or a lot of
# quilts pays nobody: it is no money yet. And a line gives its next fen, whoever laid them: paid from a purse to which
# others gave too, their gifts would pay for one that is not theirs. So the purse of the gift pays where it holds enough
# that is free, and nobody else ever gave to it (a gift with conditions of its own has a purse of its own); in all other
# cases the host's own money pays. Either way it is a cost of being given something, booked with the gift or not at all.


class CannotBookRaising(Exception):
    """Another person keeps this host's accounts, the purse is another's, or it has not so much left."""


class CannotTakeBackRaising(Exception):
    """Another person keeps this host's accounts, or the cost is taken back already."""


@transaction.atomic
def book_raising(*, host, amount, words, key, by, at, on=None, purse=None, campaign=""):
    """The host paid for raising money: out of its own money, or out of a purse whose givers agreed to it.

    Args:
        amount: fen.
        key: by which the same cost is known; pressed twice, it is booked once.
        words: what was paid for.
        campaign: for which appeal, as its plan is called.
        purse: whose fen pay it; the host's own money where none is named.

    Raises:
        CannotBookRaising: with the reason in words.
    """
    if not keeps_accounts_of(by, host):
        raise CannotBookRaising(_("Only the cashier of a fund of this charity books its costs."))
    told = {"what": RaisingCost.What.RAISING, "campaign": campaign.strip()}
    cost, is_new = _book(host, amount, words, f"raising:{key}", on, at, by, purse, told)
    if is_new:
        note(act="governing.book_raising", subject=cost, by=by, at=at, why=cost.words)
    return cost


@transaction.atomic
def book_appraisal(*, host, amount, words, gift, key, at, on, by=None, purse=None):
    """What valuing a gift costs is paid, as it was agreed, out of the gift. See Note [Who pays an appraisal].

    For the actions by which gifts are taken: they have asked who may.

    Args:
        gift: ``room.model:number`` of what was valued.

    Raises:
        CannotBookRaising: with the reason in words.
    """
    told = {"what": RaisingCost.What.APPRAISAL, "gift": gift}
    cost, is_new = _book(host, amount, words, f"appraisal:{key}", on, at, by, purse, told)
    if is_new:
        note(act="governing.book_appraisal", subject=cost, by=by, at=at, why=cost.words)
    return cost


@transaction.atomic
def take_back_raising(*, cost, why, by, at):
    """A cost was booked by mistake, or its money came back: the books take it back, whole. It stays to be read.

    Raises:
        CannotTakeBackRaising: with the reason in words.
    """
    if not keeps_accounts_of(by, cost.host):
        raise CannotTakeBackRaising(
            _("Only the cashier of a fund of this charity takes its costs back.")
        )
    if not why.strip():
        raise CannotTakeBackRaising(_("Say in a few words why."))
    RaisingCost.objects.select_for_update(of=("self",)).get(pk=cost.pk)
    if RaisingCostBack.objects.filter(cost=cost).exists():
        raise CannotTakeBackRaising(_("This cost is taken back already. Nothing was booked again."))
    about = f"governing.raisingcost:{cost.pk}"
    try:
        [number] = reverse(
            posting=Posting.objects.get(pk=cost.posting), key=f"back {about}", about=about, at=at
        )
    except CannotPost as refusal:
        raise CannotTakeBackRaising(str(refusal)) from refusal
    back = RaisingCostBack.objects.create(cost=cost, why=why.strip(), posting=number, by=by, at=at)
    note(act="governing.take_back_raising", subject=cost, by=by, at=at, why=back.why)
    return back


@dataclass(frozen=True, kw_only=True)
class Raised:
    """What being given something cost a host from one day to another, in fen, less what was taken back."""

    raising: int
    appraisals: int

    @property
    def booked(self):
        """Together: what stands in the books as 筹资费用."""
        return self.raising + self.appraisals


def raising_booked(host, *, first, last):
    """`Raised` of a host, as it stands in the books: what is taken back counts on the day on which it was."""
    booked = Posting.objects.filter(kind=Posting.Kind.RAISING, on__gte=first, on__lte=last)
    costs = Q(debit__number__startswith=FUNDRAISING) | Q(debit__flow="out")
    back = Q(credit__number__startswith=FUNDRAISING) | Q(credit__flow="out")
    appraisal = Q(about__startswith="appraisal:") | Q(reverses__about__startswith="appraisal:")
    whole, valued = (
        _fen(some.filter(costs, debit__host=host)) - _fen(some.filter(back, credit__host=host))
        for some in (booked, booked.filter(appraisal))
    )
    return Raised(raising=whole - valued, appraisals=valued)


def costs_of(hosts):
    """The costs of being given something of these hosts, the latest first."""
    rows = RaisingCost.objects.filter(host__in=hosts).select_related("host", "purse__fund", "by")
    return rows.select_related("back").order_by("-on", "-pk")


def _book(host, amount, words, about, on, at, by, purse, told):
    """(cost, is it new?): paid and written down once, however often it is pressed."""
    words, about, on = words.strip(), about[:80], on or localdate(at)
    if says := why_no_cost(host=host, amount=amount, words=words, on=on, at=at, purse=purse):
        raise CannotBookRaising(says)
    try:
        posting = pay_cost(
            host=host,
            number=FUNDRAISING,
            kind=Posting.Kind.RAISING,
            amount=amount,
            about=about,
            on=on,
            at=at,
            purse=purse,
        )
    except CannotPost as refusal:
        raise CannotBookRaising(str(refusal)) from refusal
    said = {"host": host, "purse": purse, "amount": amount, "words": words, "on": on, **told}
    return RaisingCost.objects.get_or_create(posting=posting, defaults={**said, "at": at, "by": by})


def _fen(postings):
    return postings.aggregate(fen=Sum("amount"))["fen"] or 0
