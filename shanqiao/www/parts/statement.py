"""A month's statement as a page shows it: its body sorted into tables, in the reader's language."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.needs.kinds import Kind, Unit, unit_of
from shanqiao.apps.places.models import District

ALL = "all"
FUND_COLUMNS = {
    "received": _("Received"),
    "promised": _("Promised"),
    "given": _("Given"),
    "returned": _("Came back"),
    "net": _("Given less what came back"),
}
_NEEDS = {"told": _("Needs told"), "assessed": _("Needs assessed"), "met": _("Needs met")}


@dataclass(frozen=True)
class Row:
    """One row of a table: its name, and (column's name, number or None, unit) for each column."""

    name: str
    cells: tuple
    is_total: bool = False


def tables_of(body):
    """What ``templates/parts/statement.html`` shows.

    Args:
        body: as ``apps.disclosure.figures`` describes it.
    """
    names = {district.pk: str(district) for district in District.objects.all()} | {ALL: _("All")}
    helped = {(row["district"], row["kind"]): row for row in body["helped"]}
    places = list(dict.fromkeys(district for district, _kind in helped))
    money = [kind for kind in Kind.values if unit_of(kind) == Unit.FEN]
    goods = [kind for kind in Kind.values if unit_of(kind) != Unit.FEN]

    def rows(kinds, what):
        return [
            Row(
                names.get(place, place),
                tuple(_cell(helped[place, kind], what) for kind in kinds),
                is_total=place == ALL,
            )
            for place in places
        ]

    return {
        "month": date.fromisoformat(f"{body['month']}-01"),
        "people": body["people"],
        "helps": helped[ALL, ALL]["helps"],
        "money": helped[ALL, ALL]["amount"],
        **_came_back(body),
        "needs": [(label, body["needs"][what]) for what, label in _NEEDS.items()],
        "said": [(word.label, body["confirmations"].get(word, 0)) for word in Receipt.Word],
        "said_in_all": body["confirmations"].get(ALL, 0),
        "helps_rows": rows([*Kind.values, ALL], "helps"),
        "money_rows": rows([*money, ALL], "amount"),
        "goods_rows": rows(goods, "amount"),
        "fund_columns": _fund_columns(body["funds"]),
        "fund_rows": [_fund(row) for row in body["funds"]],
        "most_hidden": body["fewer_than"] - 1,
        "hides": _hides(body),
    }


def kind_label(kind):
    return _("All") if kind == ALL else Kind(kind).label


def _cell(row, what):
    return kind_label(row["kind"]), row[what], "" if what == "helps" else row["unit"]


def _fund(row):
    english = not (get_language() or "zh").startswith("zh")
    total = row["fund"] == ALL
    label = Unit(row["unit"]).label
    return {
        "name": _("All funds, %(unit)s") % {"unit": label}
        if total
        else row["name_en" if english else "name"],
        "host": "" if total else row["host_en" if english else "host"],
        "unit": row["unit"],
        "is_total": total,
        "numbers": [(label, row[what]) for what, label in FUND_COLUMNS.items() if what in row],
    }


def money_of(body):
    """The row of all funds' money, or None where no fund moved any."""
    return next((r for r in body["funds"] if (r["fund"], r["unit"]) == (ALL, Unit.FEN)), None)


def _came_back(body):
    """What came back of all money given, where the statement tells it; earlier ones did not."""
    row = money_of(body) or {}
    return {
        "tells_what_came_back": "returned" in row,
        "money_back": row.get("returned"),
        "money_net": row.get("net"),
    }


def _fund_columns(rows):
    return [label for what, label in FUND_COLUMNS.items() if all(what in row for row in rows)]


def _hides(part):
    """Is anything hidden anywhere in the body?"""
    if isinstance(part, dict):
        return any(map(_hides, part.values()))
    if isinstance(part, list):
        return any(map(_hides, part))
    return part is None
