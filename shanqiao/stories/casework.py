"""Cases as a station sees them: one from intake to closing, all of a worker, all of a station."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from shanqiao.apps.cases.models import (
    AgreedAction,
    Case,
    Contact,
    Estimate,
    Evaluation,
    FollowUp,
    GoalState,
    Plan,
    Supervision,
    Transfer,
)
from shanqiao.apps.cases.queries import (
    agreements_to_renew,
    appointments_of,
    notes_for,
    reads_restricted,
    to_accept,
    to_approve,
)
from shanqiao.apps.cases.stages import with_due, with_stage
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.people.models import Person
from shanqiao.apps.people.queries import people_at, supervises_station
from shanqiao.apps.sameness.queries import records_of

from .station_lists import letters_of


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened in a case.

    ``what`` is a code: opened, reopened, estimated, planned, approved, returned, settled, contact, offered, accepted,
    declined, withdrawn, evaluated, closed, followed_up, supervised. ``words`` is None where the reader may not read them.
    """

    what: str
    at: datetime
    by: Any
    row: Any
    words: str | None = ""


def story_of_case(case, *, reader):
    """Everything that happened in a case as ``reader`` may read it, the latest first; as many queries for a long story."""
    return sorted(
        [
            *_opened(case),
            *_thought(case),
            *_handed_over(case),
            *_done(case, reader),
            *_ended(case),
            *_supervised(case, reader),
        ],
        key=lambda h: (h.at, h.row.pk),
        reverse=True,
    )


def _opened(case):
    for spell in case.spells.select_related("began_by"):
        what, words = ("opened", case.judgement) if spell.nth == 1 else ("reopened", spell.why)
        row = case if spell.nth == 1 else spell
        yield Happening(what=what, at=spell.began_at, by=spell.began_by, row=row, words=words)


def _thought(case):
    estimates = Estimate.objects.filter(spell__case=case).select_related("signed_by")
    for row in estimates.prefetch_related("rests_on__sitting__edition"):
        words = "\n".join(filter(None, (row.person, row.family, row.social)))
        yield Happening(what="estimated", at=row.signed_at, by=row.signed_by, row=row, words=words)
    plans = Plan.objects.filter(spell__case=case)
    for row in plans.select_related("made_by", "answer__answered_by"):
        yield Happening(what="planned", at=row.made_at, by=row.made_by, row=row, words=row.strategy)
        answer = getattr(row, "answer", None)
        if answer:
            what = "approved" if answer.approved else "returned"
            yield Happening(
                what=what,
                at=answer.answered_at,
                by=answer.answered_by,
                row=row,
                words=answer.words,
            )
    states = GoalState.objects.filter(goal__plan__spell__case=case)
    for row in states.select_related("goal", "said_by"):
        yield Happening(what="settled", at=row.said_at, by=row.said_by, row=row, words=row.why)
    evaluations = Evaluation.objects.filter(plan__spell__case=case)
    for row in evaluations.select_related("signed_by"):
        yield Happening(
            what="evaluated", at=row.signed_at, by=row.signed_by, row=row, words=row.words
        )


def _handed_over(case):
    rows = Transfer.objects.filter(case=case)
    for row in rows.select_related("giver", "receiver", "offered_by", "answered_by"):
        yield Happening(
            what="offered", at=row.offered_at, by=row.offered_by, row=row, words=row.words
        )
        if row.answered_at:
            yield Happening(
                what=row.answer,
                at=row.answered_at,
                by=row.answered_by,
                row=row,
                words=row.answer_words,
            )


def _done(case, reader):
    """Contacts; whose words are restricted or a counsellor's are read by those who may."""
    restricted, notes = reads_restricted(reader, case), notes_for(reader, case)
    for row in Contact.objects.filter(case=case).select_related("written_by"):
        words = row.words
        if row.level == Contact.Level.COUNSELLING:
            words = notes.get(row.pk)
        elif row.level == Contact.Level.RESTRICTED and not restricted and row.written_by != reader:
            words = None
        yield Happening(what="contact", at=row.written_at, by=row.written_by, row=row, words=words)


def _ended(case):
    spells = case.spells.filter(closure__isnull=False)
    for spell in spells.select_related("closure__closed_by"):
        row = spell.closure
        yield Happening(what="closed", at=row.closed_at, by=row.closed_by, row=row, words=row.words)
    done = FollowUp.objects.filter(closure__spell__case=case, done_at__isnull=False)
    for row in done.select_related("done_by"):
        yield Happening(
            what="followed_up", at=row.done_at, by=row.done_by, row=row, words=row.words
        )


