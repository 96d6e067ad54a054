"""An old list becomes rows of before, some at a time; and is taken back while nobody worked on what it opened."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.cases.actions import CannotOpenCase, open_case
from shanqiao.apps.cases.ending import CannotCloseCase, close_case
from shanqiao.apps.cases.locks import hold_spell
from shanqiao.apps.cases.models import Case, Closure
from shanqiao.apps.cases.queries import worked_on
from shanqiao.apps.earlier.actions import CannotTakeEarlier, hold_earlier, write_earlier_undone
from shanqiao.apps.earlier.models import EarlierCase, EarlierList, EarlierRow
from shanqiao.apps.earlier.queries import cases_opened_by, marks_there
from shanqiao.apps.earlier.working import (
    tell_how_far,
    write_earlier_case,
    write_earlier_contact,
    write_what_became,
)
from shanqiao.apps.lists.queries import cells_of_row
from shanqiao.apps.residents.locks import hold_residents
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.locks import while_nobody_merges
from shanqiao.apps.sameness.queries import persons_of, records_of_persons

from .earlier_found import marks_of, worker_named
from .list_rows import in_both, why_refused

BATCH = 50  # rows in one transaction
Answer, Became = EarlierRow.Answer, EarlierRow.Became

# Note [An old row comes once]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# As of a list of residents, each batch holds the list's row until its rows know what they became, so a worker process that
# is killed leaves nothing half done, and two do nothing twice. Two lists may hold the same row: so a batch also holds the
# residents of its rows, in one order, while nobody merges, and asks then, not before, which marks are there and whether a
# case is open. What the first list wrote the second one sees.


def take_earlier_in(*, earlier_list, at):
    """Take in the good rows of an old list. Begun again, it goes on. See Note [An old row comes once]."""
    while _take_some(earlier_list, at=at):
        pass


def undo_earlier(*, earlier_list, why, by, at):
    """What a list brought counts no longer, and the cases it opened are closed as opened by mistake: all, or nothing.

    Raises:
        CannotTakeEarlier: a case was worked on since, or the list is not theirs to undo.
    """
    with transaction.atomic():
        held = write_earlier_undone(earlier_list=earlier_list, why=why, by=by, at=at)
        cases = [row.case for row in cases_opened_by(held)]
        for case in cases:
            hold_spell(case)
        if used := _used(cases, held):
            raise CannotTakeEarlier(
                ngettext(
                    "%(n)s case of this list was worked on since, so it is not undone as a whole. Close the others one by "
                    "one, with the reason that they were opened by mistake.",
                    "%(n)s cases of this list were worked on since, so it is not undone as a whole. Close the others one "
                    "by one, with the reason that they were opened by mistake.",
                    len(used),
                )
                % {"n": len(used)}
            )
        try:
            for case in cases:
                close_case(
                    case=case,
                    reason=Closure.Reason.MISTAKEN,
                    words=why.strip()[:200],
                    by=by,
                    at=at,
                )
        except CannotCloseCase as refusal:
            raise CannotTakeEarlier(
                _("A case of this list cannot be closed by you, so nothing was undone: %(why)s")
                % {"why": refusal}
            ) from refusal
    return held


def _used(cases, held):
    """Identities of the cases that were worked on since, or to which another list has tied a row."""
    mine = Case.objects.filter(pk__in=[case.pk for case in cases])
    tied = EarlierCase.objects.filter(case__in=mine, undone_at=None).exclude(earlier_list=held)
    return {*worked_on(mine).values_list("pk", flat=True), *tied.values_list("case", flat=True)}


def _take_some(earlier_list, *, at):
    """Some rows of which nothing came yet; False where none is left. See Note [An old row comes once]."""
    with transaction.atomic():
        while_nobody_merges()
        held = hold_earlier(earlier_list=earlier_list)
        if not held.is_taking or held.is_over:
            return False
        rows = list(held.rows.filter(became="").order_by("line")[:BATCH])
        good = [row for row in rows if row.resident_id and _is_meant(row, held)]
        persons = persons_of(row.resident_id for row in good)
        records = records_of_persons(set(persons.values()))
        hold_residents([Resident(pk=pk) for pk in records])
        cells = {row.pk: cells_of_row(row) for row in good}
        marks = {
            row.pk: marks_of(held.kind, cells[row.pk], records[persons[row.resident_id]])
            for row in good
        }
        all_marks = {mark for some in marks.values() for mark in some}
        there = marks_there(all_marks, station=held.station, kind=held.kind)
        for row in rows:
            row.earlier_list = held
            if row.pk in marks and there.intersection(marks[row.pk]):
                write_what_became(row=row, became=Became.SKIPPED, at=at)
            elif row.pk in marks:
                person = records[persons[row.resident_id]]
                if _take(row, cells[row.pk], marks[row.pk][0], person, held, at=at):
                    there.add(marks[row.pk][0])
            else:
                became = Became.SKIPPED if _is_there(row) else Became.LEFT_OUT
                write_what_became(row=row, became=became, at=at)
        return not tell_how_far(earlier_list=held, at=at)


def _is_there(row):
    return row.answer in (Answer.KNOWN, Answer.AGAIN)


def _is_meant(row, held):
    """Is this row to be taken in, as far as was said?"""
    return row.answer != Answer.WRONG and not _is_there(row) and (held.by_name or not row.by_name)


def _take(row, cells, mark, records, held, *, at):
    """One row becomes what it is; None where it is left out, and says why."""
    if held.kind == EarlierList.Kind.CONTACTS:
        became = _contact(row, cells, mark, at=at)
    elif cells["state"] == "ended":
        became = _case(row, cells, mark, at=at)
    else:
        became = _open_case(row, cells, mark, records, held, at=at)
    if became:
        write_what_became(row=row, became=became, at=at)
    return became


def _contact(row, cells, mark, *, at):
    write_earlier_contact(
        row=row,
        mark=mark,
        done_on=cells["done_on"],
        kind=cells["kind"],
        minutes=int(cells["minutes"]) if cells["minutes"] else None,
        worker_name=cells["worker"],
        words=cells["words"],
        at=at,
    )
    return Became.KEPT


def _case(row, cells, mark, *, at, case=None, opened=False):
    write_earlier_case(
        row=row,
        mark=mark,
        case=case,
        opened=opened,
        number=cells["number"],
        began_on=cells["began_on"],
        ended_on=cells["ended_on"] or None,
        problem=cells["problem"],
        worker_name=cells["worker"],
        words=cells["words"],
        ended_why=cells["ended_why"],
        at=at,
    )
    return Became.OPENED if opened else Became.TIED if case else Became.KEPT


def _open_case(row, cells, mark, records, held, *, at):
    """The case that is open, or a new one; None where none may be opened, and the row says why."""
    there = Case.objects.at(held.station).open().filter(resident__in=records).first()
    if there:
        return _case(row, cells, mark, case=there, at=at)

    def attempt():
        worker, refused = worker_named(cells["worker"], by=held.take_by, station=held.station)
        if refused:
            raise CannotOpenCase(refused())
        with transaction.atomic():
            return open_case(
                resident=Resident.objects.get(pk=row.resident_id),
                station=held.station,
                source=cells["source"],
                urgency=Case.Urgency.CAN_WAIT,
                judgement=_judgement(cells),
                worker=worker,
                by=held.take_by,
                at=at,
            )

    try:
        case = attempt()
    except CannotOpenCase:
        zh, en = in_both(lambda: why_refused(attempt, refusals=CannotOpenCase))
        says = {"column": "", "value": "", "zh": zh, "en": en}
        write_what_became(row=row, became=Became.LEFT_OUT, says=says, at=at)
        return None
    return _case(row, cells, mark, case=case, opened=True, at=at)


def _judgement(cells):
    """What was known of the case, and since when, as the first judgement of the case of today."""
    told = {"day": cells["began_on"], "number": cells["number"] or "–"}
    since = _("By the old list open since %(day)s, number %(number)s.") % told
    return "\n".join(filter(None, (cells["problem"], cells["words"], since)))
