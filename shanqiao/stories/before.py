"""What was done for somebody before their station worked with shanqiao, in the order of days; and who reads it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shanqiao.apps.earlier.queries import cases_before, contacts_before
from shanqiao.apps.people.queries import supervises_station


@dataclass(frozen=True, kw_only=True)
class Before:
    """A case or a contact of before (``what`` is "case" or "contact"), and the day it began or was."""

    what: str
    on: date
    row: Any


def before_shanqiao(records, *, station):
    """Everything of before of a person at a station, the latest day first; two questions to the database.

    Args:
        records: the identities of all records of the person.
    """
    cases = [
        Before(what="case", on=row.began_on, row=row)
        for row in cases_before(records, station=station)
    ]
    contacts = [
        Before(what="contact", on=row.done_on, row=row)
        for row in contacts_before(records, station=station)
    ]
    return sorted([*cases, *contacts], key=lambda one: (one.on, one.row.pk), reverse=True)


def reads_before(person, cases, *, station):
    """May ``person`` read what a station did for somebody before: its supervisor, and who may open a case of theirs.

    Args:
        cases: those of that somebody at the station, as ``other_cases`` tells them.
    """
    return any(seen for _case, seen, _worker in cases) or supervises_station(person) == station
