"""An old list, read: what would come of each of its rows if somebody took it in now."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shanqiao.apps.cases.models import Case
from shanqiao.apps.earlier.models import EarlierList, EarlierRow
from shanqiao.apps.earlier.queries import marks_of_case, marks_of_contact, marks_there
from shanqiao.apps.earlier.working import tell_how_many, write_read
from shanqiao.apps.people.queries import people_at, supervises_station
from shanqiao.apps.record.actions import note_look
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.models import Departure, Resident
from shanqiao.apps.residents.queries import departures_of

from .list_rows import in_both
from .whom_rows_mean import OnFile

Answer = EarlierRow.Answer


@dataclass(frozen=True)
class Row:
    """A row that names somebody: the record of the station, all records of the person, and the marks it would have."""

    line: int
    cells: dict
    notes: list
    resident: int
    by_name: bool
    records: list
    marks: list


def find_earlier(*, earlier_list, rows, problems, at):
    """Say of each row of a list what would come of it; wrong ones say everything that is wrong.

    Args:
        rows: each with ``line``, ``cells`` and ``notes``, as they were read.
        problems: of rows that could not be read: ``line``, ``column``, ``value`` (masked), ``zh``, ``en``.
    """
    tell_how_many(
        earlier_list=earlier_list, rows=len(rows) + len({p["line"] for p in problems}), at=at
    )
    wrong = defaultdict(list)
    for problem in problems:
        wrong[problem["line"]].append(problem)
    found = _meant(rows, wrong, earlier_list)
    judged = _Judging(earlier_list, found).all_of(wrong)
    told = [*judged, *(_wrong(line, said) for line, said in wrong.items())]
    told.sort(key=lambda row: row["line"])
    if write_read(earlier_list=earlier_list, rows=told, at=at):
        note_found(earlier_list, by=earlier_list.compare_by, at=at)


def note_found(earlier_list, *, by, at):
    """That somebody was shown whom the rows are about, once for each resident and list."""
    about = set(earlier_list.rows.exclude(resident=None).values_list("resident", flat=True))
    looks = Look.objects.filter(by=by.username, reason=Look.Reason.CASEWORK, resident__in=about)
    seen = set(looks.filter(at__gte=earlier_list.handed_in_at).values_list("resident", flat=True))
    for pk in sorted(about - seen):
        note_look(resident=Resident(pk=pk), reason=Look.Reason.CASEWORK, by=by, at=at)


def marks_of(kind, cells, records):
    """The marks of a row, one for each record of its person."""
    if kind == EarlierList.Kind.CASES:
        return marks_of_case(records, began_on=cells["began_on"], number=cells["number"])
    return marks_of_contact(
        records, done_on=cells["done_on"], kind=cells["kind"], words=cells["words"]
    )


def worker_named(name, *, by, station):
    """(the person who works at a station and has this name, or ``by`` where none is named; None), or (None, why not)."""
    return _Colleagues(station, by).named(name)


class _Colleagues:
    """Those who work at a station by their names, and for whom ``by`` may open a case."""

    def __init__(self, station, by):
        self._by, self._guides = by, supervises_station(by) == station
        self._called = defaultdict(list)
        for person in people_at(station):
            self._called["".join(person.name.split())].append(person)

    def named(self, name):
        if not name.strip():
            return self._by, None
        there = self._called.get("".join(name.split()), [])
        if not there:
            return None, _unknown_worker
        if len(there) > 1:
            return None, _several_workers
        if there[0] != self._by and not self._guides:
            return None, _others_case
        return there[0], None


class _Judging:
    """What would come of the rows of a list, one after the other in the order of their lines."""

    def __init__(self, earlier_list, rows):
        self._list, self._rows = earlier_list, rows
        station = earlier_list.station
        self._is_cases = earlier_list.kind == EarlierList.Kind.CASES
        marks = {mark for row in rows for mark in row.marks}
        self._there = marks_there(marks, station=station, kind=earlier_list.kind)
        self._seen = {}
        self._colleagues = _Colleagues(station, earlier_list.compare_by)
        records = {record for row in rows for record in row.records} if self._is_cases else set()
        self._left = departures_of(records)
        with_case = Case.objects.at(station).open().filter(resident__in=records)
        self._with_case = set(with_case.values_list("resident", flat=True))

    def all_of(self, wrong):
        """The rows as ``write_read`` takes them; what is wrong with one is added to ``wrong`` and the row left to it."""
        for row in self._rows:
            told = {
                "line": row.line,
                "cells": row.cells,
                "problems": row.notes,
                "resident": row.resident,
                "by_name": row.by_name,
                "same_as": None,
            }
            first = self._seen.setdefault(row.marks[0], row.line)
            if self._there.intersection(row.marks):
                yield told | {"answer": Answer.KNOWN}
            elif first != row.line:
                yield told | {"answer": Answer.AGAIN, "same_as": first}
            elif not self._is_cases or row.cells["state"] == "ended":
                yield told | {"answer": Answer.KEPT}
            elif refused := self._refused(row):
                wrong[row.line].append(_said(*refused))
            elif self._with_case.intersection(row.records):
                yield told | {"answer": Answer.TIED}
            else:
                self._with_case.update(row.records)
                yield told | {"answer": Answer.OPENS}

    def _refused(self, row):
        """(column, words) of why an open case is not taken in, or None."""
        left = [self._left[record] for record in row.records if record in self._left]
        if left:
            died = any(one.kind == Departure.Kind.DIED for one in left)
            return "state", _dead if died else _moved
        if self._with_case.intersection(row.records):
            return None
        _worker, words = self._colleagues.named(row.cells["worker"])
        return ("worker", words) if words else None


def _meant(rows, wrong, earlier_list):
    """The rows that name somebody; why others do not is added to ``wrong``."""
    on_file, found = OnFile(earlier_list.station), []
    for row in rows:
        if row["line"] in wrong:
            continue
        meant = on_file.meant_by(row["cells"])
        if meant.refused:
            wrong[row["line"]].append(_said(*meant.refused))
            continue
        records = on_file.records_of(meant.resident)
        found.append(
            Row(
                line=row["line"],
                cells=row["cells"],
                notes=row["notes"],
                resident=meant.resident,
                by_name=meant.by_name,
                records=records,
                marks=marks_of(earlier_list.kind, row["cells"], records),
            )
        )
    return sorted(found, key=lambda row: row.line)


def _wrong(line, problems):
    rest = {"cells": {}, "same_as": None, "resident": None, "by_name": False}
    return {"line": line, "problems": problems, "answer": Answer.WRONG, **rest}


def _said(column, words):
    zh, en = in_both(words)
    return {"column": column, "value": "", "zh": zh, "en": en}


def _dead():
    return _(
        "It is written down that this resident has died, so no case is opened. Write when and why it ended."
    )


def _moved():
    return _(
        "It is written down that this resident has moved away, so no case is opened. Write when and why it ended."
    )


def _unknown_worker():
    return _(
        "Nobody of this name works at your station now. Write who goes on with it, or leave it empty; then it is whose "
        "takes the list in."
    )


def _several_workers():
    return _(
        "Several people of this name work at your station. Leave it empty and hand the case over afterwards."
    )


def _others_case():
    return _(
        "Only the supervisor of the station takes in the open cases of others. Ask them to, or take the row out."
    )
