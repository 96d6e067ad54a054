"""How a station's day begins: three figures, and what changed since yesterday."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.utils.timezone import localtime

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.delivery.queries import with_what_stands
from shanqiao.apps.matching.models import Decline, Grant, Reduction, Release
from shanqiao.apps.needs.models import Need

SHOWN = 12  # lines of what changed


@dataclass(frozen=True)
class Figures:
    """Three figures, each with the one to compare it with."""

    open_needs: int
    open_a_month_ago: int
    helped: int  # residents somebody paid for or brought something this month
    helped_last_month: int
    given: int  # fen, this month
    given_last_month: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something others did about a need of this station; ``what`` as in ``Happening``."""

    what: str
    at: datetime
    need: Need
    row: object


def figures_of(station, *, at):
    """The three figures of ``station``; three queries."""
    needs, month_ago = Need.objects.known_to(station), at - timedelta(days=30)
    still_open = Q(closed_at=None)
    counted = needs.aggregate(
        now=Count("pk", filter=still_open),
        then=Count(
            "pk", filter=Q(told_at__lte=month_ago) & (still_open | Q(closed_at__gt=month_ago))
        ),
    )
    this_month = localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    helped, given = _helped(needs, since=this_month, until=at)
    helped_before, given_before = _helped(needs, since=last_month, until=this_month)
    return Figures(counted["now"], counted["then"], helped, helped_before, given, given_before)


def changes_at(station, *, since):
    """What others did since then about the needs of ``station``, the latest first; five queries."""
    needs = Need.objects.known_to(station).values("pk")
    loaded = "grant__need__resident", "grant__proposal__purse__fund"
    changes = [
        *(
            Change(what="granted", at=g.approved_at, need=g.need, row=g)
            for g in Grant.objects.filter(need__in=needs, approved_at__gte=since).select_related(
                "need__resident", "proposal__purse__fund"
            )
        ),
        *(
            Change(what="taken_back", at=r.released_at, need=r.grant.need, row=r)
            for r in Release.objects.filter(
                grant__need__in=needs, released_at__gte=since
            ).select_related(*loaded)
        ),
        *(
            Change(what="given", at=p.paid_at, need=p.grant.need, row=p)
            for p in Payment.objects.filter(
                grant__need__in=needs, paid_at__gte=since
            ).select_related(*loaded)
        ),
        *(
            Change(what="came_back", at=r.reduced_at, need=r.grant.need, row=r)
            for r in Reduction.objects.filter(
                grant__need__in=needs, reduced_at__gte=since
            ).select_related(*loaded)
        ),
        *(
            Change(what="declined", at=d.declined_at, need=d.proposal.need, row=d)
            for d in Decline.objects.filter(
                proposal__need__in=needs, declined_at__gte=since
            ).select_related("proposal__need__resident", "proposal__purse__fund")
        ),
    ]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:SHOWN]


def since_yesterday(at):
    """The first instant of the day before ``at``, in the city's time."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=1)


def _helped(needs, *, since, until):
    """(residents, fen) of payments in that span of time, less what came back of them."""
    paid = Payment.objects.filter(
        grant__need__in=needs.values("pk"), paid_at__gte=since, paid_at__lt=until
    )
    paid = with_what_stands(paid).aggregate(
        people=Count("grant__need__resident", distinct=True, filter=Q(stands__gt=0)),
        fen=Sum("stands", filter=Q(unit="fen")),
    )
    return paid["people"], paid["fen"] or 0