def _supervised(case, reader):
    """Talks about the case: read by the two who talked, and by the supervisor of the station now."""
    for row in Supervision.objects.filter(about__case=case).select_related("supervisor", "worker"):
        reads = reader in (row.worker, row.supervisor) or supervises_station(reader) == row.station
        words = row.advice if reads else None
        yield Happening(
            what="supervised", at=row.written_at, by=row.supervisor, row=row, words=words
        )


def cases_for(person, *, on):
    """The cases ``person`` may open, as their list shows them: stage, due_on, worker's name, letters."""
    seen = with_due(with_stage(Case.objects.seen_by(person)), on=on)
    worker = Person.objects.filter(pk=OuterRef("worker"))
    return seen.select_related("resident").annotate(
        worker_name=Subquery(worker.values("name")[:1]), letters=letters_of("resident__search_key")
    )


def before_closing(case):
    """What should be thought of before a case is closed: promises to the person, told at this station, not paid yet.

    Returns:
        grants, the oldest first.
    """
    return (
        Grant.objects.filter(
            need__resident__in=records_of(case.resident),
            need__station=case.station,
            release=None,
            payment=None,
        )
        .select_related("need", "proposal__purse__fund")
        .order_by("approved_at", "pk")
    )


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for a worker today; lists of rows, each short."""

    due: list  # their cases with due_on today or before
    appointments: list  # of today
    follow_ups: list
    handovers: list
    plans: list
    actions: list  # agreed with the supervisor, due
    agreements: list
    left_behind: list  # cases of the station whose worker left it

    def __bool__(self):
        return any(vars(self).values())


def waiting_in_cases(person, *, midnight, on, most=6):
    """`Waiting` for ``person``: at most ``most`` of each; a query for each, two for cases.

    Args:
        midnight: the first instant of the day ``on``.
    """
    station = supervises_station(person)
    handled = Case.objects.seen_by(person).handled_by(person).current()
    return Waiting(
        due=_first_due(handled, on=on, most=most),
        appointments=list(
            appointments_of(person, since=midnight, until=midnight + timedelta(days=1))[:most]
        ),
        follow_ups=list(
            FollowUp.objects.due(on=on)
            .filter(closure__spell__case__in=handled)
            .select_related("closure__spell__case__resident")
            .order_by("due_on", "pk")[:most]
        ),
        handovers=list(to_accept(person)[:most]),
        plans=list(to_approve(person)[:most]),
        actions=list(
            AgreedAction.objects.filter(supervision__worker=person, done_at=None, due_on__lte=on)
            .select_related("supervision__supervisor")
            .order_by("due_on", "pk")[:most]
        ),
        agreements=list(agreements_to_renew(station, on=on)[:most]) if station else [],
        left_behind=list(_left_behind(person).select_related("resident").order_by("pk")[:most]),
    )


def _first_due(cases, *, on, most):
    """Open cases with ``due_on`` that day or before, the longest first; a worker has a few dozen, so days are compared here."""
    days = with_due(with_stage(cases), on=on).filter(ended_at=None).values_list("due_on", "pk")
    due = sorted((day, pk) for day, pk in days if day is not None and day <= on)[:most]
    rows = cases.select_related("resident").in_bulk([pk for _, pk in due]) if due else {}
    for day, pk in due:
        rows[pk].due_on = day
    return [rows[pk] for _, pk in due]


def count_waiting(person, *, on):
    """(how many cases, handovers and plans wait for ``person``, how many cases are overdue), for the menu."""
    handled = Case.objects.seen_by(person).handled_by(person).current()
    days = with_due(with_stage(handled), on=on).values_list("due_on", flat=True)
    due = [day for day in days if day is not None and day <= on]
    others = (to_accept(person), to_approve(person), _left_behind(person))
    return len(due) + sum(rows.count() for rows in others), sum(day < on for day in due)


def _left_behind(person):
    """Cases whose worker left the station that ``person`` supervises; one that is handed over already waits for another."""
    station = supervises_station(person)
    if station is None:
        return Case.objects.none()
    asked = Transfer.objects.waiting().filter(case=OuterRef("pk"), receiver__in=people_at(station))
    return Case.objects.left_behind(station).filter(~Exists(asked))


def other_cases(person, records, *, station):
    """(case, may ``person`` open it, the name of its worker) of somebody's cases at a station, the latest first; one query.

    Who may not open one learns that it is there and with whom to talk, nothing else.

    Args:
        records: the identities of all records of that somebody.
    """
    worker = Person.objects.filter(pk=OuterRef("worker")).values("name")[:1]
    mine = Case.objects.seen_by(person).filter(pk=OuterRef("pk"))
    rows = with_stage(Case.objects.at(station).filter(resident__in=records)).annotate(
        worker_name=Coalesce(Subquery(worker), Value("")), seen=Exists(mine)
    )
    return [(case, case.seen, case.worker_name) for case in rows.order_by("-opened_at", "-pk")]
