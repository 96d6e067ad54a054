"""A resident tells a station what is lacking: who it is, whether they agree, and the need, in one piece."""

from django.db import transaction

from shanqiao.apps.needs.actions import register_need
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import (
    begin_care,
    give_consent,
    look_at_resident,
    register_resident,
)
from shanqiao.apps.residents.models import Consent, Resident
from shanqiao.apps.sameness.queries import latest_word_of_person

from .hints import ask_whether_same

FINDING_HELP = Consent.Purpose.FINDING_HELP


@transaction.atomic
def take_in(*, station, need, by, at, agrees, resident=None, guardian="", relation="", **about):
    """A need is on the list of ``station``, under a resident it looks after; all of it or nothing.

    Args:
        need: kind, item, words, open_on, due_on as ``register_need`` takes them.
        agrees: the resident agrees that help is looked for.
        guardian, relation: who agrees for the resident, where they are under 14.
        resident: who is known already; otherwise ``about`` says who it is, as ``register_resident`` takes it.

    Raises:
        CannotRegisterResident, CannotRegisterNeed, CannotGiveConsent: with what to do instead; nothing was saved.
    """
    if resident:
        begin_care(resident=resident, station=station, by=by, at=at)
    else:
        resident = register_resident(station=station, by=by, at=at, **about)
        ask_whether_same(resident, by=by, at=at)
    look_at_resident(resident=resident, reason=Look.Reason.REGISTERING, by=by, at=at)
    if agrees and latest_word_of_person(resident, FINDING_HELP) is not True:
        give_consent(
            resident=resident,
            purpose=FINDING_HELP,
            guardian=guardian,
            relation=relation,
            by=by,
            at=at,
        )
    return register_need(resident=resident, station=station, by=by, at=at, **need)


def namesakes(*, station, name, born_on):
    """Residents of ``station`` with this name, born that day or on a day nobody knows."""
    alike = Resident.objects.known_to(station).filter(name=name)
    if born_on:
        alike = alike.filter(born_on=born_on) | alike.filter(born_on=None)
    return alike.select_related("street").order_by("pk")
