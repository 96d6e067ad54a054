"""A list handed in at a station, compared: each row with the list itself, and with everybody in the city."""

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.likeness.queries import alike, the_model
from shanqiao.apps.lists.models import COLUMNS, ListRow, PeopleList
from shanqiao.apps.lists.queries import cells_of_row
from shanqiao.apps.lists.working import end_comparison, write_answers, write_rows
from shanqiao.apps.record.actions import note_look
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.models import Departure, Resident
from shanqiao.apps.residents.queries import departures_of, holder_of, id_token
from shanqiao.apps.sameness.queries import joined, persons_of, records_of_persons
from shanqiao.engines.identity import read_resident_id
from shanqiao.engines.linkage import REGISTER_COLUMNS, Id, Name, link

from .list_rows import in_both, read_row, streets_by_name

BATCH = 50  # rows in one transaction
Answer = ListRow.Answer


def compare_list(*, people_list, rows, problems, at):
    """Say of each row whether it is new, known, perhaps known, on the list twice, or wrong. Begun again, it goes on.

    Args:
        rows: each with ``line`` and ``COLUMNS`` as text, as they were read.
        problems: of rows that could not be read: ``line``, ``column``, ``value`` (masked), ``zh``, ``en``.
    """
    people_list.refresh_from_db()
    if not people_list.is_comparing:
        return
    if not people_list.total:
        found = _beside_itself(*_told_apart(rows, problems, people_list.station))
        write_rows(people_list=people_list, rows=found, at=at)
    while _compare_some(people_list, at=at):
        pass
    end_comparison(people_list=people_list, at=at)


def note_shown(people_list, *, by, at):
    """That somebody was shown whom the rows resemble, once for each resident and list."""
    matches = set(people_list.rows.exclude(match=None).values_list("match", flat=True))
    looks = Look.objects.filter(
        by=by.username, reason=Look.Reason.SAME_PERSON, resident__in=matches
    )
    seen = set(looks.filter(at__gte=people_list.handed_in_at).values_list("resident", flat=True))
    for resident in Resident.objects.in_bulk(sorted(matches - seen)).values():
        note_look(resident=resident, reason=Look.Reason.SAME_PERSON, by=by, at=at)


def _told_apart(rows, problems, station):
    """Rows that could be registered, and rows in which something is wrong, with all that is."""
    wrong = {}
    for problem in problems:
        wrong.setdefault(problem["line"], []).append(problem)
    good, streets = [], streets_by_name(station)
    for row in rows:
        cells = {column: row[column] for column in COLUMNS}
        _about, refused = read_row(cells, station=station, streets=streets)
        if refused:
            wrong.setdefault(row["line"], []).extend(refused)
        else:
            cells["station_street"] = cells["station_street"] or station.street.name
            good.append({"line": row["line"], "cells": cells})
    return good, wrong


def _beside_itself(good, wrong):
    """The rows of a list as ``write_rows`` takes them, with the earlier line that each repeats."""
    surely, perhaps = _repeated(good)
    rows = [
        {
            **row,
            "problems": [],
            "answer": Answer.AGAIN if row["line"] in surely else "",
            "same_as": surely.get(row["line"]) or perhaps.get(row["line"]),
        }
        for row in good
    ]
    for line, problems in wrong.items():
        is_wrong = {"answer": Answer.WRONG, "same_as": None, "cells": {}}
        rows.append({"line": line, "problems": problems, **is_wrong})
    return sorted(rows, key=lambda row: row["line"])


def _repeated(good):
    """({line: the first line that is surely the same person}, {line: an earlier line that perhaps is})."""
    if len(good) < 2:
        return {}, {}
    columns = {name: [row["cells"].get(name, "") for row in good] for name in COLUMNS}
    frame = pl.DataFrame(
        {"rid": [row["line"] for row in good], "source": "", "reg_date": "", **columns},
        schema={name: pl.Int64 if name == "rid" else pl.String for name in REGISTER_COLUMNS},
    )
    return _surely_and_perhaps(link(frame, the_model()))


# Note [Sure enough to leave a row out]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A row that counts as somebody else's is not registered, and nobody looks at it again. So likeness is not enough: two
# brothers of one birthday whose names differ by a character are likelier one person than not, and are two. The name
# is the same, in whichever writing, or the number is; whatever else is likely is for a person to decide.

_SAME_NAME = (Name.SAME, Name.SAME_SIMPLIFIED)
_SAME_NUMBER = (Id.SAME, Id.SAME_AS_NEW)


