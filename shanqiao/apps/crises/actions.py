"""A crisis is raised, its steps are done, and it ends. See Note [Who sees a crisis]."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanqiao.apps.people.models import Post
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.locks import hold_resident
from shanqiao.data.crises import path_on

from .models import Access, Crisis, CrisisStep, CrisisWord
from .queries import path_for


class CannotDoStep(Exception):
    """The path has no such step, it was done before, nothing was said of it, or the crisis has ended."""


class CannotAddPerson(Exception):
    """They do not work at its station, or were named before."""


class CannotEndCrisis(Exception):
    """A step that must be done is not, no reason was given, or it ended before."""


class CannotRaiseCrisis(Exception):
    """Nothing was said of what was seen or told."""


@transaction.atomic
def raise_crisis(*, resident, station, kind, words, by, at):
    """Somebody is in danger: the path of its kind runs from this moment.

    Where the same station has an open crisis of this kind for this resident, what was seen is added to that one, and
    whoever raised it again may see it from now on.

    Args:
        kind: a ``Crisis.Kind``.
        words: what was seen or told.

    Who says the same twice adds nothing.

    Returns:
        the crisis, new or already open.

    Raises:
        CannotRaiseCrisis: nothing was said.
    """
    if not words.strip():
        raise CannotRaiseCrisis(_("Say in a few words what you saw or were told."))
    hold_resident(resident)  # of two who raise it at once, the second is added to the first
    same = Crisis.objects.open().filter(resident=resident, station=station, kind=kind)
    open_one = same.select_for_update(no_key=True).first()  # who ends it at this moment goes first
    if open_one and _said_before(open_one, words.strip(), by):
        return open_one
    if open_one:
        CrisisWord.objects.create(crisis=open_one, words=words.strip(), by=by, at=at)
        if by != open_one.raised_by:
            Access.objects.get_or_create(
                crisis=open_one, person=by, defaults={"added_by": by, "added_at": at}
            )
        note(act="crises.raise_again", subject=open_one, by=by, at=at)
        return open_one
    crisis = Crisis.objects.create(
        resident=resident,
        station=station,
        kind=kind,
        path_version=path_on(kind, on=localdate(at)).version,
        words=words.strip(),
        raised_by=by,
        raised_at=at,
    )
    note(act="crises.raise", subject=crisis, by=by, at=at)
    return crisis


def do_step(*, crisis, step, words, by, at):
    """A step of the path was done, and what came of it.

    Raises:
        CannotDoStep: with the reason in words.
    """
    if path_for(crisis).step(step) is None:
        raise CannotDoStep(_("The path of this crisis has no such step. Nothing was saved."))
    if not words.strip():
        raise CannotDoStep(_("Say in a few words what was done, when, and with whom."))
    try:
        with transaction.atomic():
            done = CrisisStep.objects.create(
                crisis=crisis, step=step, words=words.strip(), done_by=by, done_at=at
            )
            note(act="crises.do_step", subject=done, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotDoStep(_over_or(refusal, CrisisStep)) from refusal
    return done


def add_word(*, crisis, words, by, at):
    """Something more was seen or told.

    Raises:
        CannotDoStep: the crisis has ended, or nothing was said.
    """
    if not words.strip():
        raise CannotDoStep(_("Say in a few words what you saw or were told."))
    try:
        with transaction.atomic():
            word = CrisisWord.objects.create(crisis=crisis, words=words.strip(), by=by, at=at)
            note(act="crises.add_word", subject=word, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotDoStep(_over_or(refusal, CrisisWord)) from refusal
    return word


def add_person(*, crisis, person, by, at):
    """A named person may see the crisis and act in it from now on.

    Raises:
        CannotAddPerson: with the reason in words.
    """
    if not Post.objects.filter(person=person, until=None, station=crisis.station_id).exists():
        raise CannotAddPerson(_("Only people who work at the station of the crisis can be named."))
    try:
        with transaction.atomic():
            access = Access.objects.create(crisis=crisis, person=person, added_by=by, added_at=at)
            note(act="crises.add_person", subject=access, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotAddPerson(in_words(refusal, Access)) from refusal
    return access


@transaction.atomic
def end_crisis(*, crisis, why, by, at):
    """The danger is over, or others have taken over; what was done stays on record.

    Raises:
        CannotEndCrisis: with the reason in words.
    """
    crisis = Crisis.objects.select_for_update().get(pk=crisis.pk)
    if crisis.ended_at:
        raise CannotEndCrisis(_("A colleague has ended this crisis already."))
    if not why.strip():
        raise CannotEndCrisis(_("Say why it ends: what makes the person safe now?"))
    done = set(crisis.steps.values_list("step", flat=True))
    language = get_language() or "zh"
    for step in path_for(crisis).steps:
        if step.must and step.code not in done:
            raise CannotEndCrisis(
                _("Nothing was ended. This step has to be done first: %(step)s")
                % {"step": step.zh if language.startswith("zh") else step.en}
            )
    Crisis.objects.filter(pk=crisis.pk).update(ended_at=at, ended_by=by, ended_why=why.strip())
    note(act="crises.end", subject=crisis, by=by, at=at)


def look_at_crisis(*, crisis, by, at):
    """Somebody opened a crisis; that they did is on record."""
    note(act="crises.look", subject=crisis, by=by, at=at)
    return crisis


def _said_before(crisis, words, by):
    """Did this person say the very same of this crisis? The words are sealed, so they are opened to be compared."""
    said = [(crisis.raised_by_id, crisis.words)]
    said += [(word.by_id, word.words) for word in crisis.said.all()]
    return (by.pk, words) in said


def _over_or(refusal, model):
    """What a refusal says; the trigger's own where the crisis has ended."""
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    if name == "crises_while_it_lasts":
        return _("A colleague has ended this crisis. What you wrote was not saved.")
    return in_words(refusal, model)
