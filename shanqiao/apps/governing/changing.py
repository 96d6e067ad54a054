"""What a purse is for, and how that changes. See Note [A change is whole or not there]."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .missing import missing_from
from .models import (
    Filing,
    GiverConsent,
    Motion,
    Notice,
    Objection,
    ObjectionAnswer,
    PurposeChange,
    Restriction,
)
from .voting import CannotPutMotion, put_motion

_SAYS = ("purpose", "streets", "group", "period_from", "period_to", "wish")


class CannotRestrict(Exception):
    """The purse says already what it is for."""


class CannotAddToChange(Exception):
    """The change is in force, or it is there already, or a day is wrong."""


class CannotTakeEffect(Exception):
    """Something of the change is missing."""


def restrict_purse(*, purse, since, at, by=None, **says):
    """What a purse may be used for, as its givers said. Later it changes only by a whole change.

    Args:
        says: purpose, streets, group, period_from, period_to, wish, government, not_invested.

    Raises:
        CannotRestrict: with the reason.
    """
    try:
        with transaction.atomic():
            restriction = Restriction.objects.create(
                purse=purse, version=1, since=since, by=by, at=at, **says
            )
            note(act="governing.restrict", subject=restriction, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotRestrict(in_words(refusal, Restriction)) from refusal
    return restriction


@transaction.atomic
def propose_change(*, purse, fixed_in, title, words, way, on, by, at, givers=0, party=None, **says):
    """The committee is asked to use a purse for something else; nothing changes yet.

    Args:
        fixed_in: where the use is fixed: in the fundraising plan, or in agreements with givers.
        givers: how many of them agreed to the use so far.
        says: purpose, streets, group, period_from, period_to, wish, as it would be.

    Raises:
        CannotPutMotion: with the reason.
    """
    if not purse.restrictions.exists():
        raise CannotPutMotion(
            _("Write down first what this purse is for now; then it can be changed.")
        )
    motion = put_motion(
        fund=purse.fund,
        kind=Motion.Kind.PURPOSE,
        title=title,
        words=words,
        way=way,
        on=on,
        purse=purse,
        party=party,
        by=by,
        at=at,
    )
    try:
        with transaction.atomic():
            change = PurposeChange.objects.create(
                motion=motion, purse=purse, fixed_in=fixed_in, givers=givers, at=at, **says
            )
    except IntegrityError as refusal:
        raise CannotPutMotion(in_words(refusal, PurposeChange)) from refusal
    note(act="governing.propose_change", subject=change, by=by, at=at)
    return change


def record_consent(*, change, gift, agrees, said_on, by, at, document=None):
    """What a giver said to a change is written down. A no stops it."""
    facts = {"gift": gift, "agrees": agrees, "said_on": said_on, "document": document}
    return _add(GiverConsent, "governing.record_consent", change, by, at, said_on, **facts)


def publish_notice(*, change, text, contact, since, until, by, at):
    """A change is public for at least 60 days, for givers who were not found."""
    if since < localdate(at):
        raise CannotAddToChange(_("A notice is public from today or later; it is not backdated."))
    facts = {"text": text, "contact": contact, "since": since, "until": until}
    return _add(Notice, "governing.publish_notice", change, by, at, None, **facts)


def file_change(*, change, office, number, filed_on, by, at, document=None):
    """The change was filed with the civil-affairs department."""
    facts = {"office": office, "number": number, "filed_on": filed_on, "document": document}
    return _add(Filing, "governing.file_change", change, by, at, filed_on, **facts)


@transaction.atomic
def record_objection(*, notice, words, received_on, by, at, who=""):
    """Somebody objects to a change under notice; it waits for an answer.

    Raises:
        CannotAddToChange: the change is in force.
    """
    _still_open(notice.change)
    objection = Objection.objects.create(
        notice=notice, words=words, who=who, received_on=received_on, by=by, at=at
    )
    note(act="governing.record_objection", subject=objection, by=by, at=at)
    return objection


def answer_objection(*, objection, upheld, words, by, at):
    """An objection is answered: it is right, and the change stops, or it is not, and why.

    Raises:
        CannotAddToChange: it was answered already.
    """
    if ObjectionAnswer.objects.filter(objection=objection).exists():
        raise CannotAddToChange(_("This objection was answered already."))
    with transaction.atomic():
        answer = ObjectionAnswer.objects.create(
            objection=objection, upheld=upheld, words=words, by=by, at=at
        )
        note(act="governing.answer_objection", subject=objection, by=by, at=at, why=words)
    return answer


@transaction.atomic
def take_effect(*, change, by, at):
    """A whole change comes into force from today. See Note [A change is whole or not there].

    Raises:
        CannotTakeEffect: with everything that is missing.
    """
    PurposeChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    if Restriction.objects.filter(change=change).exists():
        raise CannotTakeEffect(_("The change is in force already."))
    if missing := missing_from(change, on=localdate(at)):
        raise CannotTakeEffect(" ".join(step.says for step in missing))
    before = change.purse.restrictions.order_by("-version").first()
    restriction = Restriction.objects.create(
        purse=change.purse,
        version=before.version + 1,
        government=before.government,
        not_invested=before.not_invested,
        since=localdate(at),
        change=change,
        by=by,
        at=at,
        **{name: getattr(change, name) for name in _SAYS},
    )
    note(act="governing.take_effect", subject=restriction, by=by, at=at)
    return restriction


def _add(model, act, change, by, at, on, **facts):
    """A row that belongs to a change, before it is in force; ``on`` is a day that is not to come."""
    if on is not None and on > localdate(at):
        raise CannotAddToChange(_("That day is still to come."))
    try:
        with transaction.atomic():
            _still_open(change)
            row = model.objects.create(change=change, by=by, at=at, **facts)
            note(act=act, subject=row, by=by, at=at)
    except IntegrityError as refusal:
        if model.objects.filter(change=change).exists() and model is not GiverConsent:
            raise CannotAddToChange(_("This is written down already.")) from refusal
        raise CannotAddToChange(in_words(refusal, model)) from refusal
    return row


def _still_open(change):
    PurposeChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    if Restriction.objects.filter(change=change).exists():
        raise CannotAddToChange(_("The change is in force already; nothing is added to it."))
