"""A case is opened, handed over, and worked on by whom."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.people.models import Post
from shanqiao.apps.people.queries import people_at, stations_of, supervises_station
from shanqiao.apps.record.actions import note
from shanqiao.apps.residents.locks import has_died, hold_resident
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.locks import while_nobody_merges
from shanqiao.apps.sameness.queries import records_of

from .locks import hold_spell
from .models import Case, Handling, Part, Spell, Transfer
from .queries import guides, handles, worker_of
from .refusals import said
from .working import pass_appointments_on


class CannotOpenCase(Exception):
    """The station has an open case of this person, does not look after them, or they have died."""


class CannotHandOver(Exception):
    """The case is another's, closed, or a handover waits already; or the receiver works elsewhere."""


class CannotAnswerHandover(Exception):
    """It was answered before, or another person answers it."""


class CannotChangeParts(Exception):
    """The case is another's or closed, or the colleague works elsewhere or takes part already."""


def open_case(*, resident, station, source, urgency, judgement, by, at, worker=None):
    """A social worker takes up a case; it is theirs.

    A person with several records has one open case at a station on all of them together.

    Args:
        worker: whose it is instead, where the supervisor of the station takes it up for somebody who works there.

    Raises:
        CannotOpenCase: with what to do instead.
    """
    try:
        with transaction.atomic():
            while_nobody_merges()
            _may_be_opened(resident, station, by)
            _may_be_opened_for(worker, station, by)
            case = Case.objects.create(
                resident=resident,
                station=station,
                source=source,
                urgency=urgency,
                judgement=judgement.strip(),
                opened_by=by,
                opened_at=at,
            )
            Spell.objects.create(case=case, nth=1, began_by=by, began_at=at)
            become_worker(case=case, worker=worker or by, at=at)
            note(act="cases.open", subject=case, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotOpenCase(said(refusal, Case, Spell)) from refusal
    return case


def _may_be_opened_for(worker, station, by):
    if worker in (None, by):
        return
    if supervises_station(by) != station:
        raise CannotOpenCase(
            _(
                "Only the supervisor of the station opens a case for somebody else. Nothing was saved."
            )
        )
    if not people_at(station).filter(pk=worker.pk).exists():
        raise CannotOpenCase(
            _("They do not work at this station. Nothing was saved; please choose somebody else.")
        )


def become_worker(*, case, worker, at):
    """The case is theirs from now on; called within what makes it so."""
    Handling.objects.filter(case=case, until=None).update(until=at)
    Handling.objects.create(case=case, worker=worker, since=at)


def _may_be_opened(resident, station, by):
    if station not in stations_of(by):
        raise CannotOpenCase(_("Cases are opened by those who work at the station."))
    records = records_of(resident)
    hold_resident(Resident(pk=records[0]))
    if has_died(resident):
        raise CannotOpenCase(
            _(
                "It is written down that this resident has died, so no case is opened. If that is wrong, take it back on "
                "their page first."
            )
        )
    if not Resident.objects.known_to(station).filter(pk=resident.pk).exists():
        raise CannotOpenCase(
            _(
                "Your station does not look after this resident. Nothing was saved; register them first."
            )
        )
    if Case.objects.at(station).open().filter(resident__in=records).exists():
        raise CannotOpenCase(
            _(
                "This station has an open case of this person already. Nothing was saved; please go on with that one."
            )
        )


def offer_handover(*, case, receiver, words, by, at):
    """The worker of a case, or the supervisor, hands it over; it is the receiver's once they accept.

    Raises:
        CannotHandOver: with the reason in words.
    """
    giver = worker_of(case)
    if not (handles(by, case) or guides(by, case)):
        raise CannotHandOver(
            _("Only the worker of the case or the supervisor of the station hands it over.")
        )
    if not people_at(case.station).filter(pk=receiver.pk).exists():
        raise CannotHandOver(
            _(
                "They do not work at this station. Nothing was changed; to let another station go on, close the case as "
                "referred."
            )
        )
    if not words.strip():
        raise CannotHandOver(_("Please write what the other needs to know."))
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(
                case=case,
                giver=giver,
                receiver=receiver,
                words=words.strip(),
                offered_by=by,
                offered_at=at,
            )
            note(act="cases.offer_handover", subject=transfer, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotHandOver(said(refusal, Transfer)) from refusal
    return transfer


def accept_handover(*, transfer, by, at):
    """The receiver takes the case over; from now on it is theirs.

    Raises:
        CannotAnswerHandover: with the reason in words.
    """
    _answer_handover(transfer, Transfer.Answer.ACCEPTED, "", by=by, at=at)


def decline_handover(*, transfer, words, by, at):
    """The receiver says why they cannot take it over; the case stays whose it was.

    Raises:
        CannotAnswerHandover: with the reason in words.
    """
    if not words.strip():
        raise CannotAnswerHandover(_("Please say why, so that somebody else can be found."))
    _answer_handover(transfer, Transfer.Answer.DECLINED, words, by=by, at=at)


def withdraw_handover(*, transfer, by, at):
    """Whoever offered it, the worker of the case, or the supervisor takes it back before it is answered.

    Raises:
        CannotAnswerHandover: with the reason in words.
    """
    if not (handles(by, transfer.case) or guides(by, transfer.case)):
        raise CannotAnswerHandover(
            _("Only the worker of the case or the supervisor of the station takes it back.")
        )
    _answer_handover(transfer, Transfer.Answer.WITHDRAWN, "", by=by, at=at)


def _answer_handover(transfer, answer, words, *, by, at):
    accepted = answer == Transfer.Answer.ACCEPTED
    if accepted and transfer.case.station not in stations_of(by):
        raise CannotAnswerHandover(_("You do not work at this station any more."))
    try:
        with transaction.atomic():
            answered = Transfer.objects.filter(pk=transfer.pk, answered_at=None).update(
                answer=answer, answer_words=words.strip(), answered_by=by, answered_at=at
            )
            if not answered:
                raise CannotAnswerHandover(
                    _("This handover was answered or taken back already. Nothing was changed.")
                )
            if accepted:
                _take_over(transfer, by=by, at=at)
            note(act=f"cases.handover_{answer}", subject=transfer, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotAnswerHandover(said(refusal, Transfer, Handling)) from refusal


def _take_over(transfer, *, by, at):
    case, receiver = transfer.case, transfer.receiver
    hold_spell(case)
    giver = worker_of(case)
    become_worker(case=case, worker=receiver, at=at)
    pass_appointments_on(case=case, giver=giver, receiver=receiver, by=by, at=at)


def bring_in(*, case, person, role, by, at):
    """A colleague of the station works on the case beside its worker; a counsellor by their post.

    Raises:
        CannotChangeParts: with the reason in words.
    """
    _may_change_parts(case, by)
    roles = (Post.Role.COUNSELLOR,) if role == Part.As.COUNSELLOR else ()
    if person == worker_of(case):
        raise CannotChangeParts(_("This person is the worker of the case already."))
    if not people_at(case.station, *roles).filter(pk=person.pk).exists():
        raise CannotChangeParts(
            _(
                "They do not work at this station in this way. Nothing was changed; please choose somebody else."
            )
        )
    try:
        with transaction.atomic():
            part = Part.objects.create(
                case=case, person=person, role=role, brought_in_by=by, since=at
            )
            note(act="cases.bring_in", subject=part, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotChangeParts(said(refusal, Part)) from refusal
    return part


@transaction.atomic
def let_go(*, part, by, at):
    """A colleague works on the case no longer; what they wrote stays under their name, what they planned is its worker's.

    Raises:
        CannotChangeParts: the case is another's, or they were let go before.
    """
    case = part.case
    if by != part.person:
        _may_change_parts(case, by)
    hold_spell(case)
    if not Part.objects.filter(pk=part.pk, until=None).update(until=at):
        raise CannotChangeParts(_("They do not work on this case any more."))
    pass_appointments_on(case=case, giver=part.person, receiver=worker_of(case), by=by, at=at)
    note(act="cases.let_go", subject=part, by=by, at=at)


def _may_change_parts(case, by):
    if not (handles(by, case) or guides(by, case)):
        raise CannotChangeParts(
            _(
                "Only the worker of the case or the supervisor of the station decides who takes part."
            )
        )
