"""What the management of a host costs, booked as it is paid, and taken back where it was a mistake or came back."""

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost, reverse
from shanqiao.apps.books.lines import key_of
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.actions import note

from .costs import keeps_accounts_of, pay_cost, why_no_cost
from .models import ManagementCost, ManagementCostBack

ADMINISTRATION = "5301"  # 管理费用, in the chart of accounts


class CannotBookManagement(Exception):
    """Another person keeps this host's accounts, the purse is another's, or it has not so much left."""


class CannotTakeBackManagement(Exception):
    """Another person keeps this host's accounts, or not so much of the cost stands any more."""


@transaction.atomic
def book_management(*, host, amount, words, key, by, at, on=None, purse=None):
    """The host paid for its management: out of its own money, or out of a purse whose givers agreed to a share.

    Args:
        key: by which the same cost is known; pressed twice, it is booked once.
        words: what was paid for.
        purse: whose fen pay it; the host's own money where none is named.

    Raises:
        CannotBookManagement: with the reason in words.
    """
    if not keeps_accounts_of(by, host):
        raise CannotBookManagement(_("Only the cashier of a fund of this charity books its costs."))
    words, on, about = words.strip(), on or localdate(at), f"management:{key}"[:80]
    if says := why_no_cost(host=host, amount=amount, words=words, on=on, at=at, purse=purse):
        raise CannotBookManagement(says)
    try:
        posting = pay_cost(
            host=host,
            number=ADMINISTRATION,
            kind=Posting.Kind.FEE,
            amount=amount,
            about=about,
            on=on,
            at=at,
            purse=purse,
        )
    except CannotPost as refusal:
        raise CannotBookManagement(str(refusal)) from refusal
    said = {"host": host, "purse": purse, "amount": amount, "words": words, "on": on}
    cost, is_new = ManagementCost.objects.get_or_create(
        posting=posting, defaults={**said, "at": at, "by": by}
    )
    if is_new:
        note(act="governing.book_management", subject=cost, by=by, at=at, why=words)
    return cost


@transaction.atomic
def take_back_management(*, cost, why, key, by, at, amount=None):
    """A cost was booked by mistake, or part of it was paid back: the books take it back. It stays to be read.

    Args:
        amount: fen; all that stands of it where none is named.
        key: by which the same taking back is known; pressed twice, it is booked once.

    Raises:
        CannotTakeBackManagement: with the reason in words.
    """
    if not keeps_accounts_of(by, cost.host):
        raise CannotTakeBackManagement(
            _("Only the cashier of a fund of this charity takes its costs back.")
        )
    if not why.strip():
        raise CannotTakeBackManagement(_("Say in a few words why."))
    ManagementCost.objects.select_for_update(of=("self",)).get(pk=cost.pk)
    about = f"governing.managementcost:{cost.pk}"
    key = f"back {about} {key}"
    if pressed := Posting.objects.filter(key=key_of(key)).first():
        return ManagementCostBack.objects.get(posting=pressed.pk)
    stands = ManagementCost.objects.with_standing().get(pk=cost.pk).standing
    amount = stands if amount is None else amount
    if says := _why_not(amount, stands):
        raise CannotTakeBackManagement(says)
    paid = Posting.objects.get(pk=cost.posting)
    try:
        [posting] = reverse(posting=paid, key=key, about=about, at=at, amount=amount)
    except CannotPost as refusal:
        raise CannotTakeBackManagement(str(refusal)) from refusal
    back = ManagementCostBack.objects.create(
        cost=cost, amount=amount, why=why.strip(), posting=posting, by=by, at=at
    )
    note(act="governing.take_back_management", subject=cost, by=by, at=at, why=back.why)
    return back


def management_booked(host, *, first, last):
    """What stands in the books of a host as cost of management from one day to another, in fen.

    What is taken back counts on the day on which it was.
    """
    fees = Posting.objects.filter(kind=Posting.Kind.FEE, on__gte=first, on__lte=last)
    return _sum(fees, host, "debit") - _sum(fees, host, "credit")


def management_costs_of(hosts):
    """The costs of management of these hosts, the latest first, each with what stands of it and what was taken back."""
    rows = ManagementCost.objects.filter(host__in=hosts).select_related("host", "purse__fund", "by")
    return rows.with_standing().prefetch_related("backs").order_by("-on", "-pk")


def _why_not(amount, stands):
    """Why so much of a cost is not taken back, in words; empty where it is."""
    if not stands:
        return _("This cost is taken back already. Nothing was booked again.")
    if amount <= 0:
        return _("Say how much comes off: more than nothing.")
    if amount <= stands:
        return ""
    return _("Of this cost %(yuan)s yuan stand; take back no more than that.") % {
        "yuan": f"{stands // 100}.{stands % 100:02}"
    }


def _sum(fees, host, side):
    """Of the host's account for administration, and of purses that paid a share."""
    costs = Q(**{f"{side}__number__startswith": ADMINISTRATION}) | Q(**{f"{side}__flow": "out"})
    rows = fees.filter(costs, **{f"{side}__host": host, f"{side}__unit": "fen"})
    return rows.aggregate(fen=Sum("amount"))["fen"] or 0
