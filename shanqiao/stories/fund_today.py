"""What waits at a fund today, and what changed there since yesterday."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone, localdate

from shanqiao.apps.delivery.models import Payment, Receipt
from shanqiao.apps.funds.models import Movement, Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Decline, Grant, Proposal, Release
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.paying.models import Return

from .grants import State, grants_of, to_pay
from .proposals import only_missing, proposals_of
from .purses import purses_of, with_pause

SOON = timedelta(days=30)  # before the end of the givers' conditions
LONG = timedelta(days=3)  # a promise that waited longer for its payment is late


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many things wait, how many of them press, and their money where they are money."""

    count: int
    pressing: int = 0
    fen: int = 0


def proposals_waiting(person, *, at):
    """Proposals that only this person's word is missing for; urgent ones press."""
    rows = only_missing(proposals_of(person), person=person, at=at).order_by()
    now = Assessment.Urgency.NOW
    return Waiting(**_told(rows.aggregate(**_sums(pressing=Q(urgency=now)))))


def grants_waiting(person, *, at):
    """Grants that this person may pay; those that waited for days press."""
    rows = to_pay(grants_of(person, Seat.Role.PAYS), person=person).order_by()
    return Waiting(**_told(rows.aggregate(**_sums(pressing=Q(approved_at__lt=at - LONG)))))


def not_arrived(person):
    """Grants of which less arrived than was paid, newest first."""
    return grants_of(person).filter(state=State.MISSING)


def purses_to_look_at(person, *, at):
    """Purses under a pause, and purses that still hold something while the givers' conditions end soon."""
    today = localdate(at)
    return with_pause(purses_of(person), at=at).filter(
        Q(paused_until__isnull=False)
        | Q(valid_to__gte=today, valid_to__lte=today + SOON, free_now__gt=0)
    )


def changes_since_yesterday(person, *, at):
    """What happened in these funds since yesterday began: (code, how many, fen), in the order of the way."""
    funds, since = funds_of(person), _start_of_yesterday(at)
    here = {"purse__fund__in": funds}
    asked = (
        ("gifts", Movement.objects.filter(**here, out_of=Movement.Account.GIVERS), "at", ""),
        ("proposed", _with_day(Proposal.objects.filter(**here)), "proposed_since", ""),
        (
            "replanned",
            Proposal.objects.filter(**here, closed_how=Proposal.Closing.REPLANNED),
            "closed_at",
            "",
        ),
        ("approved", Grant.objects.filter(**here), "approved_at", ""),
        (
            "declined",
            Decline.objects.filter(proposal__purse__fund__in=funds),
            "declined_at",
            "proposal__",
        ),
        (
            "released",
            Release.objects.filter(grant__purse__fund__in=funds),
            "released_at",
            "grant__",
        ),
        ("paid", Payment.objects.filter(grant__purse__fund__in=funds), "paid_at", ""),
        (
            "returned",
            Return.objects.filter(payment__grant__purse__fund__in=funds).annotate(
                unit=F("payment__unit")
            ),
            "returned_at",
            "",
        ),
        (
            "confirmed",
            Receipt.objects.filter(payment__grant__purse__fund__in=funds),
            "confirmed_at",
            "payment__",
        ),
    )
    changes = []
    for code, rows, when, path in asked:
        told = rows.filter(**{f"{when}__gte": since, f"{when}__lte": at}).aggregate(
            many=Count("pk"), fen=Sum(f"{path}count", filter=Q(**{f"{path}unit": Unit.FEN}))
        )
        if told["many"]:
            changes.append((code, told["many"], told["fen"] or 0))
    return changes


def _with_day(proposals):
    return proposals.annotate(proposed_since=Coalesce("plan__proposed_at", "asking__asked_at"))


def _sums(*, pressing):
    return {
        "all": Count("pk"),
        "press": Count("pk", filter=pressing),
        "money": Sum("count", filter=Q(unit=Unit.FEN)),
    }


def _told(row):
    return {"count": row["all"], "pressing": row["press"], "fen": row["money"] or 0}


def _start_of_yesterday(at):
    day = localdate(at) - timedelta(days=1)
    return datetime.combine(day, time(), tzinfo=get_current_timezone())
