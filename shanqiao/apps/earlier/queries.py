"""What can be asked of old lists, and of what was done before."""

import hashlib
import json

from django.db.models import Count, Q

from shanqiao.apps.people.queries import station_of, supervises_station
from shanqiao.apps.sealing.fields import token_of

from .models import EarlierCase, EarlierContact, EarlierList, EarlierRow

_AT_ONCE = 5_000  # marks in one question

# Note [Who reads an old list]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# An old list holds what was written in the cases of a whole station. So only whoever handed it in, who has the file, and
# the supervisor of the station open it here; colleagues learn of it nothing but what it brought into their own cases.


def lists_for(person):
    """The old lists ``person`` may open, the latest first; without the files. See Note [Who reads an old list]."""
    mine = Q(handed_in_by=person)
    if guided := supervises_station(person):
        mine |= Q(station=guided)
    rows = EarlierList.objects.filter(mine, station=station_of(person)).defer("content")
    return rows.select_related("handed_in_by").order_by("-handed_in_at", "-pk")


def marks_of_case(records, *, began_on, number):
    """The marks of a case of before, one for each record of its person. See Note [The same row comes once]."""
    return [
        token_of(f"{record}|{began_on}|{number.strip()}", place="earlier.case")
        for record in records
    ]


def marks_of_contact(records, *, done_on, kind, words):
    """The marks of a contact of before, one for each record of its person. See Note [The same row comes once]."""
    digest = hashlib.sha256(" ".join(words.split()).encode()).hexdigest()
    return [
        token_of(f"{record}|{done_on}|{kind}|{digest}", place="earlier.contact")
        for record in records
    ]


def marks_there(marks, *, station, kind):
    """Those of ``marks`` under which a row of that kind is there at a station."""
    table = EarlierCase if kind == EarlierList.Kind.CASES else EarlierContact
    marks, found = sorted(marks), set()
    for begin in range(0, len(marks), _AT_ONCE):
        rows = table.objects.filter(station=station, undone_at=None)
        some = rows.filter(mark__in=marks[begin : begin + _AT_ONCE])
        found.update(some.values_list("mark", flat=True))
    return found


def cases_before(records, *, station):
    """Cases of before of a person at a station, that count."""
    rows = EarlierCase.objects.filter(resident__in=records, station=station, undone_at=None)
    return rows.select_related("case").order_by("began_on", "pk")


def contacts_before(records, *, station):
    """Contacts of before of a person at a station, that count."""
    rows = EarlierContact.objects.filter(resident__in=records, station=station, undone_at=None)
    return rows.order_by("done_on", "pk")


def cases_opened_by(earlier_list):
    """The rows of a list by which a case was opened."""
    rows = EarlierCase.objects.filter(earlier_list=earlier_list, opened=True)
    return rows.select_related("case").order_by("case")


def what_will_come(earlier_list):
    """{answer: how many rows of a list have it}, every answer."""
    return _counted(earlier_list, "answer", EarlierRow.Answer)


def what_came(earlier_list):
    """{what rows became: how many}, every kind."""
    return _counted(earlier_list, "became", EarlierRow.Became)


def headings_taken(earlier_list):
    """{column: heading} as taken for a list."""
    return json.loads(earlier_list.headings) if earlier_list.headings else {}


def _counted(earlier_list, field, kinds):
    rows = earlier_list.rows.order_by().values_list(field).annotate(rows=Count("pk"))
    counts = dict(rows)
    return {kind: counts.get(kind.value, 0) for kind in kinds}
