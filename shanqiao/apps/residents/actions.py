from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note, note_look
from shanqiao.apps.record.refusals import in_words

from .locks import has_died, hold_number, hold_resident
from .models import Care, Consent, Resident
from .numbers import CannotRegisterResident, read_number
from .queries import holder_of, id_token, needs_a_guardian
from .search_key import search_key_of
from .terms import rebuild_terms


class CannotBeginCare(CannotRegisterResident):
    """The resident has died."""


class CannotGiveConsent(Exception):
    """A guardian has to speak for the resident, or something is missing: for whom, until when, the signature."""


@transaction.atomic
def register_resident(
    *,
    name,
    sex,
    street,
    station,
    by,
    at,
    id_number="",
    born_on=None,
    phone="",
    address="",
    committee=None,
    local=None,
    hardship=Resident.Hardship.NONE,
    disability=None,
    illness="",
):
    """A station gets to know a resident.

    Somebody with the same identity number is the same person: the station then looks after the
    resident who is there already, and nothing that is known is overwritten.

    Raises:
        CannotRegisterResident: the number is not one, or its birth date or sex is another.
        CannotBeginCare: the one with this number has died.
    """
    number = read_number(id_number, born_on=born_on, sex=sex)
    if number:
        token, born_on = id_token(number.number), number.born_on
        hold_number(token)  # see Note [Numbers one at a time]
        known = holder_of(token)
        if known:
            begin_care(resident=known, station=station, by=by, at=at)
            return known
    resident = Resident.objects.create(
        name=name,
        search_key=search_key_of(name),
        sex=sex,
        born_on=born_on,
        id_number=number.number if number else "",
        id_token=token if number else "",
        id_tail=number.tail if number else "",
        phone=phone,
        address=address,
        street=street,
        committee=committee,
        local=local,
        hardship=hardship,
        disability=disability,
        illness=illness,
        registered_at=at,
        registered_by=by,
    )
    rebuild_terms(resident)
    note(act="residents.register", subject=resident, by=by, at=at)
    begin_care(resident=resident, station=station, by=by, at=at)
    return resident


@transaction.atomic
def begin_care(*, resident, station, by, at):
    """A station looks after a resident from now on; asking twice changes nothing.

    Raises:
        CannotBeginCare: the resident has died.
    """
    hold_resident(resident)
    if has_died(resident):
        raise CannotBeginCare(
            _(
                "It is written down that this resident has died. If that is wrong, the station that wrote it down "
                "can take it back on their page."
            )
        )
    care, is_new = Care.objects.get_or_create(
        resident=resident, station=station, until=None, defaults={"since": at}
    )
    if is_new:
        note(act="residents.begin_care", subject=care, by=by, at=at)
    return care


@transaction.atomic
def end_care(*, resident, station, why, by, at):
    """A station looks after a resident no longer, since it never should have begun; what is known of them stays.

    Args:
        why: in words, as the record keeps it.
    """
    hold_resident(resident)
    for care in Care.objects.filter(resident=resident, station=station, until=None):
        Care.objects.filter(pk=care.pk).update(until=at)
        note(act="residents.end_care", subject=care, by=by, at=at, why=why)


@transaction.atomic
def ask_city(*, station, words, by, at):
    """Somebody asked whether a person is known anywhere in the city; that they asked, and by what, is on record.

    Args:
        words: by what they asked ("number", "name and birthday"), never the number or name itself.
    """
    note(act="residents.ask_city", subject=station, by=by, at=at, why=words)


def give_consent(
    *,
    resident,
    purpose,
    by,
    at,
    whom="",
    whom_name="",
    kinds=(),
    until_on=None,
    guardian="",
    relation="",
    how=Consent.How.WORD,
    evidence=None,
):
    """A resident, or their guardian, agrees before a social worker to one use of what is known about them.

    Args:
        whom, whom_name: for one recipient, as the record names it and as people do; for everybody where empty.
        kinds: which data, of Consent.Data.
        until_on: the last day; without one until it is withdrawn.
        guardian, relation: who speaks for the resident, and what they are to them; needed under 14.
        evidence: the Document that shows a signature.

    Raises:
        CannotGiveConsent: with what to do instead.
    """
    if until_on and until_on < localdate(at):
        raise CannotGiveConsent(
            _("This last day is over already. Nothing was saved; please choose a later one.")
        )
    if not guardian.strip() and needs_a_guardian(resident, on=localdate(at)):
        raise CannotGiveConsent(
            _(
                "This child is under 14, so a guardian agrees for them. Nothing was saved. Please write down the "
                "guardian's name and what they are to the child."
            )
        )
    if guardian.strip() and not relation.strip():
        raise CannotGiveConsent(
            _(
                "Please say what the guardian is to the resident: mother, grandfather. Nothing was saved."
            )
        )
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                resident=resident,
                purpose=purpose,
                given=True,
                whom=whom,
                whom_name=whom_name,
                kinds=sorted(kinds),
                until_on=until_on,
                giver=Consent.Giver.GUARDIAN if guardian.strip() else Consent.Giver.SELF,
                guardian=guardian.strip(),
                relation=relation.strip(),
                how=how,
                evidence=evidence,
                at=at,
                witnessed_by=by,
            )
            note(act="residents.give_consent", subject=consent, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotGiveConsent(_in_words(refusal)) from refusal
    return consent


def _in_words(refusal):
    """A consent that was refused by its table: a trigger has no words of its own. See Note [A guardian speaks under 14]."""
    says = {
        "residents_guardian_is_named": _(
            "Please write down who the guardian is, and what they are to the resident. Nothing was saved."
        ),
        "residents_guardian_under_14": _(
            "By the birthday that was just written down this child is under 14, so a guardian agrees for them. Nothing was saved."
        ),
    }
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    return says[name] if name in says else in_words(refusal, Consent)


@transaction.atomic
def withdraw_consent(*, resident, purpose, by, at, whom="", whom_name="", effect=""):
    """A resident no longer agrees. What was done before stays; nothing new is done.

    Args:
        whom, whom_name: for one recipient; for everybody where empty. See Note [The last word counts].
        effect: what the resident was told would follow.
    """
    consent = Consent.objects.create(
        resident=resident,
        purpose=purpose,
        given=False,
        whom=whom,
        whom_name=whom_name,
        effect=effect.strip(),
        at=at,
        witnessed_by=by,
    )
    note(act="residents.withdraw_consent", subject=consent, by=by, at=at)
    return consent


def look_at_resident(*, resident, reason, by, at, words=""):
    """Open what is known about a resident; that somebody looked, and why, is on record."""
    note_look(resident=resident, reason=reason, words=words, by=by, at=at)
    return resident
