"""What each fund received, promised and gave in a month, and what came back to it, by unit."""

from collections import defaultdict

from shanqiao.apps.funds.models import Fund

from .facts import promised_in, received_in, returned_in
from .helps import UNITS
from .lists import ALL, hide_in_list

# Note [A fund is no person, but whom it helped is]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What a fund receives is never hidden: givers and the law ask for it. What it promised or gave in a
# month is hidden where one to four people stand behind it, since a fund may serve one street and one
# kind, and enough others with it that its number cannot be worked out from the total. All the funds' gifts
# in a unit add up to all the help in that unit; so where the total of a kind is hidden in the table of helps,
# promises and gifts in its unit are hidden here. Money has three kinds and is told; the table of helps takes that into account.

#
# Note [What came back]
# ~~~~~~~~~~~~~~~~~~~~~
# What was given is told as it was given, and what came back in the month in which it came back, whichever month paid it: a
# statement that was published is never changed, and a later one tells what became of its money. Few people stand behind
# what came back as behind what was given, so it is hidden by the same rule; and the difference of the two is told only
# where both are, since it would give the hidden one away.
_HELD = ("received", "promised", "given", "returned")
_OF_PEOPLE = ("promised", "given", "returned")


def fund_figures(month, *, helped, units_told, threshold, before=()):
    """Rows by unit and fund, the totals of a unit under "all".

    Args:
        helped: rows of ``facts.helped_in``.
        units_told: units whose total of gifts may be told. See Note [A fund is no person, but whom it helped is].
        before: the rows of an earlier statement; what it hid stays hidden.
    """
    held = _gather(month, helped)
    funds = {fund.pk: fund for fund in Fund.objects.select_related("host").order_by("pk")}
    earlier = {
        (row["fund"], row["unit"], what)
        for row in before
        for what in _OF_PEOPLE
        if row.get(what, 0) is None
    }
    rows = []
    for unit in UNITS:
        names = [
            pk for pk in funds if any((pk, unit) in numbers for numbers, _who in held.values())
        ]
        told = _hide_alike(
            {
                what: ({pk: numbers[pk, unit] for pk in names}, {pk: who[pk, unit] for pk in names})
                for what, (numbers, who) in held.items()
            },
            threshold=threshold,
            everything=unit not in units_told,
            hidden={(pk, what) for pk, in_unit, what in earlier if in_unit == unit},
        )
        rows += [
            {"fund": pk, **_named(funds.get(pk)), "unit": unit}
            | {what: numbers[pk] for what, numbers in told.items()}
            for pk in ([*names, ALL] if names else [])
        ]
    return rows


def _hide_alike(lists, *, threshold, everything, hidden):
    """Promised and given hide the same funds, since most promises are kept within the month; each has its own total.

    What came back is hidden by itself. See Note [What came back].

    Args:
        hidden: (fund, what) that is hidden anyway.
    """
    received, _nobody = lists["received"]
    back = hide_in_list(
        *lists["returned"],
        threshold=threshold,
        hidden={pk for pk, what in hidden if what == "returned"},
    )
    funds = {pk for pk, what in hidden if pk != ALL and what != "returned"}
    while True:
        told = {
            what: hide_in_list(
                *lists[what],
                threshold=threshold,
                everything=everything,
                hidden=funds | {pk for pk, of in hidden if (pk, of) == (ALL, what)},
            )
            for what in ("promised", "given")
        }
        found = {pk for numbers in told.values() for pk in numbers if numbers[pk] is None} - {ALL}
        if found <= funds:
            received = {**received, ALL: sum(received.values())}
            net = {pk: _less(told["given"][pk], back[pk]) for pk in back}
            return {"received": received, **told, "returned": back, "net": net}
        funds |= found


def _less(given, returned):
    return None if given is None or returned is None else given - returned


def _gather(month, helped):
    """{what: ({(fund, unit): how much}, {(fund, unit): the people behind it})}; nobody is behind a gift received."""
    held = {what: (defaultdict(int), defaultdict(set)) for what in _HELD}
    for fund, unit, count in received_in(month):
        held["received"][0][fund, unit] += count
    moves = [("promised", *row) for row in promised_in(month)]
    moves += [("returned", *row) for row in returned_in(month)]
    moves += [("given", person, fund, unit, n) for person, _d, _k, fund, unit, n in helped]
    for what, resident, fund, unit, count in moves:
        held[what][0][fund, unit] += count
        held[what][1][fund, unit].add(resident)
    return held


def _named(fund):
    if fund is None:
        return {"name": "", "name_en": "", "host": "", "host_en": "", "uscc": ""}
    host = fund.host
    return {
        "name": fund.name,
        "name_en": fund.name_en,
        "host": host.name,
        "host_en": host.name_en,
        "uscc": host.uscc,
    }
