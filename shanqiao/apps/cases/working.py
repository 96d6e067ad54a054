"""What is done in a case: appointments, contacts, the notes of a counsellor, and the talks of worker and supervisor."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import counsels, people_at, supervises_station
from shanqiao.apps.record.actions import note

from .locks import hold_ahead, hold_spell
from .models import (
    AgreedAction,
    Appointment,
    Contact,
    CounsellingNote,
    SupervisedCase,
    Supervision,
)
from .queries import guides, works_on
from .refusals import said

Level = Contact.Level


class CannotMakeAppointment(Exception):
    """The case is another's or closed, or the instant has passed."""


class CannotCallOff(Exception):
    """It took place, was called off before, or is another's."""


class CannotWriteContact(Exception):
    """The case is another's or closed, the day has not come, or the words are for another table."""


class CannotWriteSupervision(Exception):
    """You do not supervise this station, or they do not work there."""


class CannotFinishAction(Exception):
    """It is another's, or was done before."""


def make_appointment(*, case, kind, planned_for, by, at, minutes=60, place="", worker=None):
    """Somebody who works on the case will see or call the resident.

    Raises:
        CannotMakeAppointment: with the reason in words.
    """
    worker = worker or by
    if planned_for <= at:
        raise CannotMakeAppointment(
            _("This has passed already. If it took place, write down what happened instead.")
        )
    try:
        with transaction.atomic():
            hold_spell(case)
            if not all(works_on(person, case) or guides(person, case) for person in (by, worker)):
                raise CannotMakeAppointment(
                    _("Only those who work on this case make appointments in it, or have them.")
                )
            appointment = Appointment.objects.create(
                case=case,
                kind=kind,
                worker=worker,
                planned_for=planned_for,
                minutes=minutes,
                place=place.strip(),
                made_by=by,
                made_at=at,
            )
            note(act="cases.make_appointment", subject=appointment, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotMakeAppointment(said(refusal, Appointment)) from refusal
    return appointment


@transaction.atomic
def call_off(*, appointment, why, by, at):
    """An appointment will not take place.

    Raises:
        CannotCallOff: with the reason in words.
    """
    case = appointment.case
    if not (by == appointment.worker or works_on(by, case) or guides(by, case)):
        raise CannotCallOff(_("Only those who work on this case call its appointments off."))
    if not why.strip():
        raise CannotCallOff(_("Please say why."))
    if not hold_ahead(Appointment.objects.filter(pk=appointment.pk)).exists():
        raise CannotCallOff(_("It took place, or was called off already. Nothing was changed."))
    _call_off(appointment, why=why.strip(), by=by, at=at)


def pass_appointments_on(*, case, giver, receiver, by, at):
    """What ``giver`` had ahead in a case is called off, and planned anew for ``receiver``.

    Called within what makes them the worker, or lets the other go, once the spell is held. See Note [Spell before appointment].
    """
    theirs = Appointment.objects.filter(case=case, worker=giver).exclude(worker=receiver)
    for ahead in hold_ahead(theirs):
        _call_off(ahead, why="", by=by, at=at)
        passed_on = Appointment.objects.create(
            case=case,
            kind=ahead.kind,
            worker=receiver,
            planned_for=ahead.planned_for,
            minutes=ahead.minutes,
            place=ahead.place,
            made_by=by,
            made_at=at,
        )
        note(act="cases.make_appointment", subject=passed_on, by=by, at=at)


def _call_off(appointment, *, why, by, at):
    row = Appointment.objects.filter(pk=appointment.pk)
    row.update(called_off_at=at, called_off_by=by, called_off_why=why)
    note(act="cases.call_off", subject=appointment, by=by, at=at)


def write_contact(
    *,
    case,
    kind,
    done_on,
    minutes,
    words,
    by,
    at,
    place="",
    level=Level.ORDINARY,
    appointment=None,
):
    """What was done with or for the resident; an appointment takes place with it.

    The notes of a counsellor are written into a table of their own, by counsellors alone.

    Raises:
        CannotWriteContact: with the reason in words.
    """
    _may_write(case, level, words, done_on, by=by, at=at)
    apart = level == Level.COUNSELLING
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                case=case,
                appointment=appointment,
                kind=kind,
                done_on=done_on,
                minutes=minutes,
                place=place.strip(),
                level=level,
                words="" if apart else words.strip(),
                written_by=by,
                written_at=at,
            )
            if apart:
                CounsellingNote.objects.create(
                    contact=contact, counsellor=by, words=words.strip(), written_at=at
                )
            note(act="cases.write_contact", subject=contact, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotWriteContact(said(refusal, Contact)) from refusal
    return contact


def _may_write(case, level, words, done_on, *, by, at):
    if not (works_on(by, case) or guides(by, case)):
        raise CannotWriteContact(
            _("Only those who work on this case write in it. Nothing was saved; ask its worker.")
        )
    if level == Level.COUNSELLING and counsels(by) != case.station:
        raise CannotWriteContact(_("The notes of a counsellor are written by counsellors."))
    if not words.strip():
        raise CannotWriteContact(_("Please write what happened."))
    if done_on > localdate(at):
        raise CannotWriteContact(_("This day has not come yet. Make an appointment instead."))


@transaction.atomic
def write_supervision(*, worker, held_on, advice, by, at, cases=(), actions=()):
    """The supervisor of a station writes down a talk with one of its workers, and what they agreed.

    Args:
        cases: those it was about; none for work in general.
        actions: pairs of words and the day until which it is to be done.

    Raises:
        CannotWriteSupervision: with the reason in words.
    """
    station = supervises_station(by)
    if station is None or not people_at(station).filter(pk=worker.pk).exclude(pk=by.pk).exists():
        raise CannotWriteSupervision(
            _("The supervisor of a station writes this, of others who work there.")
        )
    if held_on > localdate(at) or not advice.strip():
        raise CannotWriteSupervision(
            _("Say on which day you talked, not later than today, and about what.")
        )
    if any(case.station_id != station.pk for case in cases):
        raise CannotWriteSupervision(_("These cases are not all of your station."))
    talk = Supervision.objects.create(
        station=station,
        supervisor=by,
        worker=worker,
        held_on=held_on,
        advice=advice.strip(),
        written_at=at,
    )
    for case in cases:
        SupervisedCase.objects.create(supervision=talk, case=case)
    for words, due_on in actions:
        AgreedAction.objects.create(supervision=talk, words=words.strip(), due_on=due_on)
    note(act="cases.supervise", subject=talk, by=by, at=at)
    return talk


@transaction.atomic
def finish_action(*, action, words, by, at):
    """The worker, or the supervisor, says what came of something they agreed.

    Raises:
        CannotFinishAction: with the reason in words.
    """
    talk = action.supervision
    if by not in (talk.worker, talk.supervisor):
        raise CannotFinishAction(_("Only the two who agreed on it say what came of it."))
    done = AgreedAction.objects.filter(pk=action.pk, done_at=None)
    if not done.update(done_at=at, done_words=words.strip()):
        raise CannotFinishAction(_("This was done already. Nothing was changed."))
    note(act="cases.finish_action", subject=action, by=by, at=at)
