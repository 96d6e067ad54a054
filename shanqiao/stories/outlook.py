"""Who would help with a need if a plan were made now: told in a moment, from what the last plan left.

Nothing is computed anew but this one need: what is free and not proposed, and what is proposed to needs that come later
in the order and would have to give way. What those could get elsewhere instead is not looked at, and neither are needs
registered since; so it is an outlook, and the next plan has the last word.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.funds.queries import with_something_free
from shanqiao.apps.matching.by_hand import asked_by_hand
from shanqiao.apps.matching.models import Plan
from shanqiao.apps.matching.queries import (
    facts_of_need,
    granted_before,
    needs_with_a_gap,
    never_again,
    resource_row,
    with_something_to_plan,
)
from shanqiao.engines.allocation import BEFORE_COLUMNS, RESOURCE_COLUMNS, options
from shanqiao.engines.eligibility import parse

from .conditions import NAMES, names_of
from .outlook_rooms import Places, rooms_for
from .why import what_failed

FITS = ""
SHOWN = 5  # purses that cannot help; the rest is counted


@dataclass(frozen=True, kw_only=True)
class Helps:
    """A purse that would serve the need."""

    purse: Purse
    count: int
    from_later: int  # how much of it is proposed now to needs that come later in the order
    only_one: bool


@dataclass(frozen=True, kw_only=True)
class CannotHelp:
    """A purse of the kind that would not, why, and what would change it."""

    purse: Purse
    says: str
    would: str


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What one need may hope for."""

    helps: tuple[Helps, ...]
    cannot: tuple[CannotHelp, ...]
    more_cannot: int
    lacking: int
    unit: str
    planned_at: datetime | None  # of the plan whose proposals count as spoken for

    @property
    def count(self):
        return sum(one.count for one in self.helps)

    @property
    def still_lacking(self):
        return self.lacking - self.count


def outlook_of(need, *, at):
    """`Outlook` of an assessed need, or None where no plan would include it. Nothing is changed by asking."""
    known = needs_with_a_gap(at=at).filter(pk=need.pk).first()
    if known is None:
        return None
    row = facts_of_need(known, known, day=localdate(at), granted=known.granted)
    by_hand = asked_by_hand(at=at)
    some = with_something_to_plan(_purses_for(known, at=at), by_hand=by_hand)
    purses = {purse.pk: purse for purse in some}
    apart = never_again() | by_hand.pairs
    rows = {pk: resource_row(purse, apart=apart, by_hand=by_hand) for pk, purse in purses.items()}
    before = granted_before(purses=purses.values(), needs=[known], by_hand=by_hand)
    told = options(
        row,
        pl.DataFrame(list(rows.values()), schema=RESOURCE_COLUMNS, orient="row"),
        pl.DataFrame(before, schema=BEFORE_COLUMNS, orient="row"),
    )
    codes = {int(resource): code for resource, _fits, code in told.iter_rows()}
    fitting = [purses[pk] for pk, code in codes.items() if code == FITS]
    plan = Plan.objects.defer("facts").order_by("-proposed_at", "-pk").first()
    places = Places(plan.policy if plan else "basic_first")
    rooms = rooms_for(fitting, row, before, places, by_hand, at=at)
    helps, full = _served(row, fitting, rooms, places)
    cannot = _cannot(row, purses, rows, codes, full)
    return Outlook(
        helps=helps,
        cannot=tuple(cannot[:SHOWN]),
        more_cannot=max(0, len(cannot) - SHOWN),
        lacking=row["quantity"] - row["covered"],
        unit=need.unit,
        planned_at=plan.proposed_at if plan else None,
    )


def _purses_for(need, *, at):
    return with_something_free(at=at).filter(kinds__contains=[need.kind], item=need.item)


def _served(row, fitting, rooms, places):
    """Who would help, and the purses that fit but have nothing for this need.

    First comes what is free, of the nearest purse first; only then what others would give way for.
    """
    lacking = row["quantity"] - row["covered"]
    first = max(0, (row["quantity"] + 1) // 2 - row["covered"])
    rest = lacking - first
    nearest = sorted(fitting, key=lambda purse: (_distance(purse, row), purse.pk))
    got, later = defaultdict(int), defaultdict(int)
    for mine, into in ((None, None), got), ([places.of(row, half) for half in (0, 1)], later):
        for purse in nearest:
            one, two = rooms[purse.pk].take(first, rest, mine)
            first, rest = first - one, rest - two
            into[purse.pk] += one + two
    helps = [
        Helps(
            purse=purse,
            count=got[purse.pk] + later[purse.pk],
            from_later=later[purse.pk],
            only_one=len(fitting) == 1,
        )
        for purse in nearest
        if got[purse.pk] + later[purse.pk]
    ]
    helping = {one.purse.pk for one in helps}
    if not first + rest:
        return tuple(helps), []
    return tuple(helps), [(p, rooms[p.pk]) for p in nearest if p.pk not in helping]


def _distance(purse, row):
    if purse.unit == "fen" or purse.home_id == row["street"]:
        return 0
    return 1 if (purse.home_id or "")[:6] == row["street"][:6] else 2


def _cannot(row, purses, rows, codes, full):
    """Those nearest to helping first: something not known, then what ran out, then what givers ask."""
    found = []
    for purse, room in full:
        says, would = _nothing_left(room)
        found.append((1, CannotHelp(purse=purse, says=says, would=would)))
    names = names_of({place for pk in purses for place in rows[pk]["streets"]})
    order = {"unknown": 0, "time": 2, "not_eligible": 3, "street": 4, "person_cap": 5}
    for pk, code in codes.items():
        if code != FITS:
            says = what_failed(code, row, rows[pk], names)
            would = _what_would_change(code, row, rows[pk])
            found.append((order[code], CannotHelp(purse=purses[pk], says=says, would=would)))
    return [one for _order, one in sorted(found, key=lambda pair: (pair[0], pair[1].purse.pk))]


def _nothing_left(room):
    if room.cap is not None and room.cap <= 0:
        return (
            _("With what is proposed now, the resident has all that this purse gives one person."),
            _("It would change if its givers allowed more for one person."),
        )
    if room.outside is not None and room.left > 0:
        return (
            _("What is left of it is kept for the people its givers named."),
            _("It would change if less of it were kept."),
        )
    return (
        _("All of it is proposed to needs that come before in the order."),
        _("It would change if more were given to it, or if the need were assessed as graver."),
    )


def _what_would_change(code, need, resource):
    match code:
        case "unknown":
            columns = parse(resource["eligible"]).unknown_because(need)
            return _("It would change if this were known: %(what)s.") % {
                "what": _(", ").join(str(NAMES[column]) for column in columns)
            }
        case "time":
            return _("It would change if the help were still of use in those days.")
        case "street":
            return _("It would change if its givers served this street too.")
        case "person_cap":
            return _("It would change if its givers allowed more for one person.")
        case _:
            return _("It would change if its givers asked for less.")
