"""What one gift became, told so that nobody who was helped can be pointed at."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.tracing import where_went
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.places.models import District
from shanqiao.engines.suppression import at_least, crowds

from .city import last_midnight

FEWEST = 10  # people who are told together
GRANT = "grant:"  # what a movement of a grant is about

# Note [Told in crowds]
# ~~~~~~~~~~~~~~~~~~~~~
# A giver may know somebody who was helped, and a gift of 20 yuan meets one person or two. So it is never told whom a gift
# met, but in which crowd: the payments of one kind out of one purse, day after day from the purse's first, until ten
# different people are among them; then the next crowd begins. Given are the kind, the days, how many people the crowd
# has (rounded down to fives), and the districts in which ten of them live by their station. A crowd that is complete
# never changes, so asking again tells nothing about one more person; today's payments wait for midnight. What is used
# and in no complete crowd is told as a sum alone, without its kind.


@dataclass(frozen=True, kw_only=True)
class Told:
    """Part of a gift that became help of one kind to a crowd. See Note [Told in crowds]."""

    kind: str
    amount: int
    people: int
    since: date
    until: date
    districts: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What a gift became, in its unit: ``gone_back`` to the giver, ``other`` by kind of movement, ``untold`` help."""

    amount: int
    told: tuple
    untold: int
    unused: int
    gone_back: int
    other: dict = field(default_factory=dict)
    met: int = 0  # people, rounded down to fives; 0: fewer than ten

    @property
    def used(self):
        return self.amount - self.unused - self.gone_back


@dataclass(frozen=True)
class _Use:
    purse: int
    kind: str
    day: date
    resident: int
    amount: int


def followed(gift, *, at):
    """What a gift became until last midnight for its giver. See Note [Told in crowds]."""
    went = where_went(gift.posting)
    if went.unused is None:  # not laid yet, so nothing is used
        return Followed(amount=gift.amount, told=(), untold=0, unused=gift.amount, gone_back=0)
    amounts = dict(went.uses)
    grants, back, other = defaultdict(int), 0, defaultdict(int)
    for posting in Posting.objects.filter(pk__in=amounts):
        if posting.reverses_id is None and (grant := grant_of(posting)):
            grants[grant] += amounts[posting.pk]
        elif posting.kind == Posting.Kind.GIFT:
            back += amounts[posting.pk]
        else:
            other[posting.kind] += amounts[posting.pk]
    uses = _uses(grants)
    told = _told(uses, before=localdate(last_midnight(at=at)))
    met = len({use.resident for use in uses})
    return Followed(
        amount=gift.amount,
        told=tuple(told),
        untold=sum(grants.values()) - sum(part.amount for part in told),
        unused=went.unused,
        gone_back=back,
        other=dict(other),
        met=at_least(met) if met >= FEWEST else 0,
    )


def grant_of(posting):
    """The number of the grant a movement is about, or None."""
    number = posting.about.removeprefix(GRANT)
    there = posting.about.startswith(GRANT) and number.isascii() and number.isdecimal()
    return int(number) if there else None


def _uses(grants):
    paid = Payment.objects.filter(grant__in=grants).values_list(
        "grant_id",
        "grant__purse_id",
        "grant__need__kind",
        "grant__need__resident_id",
        TruncDate("paid_at"),
    )
    return [
        _Use(purse, kind, day, resident, grants[grant])
        for grant, purse, kind, resident, day in paid
    ]


def _told(uses, *, before):
    """The crowds in which these uses are, with how much of them, the latest first."""
    found = _crowds_of({(use.purse, use.kind) for use in uses}, before=before)
    amounts = defaultdict(int)
    for use in uses:
        for crowd in found.get((use.purse, use.kind), ()):
            if crowd.since <= use.day <= crowd.until:
                amounts[use.kind, crowd] += use.amount
    names = District.objects.in_bulk({d for _kind, crowd in amounts for d in crowd.districts})
    told = [
        Told(
            kind=kind,
            amount=amount,
            people=crowd.people,
            since=crowd.since,
            until=crowd.until,
            districts=tuple(names[d] for d in crowd.districts),
        )
        for (kind, crowd), amount in amounts.items()
    ]
    return sorted(told, key=lambda part: (part.until, part.kind), reverse=True)


@dataclass(frozen=True)
class _Crowd:
    since: date
    until: date
    people: int
    districts: tuple


def _crowds_of(pairs, *, before):
    """{(purse, kind): its complete crowds}, out of all payments before a day."""
    rows = (
        Payment.objects.filter(
            grant__purse__in={purse for purse, _kind in pairs},
            grant__need__kind__in={kind for _purse, kind in pairs},
        )
        .annotate(
            day=TruncDate("paid_at"),
            purse=F("grant__purse_id"),
            what=F("grant__need__kind"),
            district=F("grant__need__station__street__district_id"),
        )
        .filter(day__lt=before)
        .order_by("day")
        .values_list("purse", "what", "day", "district")
        .annotate(people=ArrayAgg("grant__need__resident_id", distinct=True))
    )
    days = defaultdict(lambda: defaultdict(dict))
    for purse, kind, day, district, people in rows:
        days[purse, kind][day][district] = people
    return {pair: _complete(list(found.items())) for pair, found in days.items() if pair in pairs}


def _complete(days):
    """The crowds among (day, {district: people})."""
    found = []
    everybody = [set().union(*places.values()) for _day, places in days]
    for crowd in crowds(everybody, fewest=FEWEST):
        lives = defaultdict(set)
        for _day, places in days[crowd.first : crowd.last + 1]:
            for district, people in places.items():
                lives[district].update(people)
        districts = tuple(sorted(d for d, people in lives.items() if len(people) >= FEWEST))
        since, until = days[crowd.first][0], days[crowd.last][0]
        found.append(_Crowd(since, until, at_least(crowd.people), districts))
    return found
