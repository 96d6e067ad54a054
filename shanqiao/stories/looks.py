"""Who looked at what is known about residents, and which looks are worth a question."""

from datetime import datetime, time, timedelta

from django.db.models import Case, CharField, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat, ExtractHour, TruncDate
from django.utils.timezone import get_default_timezone, localdate

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import Look
from shanqiao.apps.sameness.queries import records_of

MANY = 30  # different residents in one day; a full day of casework reaches about ten
NIGHT = (22, 6)  # from ten in the evening to six in the morning


def with_name(rows):
    """Each line of the record with ``name``, the person's; "" for what the clock did."""
    person = Person.objects.filter(username=OuterRef("by"))
    return rows.annotate(name=Subquery(person.values("name")[:1]))


def with_oddity(looks, *, since):
    """Each look with ``odd``: "many" (many residents on one day), "night", or "".

    Args:
        since: the day from which busy days are sought; earlier looks are only told by their hour.
    """
    busy = [f"{day:%Y-%m-%d} {by}" for by, day in busy_days(since=since)]
    late, early = NIGHT
    day_of = Concat(Cast(TruncDate("at"), CharField()), Value(" "), "by")
    return looks.annotate(day_of=day_of, hour=ExtractHour("at")).annotate(
        odd=Case(
            When(day_of__in=busy, then=Value("many")),
            When(Q(hour__gte=late) | Q(hour__lt=early), then=Value("night")),
            default=Value(""),
            output_field=CharField(),
        )
    )


def busy_days(*, since):
    """(username, day) on which somebody looked at MANY residents or more."""
    return (
        Look.objects.filter(at__gte=_begin_of(since))
        .annotate(day=TruncDate("at"))
        .values_list("by", "day")
        .annotate(residents=Count("resident", distinct=True))
        .filter(residents__gte=MANY)
        .order_by("day", "by")
        .values_list("by", "day")
    )


def odd_looks(*, at, days=7):
    """Looks of the last days before ``at`` that are worth a question."""
    began = at - timedelta(days=days)
    latest = Look.objects.filter(at__gt=began, at__lte=at)
    return with_oddity(latest, since=localdate(began)).exclude(odd="")


def looked_at(resident):
    """Everybody who looked at one resident, on any record of theirs, the latest first."""
    return with_name(looks_at_person(resident))


def looks_at_person(resident):
    """Who looked at the person of ``resident``, on any record of theirs, the latest first."""
    return Look.objects.filter(resident__in=records_of(resident)).order_by("-at", "-pk")


def residents_looked_at(looks):
    """The residents (identities) of these looks."""
    return looks.order_by().values_list("resident", flat=True).distinct()


def _begin_of(day):
    """The instant at which a day begins in the city; asked of the index, unlike the day of each look."""
    return datetime.combine(day, time(), tzinfo=get_default_timezone())
