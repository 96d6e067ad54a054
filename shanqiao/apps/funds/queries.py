from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from .models import Fund, Pause, Purse, Seat


def seats_of(person):
    """The seats a person holds now, with their funds."""
    if not person.is_authenticated:
        return []
    held = getattr(person, "_seats_held", None)
    if held is None:
        held = person._seats_held = list(
            Seat.objects.filter(person=person, until=None).select_related("fund").order_by("pk")
        )
    return held


def forget_seats(person):
    """Ask the database again next time: a seat was taken or left."""
    vars(person).pop("_seats_held", None)


def funds_of(person, *roles):
    """The funds for which ``person`` holds one of ``roles`` now (any, if none is named)."""
    return Fund.objects.filter(
        pk__in=[s.fund_id for s in seats_of(person) if not roles or s.role in roles]
    )


def held_back(*, at):
    """Purses under a pause at that instant."""
    running = Pause.objects.filter(
        purse=OuterRef("pk"), ended_at=None, since__lte=at, until_on__gte=localdate(at)
    )
    return Exists(running)


def with_something_free(*, at):
    """Purses that hold more than they promised, are not paused, and whose conditions have not ended."""
    return (
        Purse.objects.filter(line__free__gt=0, valid_to__gte=localdate(at))
        .exclude(held_back(at=at))
        .select_related("fund", "home")
    )
