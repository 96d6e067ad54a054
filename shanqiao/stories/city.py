"""What everybody may see of the city as it stands: rounded down, so that no change of a day points at a person."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Q, Sum
from django.utils.timezone import get_default_timezone, localdate

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.delivery.queries import with_what_stands
from shanqiao.apps.disclosure.facts import met_by
from shanqiao.apps.needs.kinds import Kind, Unit
from shanqiao.apps.needs.models import Need
from shanqiao.apps.places.models import District, Street
from shanqiao.engines.suppression import at_least

FEWER_THAN = 5
CLASSES = 5  # of the share met: fifths

# Note [Figures of the day]
# ~~~~~~~~~~~~~~~~~~~~~~~~~
# These figures change every day, and whoever compares two days learns the difference. So they are told as
# of last midnight; counts of people and needs are rounded down to fives, and 1 to 4 look like nobody; totals are added up from
# rounded numbers, so they tell nothing the numbers do not. A street shows the fifth its share lies in, and
# only where five people or more told a need; how many they are is not shown. Exact numbers come once a month, in statements.


@dataclass(frozen=True)
class StreetShare:
    """How much of what was told in a street is met.

    ``fifth`` is 0 (under 20 %) to 4 (80 % and more); None where fewer than five people told a need.
    """

    street: Street
    fifth: int | None


@dataclass(frozen=True)
class DistrictFigures:
    """Rounded needs and people of one district. ``waiting`` is {kind: people}, without kinds where it is 0."""

    district: District
    told: int
    met: int
    waiting: dict
    streets: tuple

    @property
    def share(self):
        """Of the rounded numbers, so it tells no more than they do; None where nothing is told."""
        return self.met / self.told if self.told else None

    @property
    def helps_waiting(self):
        """People who wait, once for each kind."""
        return sum(self.waiting.values())


@dataclass(frozen=True)
class CityFigures:
    """See Note [Figures of the day]."""

    as_of: datetime
    districts: tuple
    helped: int  # people, this month so far
    given: int | None  # fen, this month so far; None where few people received it

    @property
    def told(self):
        return sum(district.told for district in self.districts)

    @property
    def met(self):
        return sum(district.met for district in self.districts)

    @property
    def helps_waiting(self):
        return sum(district.helps_waiting for district in self.districts)

    @property
    def waiting(self):
        """{kind: people} in the whole city."""
        return {kind: sum(d.waiting.get(kind, 0) for d in self.districts) for kind in Kind.values}


def last_midnight(*, at):
    """The instant at which the day of ``at`` began in the city."""
    return datetime.combine(localdate(at), time(), tzinfo=get_default_timezone())


def city_figures(*, as_of):
    """The city as it stood at ``as_of``; as many queries for a city as for a village."""
    told, met, waiting = _told_in(as_of), _met_in(as_of), _waiting_in(as_of)
    streets = defaultdict(list)
    for street in Street.objects.order_by("code"):
        streets[street.district_id].append(street)
    helped, given = _helped_this_month(as_of)
    return CityFigures(
        as_of=as_of,
        districts=tuple(
            _district(district, streets[district.pk], told, met, waiting)
            for district in District.objects.order_by("code")
        ),
        helped=at_least(helped),
        given=given if helped >= FEWER_THAN else None,
    )


def _district(district, streets, told, met, waiting):
    kinds = {
        kind: at_least(sum(waiting.get((street.pk, kind), 0) for street in streets))
        for kind in Kind.values
    }
    return DistrictFigures(
        district=district,
        told=_needs_in(streets, told),
        met=_needs_in(streets, met),
        waiting={kind: people for kind, people in kinds.items() if people},
        streets=tuple(
            StreetShare(street, _fifth(*told.get(street.pk, (0, 0)), met.get(street.pk, (0, 0))[0]))
            for street in streets
            if street.kind != Street.Kind.QUASI
        ),
    )


def _needs_in(streets, found):
    """Needs of a district, rounded; few people with many needs look like nobody too."""
    counts = [found.get(street.pk, (0, 0)) for street in streets]
    needs, people = (sum(numbers) for numbers in zip(*counts, strict=True)) if counts else (0, 0)
    return at_least(needs) if people >= FEWER_THAN else 0


def _fifth(told, people, met):
    if people < FEWER_THAN:
        return None
    return min(met * CLASSES // told, CLASSES - 1)


def _told_in(as_of):
    """{street: (needs, people)} of all that was ever told and not taken for a mistake."""
    return _by_street(_told_before(as_of))


def _met_in(as_of):
    """{street: (needs, people)} of those that are met."""
    return _by_street(_told_before(as_of).filter(_is_met(as_of)))


def _waiting_in(as_of):
    """{(street, kind): people} whose need is not met yet."""
    still = _told_before(as_of).exclude(closed_at__lt=as_of).exclude(_is_met(as_of))
    rows = still.order_by().values_list("resident__street_id", "kind")
    rows = rows.annotate(people=Count("resident", distinct=True))
    return {(street, kind): people for street, kind, people in rows}


def _told_before(as_of):
    return Need.objects.filter(told_at__lt=as_of).exclude(
        closed_why=Need.Closing.MISTAKE, closed_at__lt=as_of
    )


def _is_met(as_of):
    """Everything lacking was given, or the station closed it as met."""
    closed = Q(closed_why=Need.Closing.MET, closed_at__lt=as_of)
    return closed | Q(pk__in=met_by(as_of).values("pk"))


def _by_street(needs):
    rows = needs.order_by().values_list("resident__street_id")
    rows = rows.annotate(needs=Count("pk"), people=Count("resident", distinct=True))
    return {street: (needs, people) for street, needs, people in rows}


def _helped_this_month(as_of):
    """How many people received something since the first of the month, and how much money, less what came back."""
    month = as_of.replace(day=1)
    paid = Payment.objects.filter(paid_at__gte=month, paid_at__lt=as_of)
    found = with_what_stands(paid, before=as_of).aggregate(
        people=Count("grant__need__resident", distinct=True, filter=Q(stands__gt=0)),
        fen=Sum("stands", filter=Q(unit=Unit.FEN)),
    )
    return found["people"], found["fen"] or 0
