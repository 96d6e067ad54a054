"""What is published of a month: the rows counted, and small numbers hidden.

A statement's body (schema ``shanqiao/statement/2``), all whole numbers, money in fen, ``null`` where hidden:
    people         how many different people were helped
    helped         by district and kind ("all" for totals): helps (a person counts once in each kind),
                   amount in unit, as it was given in the month; over all kinds the amount is that of money alone
    funds          by unit and fund ("all" for totals): received from givers, promised, given, returned (what came
                   back in the month of what was given then or before), net (given less returned; may be below 0)
    needs          told, assessed, met
    confirmations  received, partly, not_received, all

Schema ``shanqiao/statement/1`` had no returned and no net; what was published so stays so.
"""

from shanqiao.apps.places.models import District

from .facts import confirmed_in, helped_in, needs_in
from .fund_figures import fund_figures
from .helps import Helps
from .lists import hide_in_list

SCHEMA = "shanqiao/statement/2"
FEWER_THAN = 5


def figures_of(month, *, hidden_before=None):
    """The body of a statement.

    Args:
        hidden_before: the body of a statement this one corrects. What it hid stays hidden, so that
            a reader of both learns nothing from the difference.
    """
    before = hidden_before or {}
    facts = list(helped_in(month))
    districts = District.objects.order_by("code").values_list("code", flat=True)
    told = Helps.of(facts, districts=districts).told(
        threshold=FEWER_THAN, before=before.get("helped", ())
    )
    return {
        "schema": SCHEMA,
        "month": f"{month:%Y-%m}",
        "fewer_than": FEWER_THAN,
        "people": _still_hidden(told.people(), before, "people"),
        "helped": told.rows(),
        "funds": fund_figures(
            month,
            helped=facts,
            units_told=told.units(),
            threshold=FEWER_THAN,
            before=before.get("funds", ()),
        ),
        "needs": {
            what: _still_hidden(
                None if 0 < people < FEWER_THAN else needs, before.get("needs", {}), what
            )
            for what, (needs, people) in needs_in(month).items()
        },
        "confirmations": _confirmations(month, before.get("confirmations", {})),
    }


def say_the_same(body, before):
    """Whether two bodies tell the same of a month, the earlier one perhaps in the schema of its time."""
    new_words = set() if before["schema"] == SCHEMA else {"returned", "net"}
    if new_words and any(row["returned"] != 0 for row in body["funds"]):
        return False
    funds = [{k: v for k, v in row.items() if k not in new_words} for row in body["funds"]]
    return {**body, "schema": before["schema"], "funds": funds} == before


def _confirmations(month, before):
    said, people = confirmed_in(month)
    return hide_in_list(
        {word: count for word, (count, _people) in said.items()},
        {word: behind for word, (_count, behind) in said.items()},
        threshold=FEWER_THAN,
        hidden={word for word, count in before.items() if count is None},
        people_in_all=people,
    )


def _still_hidden(number, before, name):
    return None if name in before and before[name] is None else number