def is_sure(probability, *, name, number):
    """May a row be taken for somebody without being asked? See Note [Sure enough to leave a row out].

    Args:
        name, number: levels of the comparison.
    """
    said_the_same = name in _SAME_NAME or number in _SAME_NUMBER
    return said_the_same and probability >= the_model().thresholds.same


def _surely_and_perhaps(linked):
    """Lines put together by pairs that are surely one person are one; every other doubt is for people."""
    at, lines = the_model().thresholds, linked.normal["rid"].to_list()
    cluster = dict(linked.clusters.iter_rows())
    alike_ones = linked.pairs.filter(pl.col("probability") >= min(at.ask, at.same))
    pairs = [
        (lines[first], lines[second], is_sure(probability, name=name, number=number))
        for first, second, probability, name, number in alike_ones.select(
            "first", "second", "probability", "name", "id"
        ).iter_rows()
    ]
    sure = [two for *two, surely in pairs if surely and len({cluster[n] for n in two}) == 1]
    surely = {}
    for group in joined({line for two in sure for line in two}, sure):
        surely |= dict.fromkeys(group - {min(group)}, min(group))
    queued = linked.queue.select("rid_a", "rid_b").iter_rows()
    perhaps = {}
    for two in [*queued, *(two for *two, _surely in pairs)]:
        first, second = sorted(two)
        first = surely.get(first, first)
        if second not in surely:
            perhaps[second] = min(first, perhaps.get(second, first))
    return surely, perhaps


def _compare_some(people_list, *, at):
    """Some rows that have no answer yet, beside everybody; False where none is left."""
    with transaction.atomic():
        here = PeopleList.objects.select_for_update(of=("self",)).get(pk=people_list.pk)
        rows = list(here.rows.filter(answer="").order_by("line")[:BATCH])
        if not rows or not here.is_comparing:
            return False
        found = {row: _resembled(cells_of_row(row)) for row in rows}
        everybody = {pk for likely in found.values() for pk in likely}
        persons, at_home = _at_home(everybody, here.station)
        dead = {
            pk
            for pk, departure in departures_of(everybody).items()
            if departure.kind == Departure.Kind.DIED
        }
        answers = {
            row.pk: _answer(row, likely, persons, at_home, dead) for row, likely in found.items()
        }
        write_answers(answers=answers, people_list=here, at=at)
        note_shown(here, by=here.compare_by, at=at)
    return True


def _resembled(cells):
    """{resident: (is it surely them, probability)} of whoever a row resembles; surely where they have its number."""
    found = {
        one.resident: (
            is_sure(one.probability, name=one.levels["name"], number=one.levels["id"]),
            one.probability,
        )
        for one in alike(cells)
    }
    if cells["id_no"].strip():
        holder = holder_of(id_token(read_resident_id(cells["id_no"]).number))
        if holder:
            found[holder.pk] = (True, 1.0)
    return found


def _at_home(residents, station):
    """({resident: person}, {person: the record of this station}) of those whom rows resemble."""
    persons = persons_of(residents)
    records = records_of_persons(sorted(set(persons.values())))
    mine = Resident.objects.on_file_of(station).filter(
        pk__in=[pk for some in records.values() for pk in some]
    )
    here = set(mine.values_list("pk", flat=True))
    return persons, {
        person: min(here.intersection(some))
        for person, some in records.items()
        if here.intersection(some)
    }


def _answer(row, likely, persons, at_home, dead):
    """What is said of a row: a record of this station counts before those elsewhere, the surest first."""
    if not likely:
        return {"answer": Answer.MAYBE_AGAIN if row.same_as else Answer.NEW}
    best = max(likely, key=lambda pk: (likely[pk][0], persons[pk] in at_home, likely[pk], -pk))
    match, (surely, probability) = at_home.get(persons[best], best), likely[best]
    said = {"match_id": match, "probability": probability}
    if not surely:
        return {"answer": Answer.PERHAPS, **said}
    if persons[best] in at_home:
        return {"answer": Answer.HERE, **said}
    if best in dead and probability == 1.0:
        words = in_both(lambda: _("It is written down that this resident has died."))
        problem = {"column": "id_no", "value": "", "zh": words[0], "en": words[1]}
        return {"answer": Answer.WRONG, "problems": [problem]}
    return {"answer": Answer.ELSEWHERE, **said}
