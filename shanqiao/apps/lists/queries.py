"""What can be asked of lists that stations take in."""

import json

from django.db.models import Count

from .models import ListRow, PeopleList


def lists_of(station):
    """The lists a station handed in, the latest first; without the files themselves."""
    rows = PeopleList.objects.filter(station=station).defer("content")
    return rows.select_related("handed_in_by").order_by("-handed_in_at", "-pk")


def answers_counted(people_list):
    """{answer: how many rows of a list have it}, every answer."""
    return _counted(people_list, "answer", ListRow.Answer)


def became_counted(people_list):
    """{what rows became: how many}, every kind."""
    return _counted(people_list, "became", ListRow.Became)


def headings_of_list(people_list):
    """{column: heading} as taken for a list."""
    return json.loads(people_list.headings) if people_list.headings else {}


def why_unusable(people_list):
    """Why a list cannot be used, as {"zh", "en"}; empty where it can."""
    return json.loads(people_list.says) if people_list.says else {}


def cells_of_row(row):
    """{column: text} of a row; empty once it is taken in."""
    return json.loads(row.cells) if row.cells else {}


def problems_of_row(row):
    """What is wrong with a row: list of {"column", "value" (masked), "zh", "en"}."""
    return json.loads(row.problems) if row.problems else []


def _counted(people_list, field, kinds):
    rows = people_list.rows.order_by().values_list(field).annotate(rows=Count("pk"))
    counts = dict(rows)
    return {kind: counts.get(kind.value, 0) for kind in kinds}
