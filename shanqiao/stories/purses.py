"""What the funds of one person hold, have promised and have given, and how that moved."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, OuterRef, Subquery, Sum
from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Movement, Pause, Purse
from shanqiao.apps.funds.queries import funds_of

from .ways import Ways, ways_of

SPAN = timedelta(days=30)  # over which a trend is told
Account = Movement.Account


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Totals in one unit, and how much each moved within `SPAN`."""

    unit: str
    ways: Ways
    free: int
    promised: int
    moved: dict[str, int]  # free, promised, given: what came in less what went out

    @property
    def given(self):
        """To people; see Note [Given is given to people]."""
        return self.ways.given


def purses_of(person):
    """Every purse of the funds where ``person`` has a seat, by fund and name, with free_now."""
    return (
        Purse.objects.filter(fund__in=funds_of(person))
        .annotate(free_now=F("line__free"))
        .select_related("fund__host", "home")
        .order_by("fund_id", "name", "pk")
    )


def with_pause(purses, *, at):
    """Each purse with the pause that runs at that instant: paused_until (a day) and paused_why, or None."""
    running = Pause.objects.filter(
        purse=OuterRef("pk"), ended_at=None, since__lte=at, until_on__gte=localdate(at)
    ).order_by("-until_on", "-pk")
    return purses.annotate(
        paused_until=Subquery(running.values("until_on")[:1]),
        paused_why=Subquery(running.values("why")[:1]),
    )


def pauses_of(purse):
    """Every pause of a purse, the latest first."""
    return purse.pauses.select_related("by").order_by("-since", "-pk")


def figures_of(person, *, at):
    """`Figures` for each unit in which these funds hold something, money first."""
    funds = funds_of(person)
    purses = Purse.objects.filter(fund__in=funds)
    ways, by_unit = ways_of(purses), defaultdict(list)
    for purse in purses:
        by_unit[purse.unit].append(purse)
    moved = _moved(funds, since=at - SPAN)
    found = [
        Figures(
            unit=unit,
            ways=sum((ways[purse.pk] for purse in alike), Ways()),
            free=sum(purse.free for purse in alike),
            promised=sum(purse.promised for purse in alike),
            moved={
                account: moved.get((unit, account), 0)
                for account in (Account.FREE, Account.PROMISED, Account.GIVEN)
            },
        )
        for unit, alike in by_unit.items()
    ]
    return sorted(found, key=lambda figures: (figures.unit != "fen", figures.unit))


def movements_of(person):
    """Every movement in the purses of these funds, newest first."""
    return (
        Movement.objects.filter(purse__fund__in=funds_of(person))
        .select_related("purse__fund")
        .order_by("-at", "-pk")
    )


def _moved(funds, *, since):
    """What came into an account less what went out of it, by unit and account."""
    moved = {}
    recent = Movement.objects.filter(purse__fund__in=funds, at__gte=since)
    for out_of, into, unit, count in (
        recent.values_list("out_of", "into", "unit").annotate(all=Sum("count")).order_by()
    ):
        moved[unit, into] = moved.get((unit, into), 0) + count
        moved[unit, out_of] = moved.get((unit, out_of), 0) - count
    return moved
