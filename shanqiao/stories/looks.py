"""Who looked at what is known about residents, and which looks are worth a question."""

from datetime import timedelta

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import ExtractHour, TruncDate
from django.utils.timezone import localdate

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import Look

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
    busy = Q(pk__in=[])
    for by, day in busy_days(since=since):
        busy |= Q(by=by, day=day)
    late, early = NIGHT
    return looks.annotate(day=TruncDate("at"), hour=ExtractHour("at")).annotate(
        odd=Case(
            When(busy, then=Value("many")),
            When(Q(hour__gte=late) | Q(hour__lt=early), then=Value("night")),
            default=Value(""),
            output_field=CharField(),
        )
    )


def busy_days(*, since):
    """(username, day) on which somebody looked at MANY residents or more."""
    return (
        Look.objects.annotate(day=TruncDate("at"))
        .filter(day__gte=since)
        .values_list("by", "day")
        .annotate(residents=Count("resident", distinct=True))
        .filter(residents__gte=MANY)
        .order_by("day", "by")
        .values_list("by", "day")
    )


def odd_looks(*, at, days=7):
    """Looks of the last days that are worth a question."""
    since = localdate(at) - timedelta(days=days)
    return with_oddity(Look.objects.all(), since=since).filter(day__gte=since).exclude(odd="")


def looked_at(resident):
    """Everybody who looked at one resident, the latest first."""
    return with_name(Look.objects.filter(resident=resident.pk)).order_by("-at", "-pk")


def residents_looked_at(looks):
    """The residents (identities) of these looks."""
    return looks.order_by().values_list("resident", flat=True).distinct()


def lookers():
    """(username, name) of everybody who ever looked, for a filter."""
    names = Look.objects.order_by().values("by").distinct()
    return (
        Person.objects.filter(username__in=names)
        .order_by(F("name"))
        .values_list("username", "name")
    )
