"""A resident died or moved away: care ends with it, and nothing new is registered for the dead."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .actions import begin_care
from .households import leave_household
from .models import Care, Departure, Membership, Resident


class CannotWriteDeparture(Exception):
    """It was written down before, or lies in days to come."""


@transaction.atomic
def write_departure(*, resident, kind, on, words, by, at):
    """A resident died or moved away: no station looks after them any more.

    What was promised stays promised; open needs are closed by those who know them. Who was the head of a household
    leaves it without one only where nobody else is in it; otherwise the others stay, their relations not said.

    Args:
        kind: a Departure.Kind.
        on: the day on which they died or left.
        words: from whom it is known, or where to.

    Raises:
        CannotWriteDeparture: it is written down already, or lies in days to come.
    """
    if on > localdate(at):
        raise CannotWriteDeparture(_("This day has not come yet. Please correct it."))
    # Against everybody who adds a row about them. See Note [Nothing new for the dead]
    held = Resident.objects.select_for_update().get(pk=resident.pk)
    try:
        with transaction.atomic():
            departure = Departure.objects.create(
                resident=held, kind=kind, on=on, words=words, told_at=at, told_to=by
            )
    except IntegrityError as refusal:
        raise CannotWriteDeparture(in_words(refusal, Departure)) from refusal
    note(act="residents.write_departure", subject=departure, by=by, at=at, why=kind)
    for care in Care.objects.filter(resident=held, until=None).order_by("pk"):
        Care.objects.filter(pk=care.pk).update(until=at)
        note(act="residents.end_care", subject=care, by=by, at=at, why=kind)
    for membership in Membership.objects.filter(resident=held, until=None):
        leave_household(membership=membership, on=max(on, membership.since), by=by, at=at)
    return departure


@transaction.atomic
def take_departure_back(*, departure, station, why, by, at):
    """They came back, or it was a mistake: the station looks after them again.

    Raises:
        CannotWriteDeparture: somebody took it back before.
    """
    Resident.objects.select_for_update().get(pk=departure.resident_id)
    taken = Departure.objects.filter(pk=departure.pk, taken_back_at=None).update(taken_back_at=at)
    if not taken:
        raise CannotWriteDeparture(_("This was taken back already. Please open the page again."))
    note(act="residents.take_departure_back", subject=departure, by=by, at=at, why=why)
    begin_care(resident=departure.resident, station=station, by=by, at=at)
    return departure
