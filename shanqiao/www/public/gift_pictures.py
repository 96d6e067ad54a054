"""What a gift became, as rows of a table and as the picture of the same rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.books.models import Posting
from shanqiao.apps.needs.kinds import Kind
from shanqiao.www.parts.pictures import as_script
from shanqiao.www.parts.words import month

WIDE = 44  # height of one flow


@dataclass(frozen=True)
class Part:
    """One row: what it went to, how much, whom it helped together with others, when, where."""

    what: str
    amount: int
    people: str = ""
    months: str = ""
    places: str = ""


def rows_of(gift, story):
    """Everything the gift became, adding up to the whole."""
    rows = [
        Part(
            str(Kind(part.kind).label),
            part.amount,
            ngettext("at least %(n)s person", "at least %(n)s people", part.people)
            % {"n": f"{part.people:,}"},
            _months(part.since, part.until),
            _("; ").join(str(district) for district in part.districts),
        )
        for part in story.told
    ]
    if story.untold:
        rows.append(Part(_("help that is still too new to tell"), story.untold, _("few so far")))
    rows += [Part(str(Posting.Kind(kind).label), amount) for kind, amount in story.other.items()]
    if story.unused:
        rows.append(Part(_("not used yet"), story.unused))
    if story.gone_back:
        rows.append(Part(_("gone back to you"), story.gone_back))
    return rows


def flow_of(gift, story):
    """A picture: the gift, the purse, and what came of it."""
    amounts = {}
    for row in rows_of(gift, story):
        amounts[row.what] = amounts.get(row.what, 0) + row.amount
    start, purse = _("your gift"), _("purse “%(name)s”") % {"name": gift.purse.label}
    option = {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "left": 4,
                "right": 4,
                "top": 28,
                "bottom": 8,
                "nodeWidth": 12,
                "emphasis": {"focus": "adjacency"},
                "data": [
                    {"name": start, "label": {"position": "right"}},
                    {"name": purse, "label": {"position": "top"}},
                    *({"name": what, "label": {"position": "left"}} for what in amounts),
                ],
                "links": [
                    {"source": start, "target": purse, "value": gift.amount},
                    *(
                        {"source": purse, "target": what, "value": amount}
                        for what, amount in amounts.items()
                    ),
                ],
            }
        ],
    }
    return as_script(
        {
            "unit": "fen" if gift.unit == "fen" else "count",
            "height": 140 + WIDE * len(amounts),
            "option": option,
        }
    )


def _months(since, until):
    if (since.year, since.month) == (until.year, until.month):
        return month(since)
    return _("%(first)s to %(last)s") % {"first": month(since), "last": month(until)}
