"""Who would help with a need if a plan were made now: told in a moment, from what the last plan left.

Nothing is computed anew but this one need: what is free and not proposed, and what is proposed to needs that come later
in the order and would have to give way. What those could get elsewhere instead is not looked at, and neither are needs
registered since; so it is an outlook, and the next plan has the last word.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.funds.queries import with_something_free
from shanqiao.apps.matching.models import Cover, Plan, Proposal, Reserve
from shanqiao.apps.matching.queries import (
    facts_of_need,
    granted_before,
    key,
    needs_with_a_gap,
    never_again,
    resource_row,
)
from shanqiao.apps.matching.reserves import open_to_all, stands_outside
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.engines.allocation import BEFORE_COLUMNS, RESOURCE_COLUMNS, options
from shanqiao.engines.eligibility import parse

from .conditions import NAMES, names_of
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
    row = facts_of_need(known, known, day=localdate(at), granted=known.granted or 0)
    purses = {p.pk: p for p in _purses_for(known, at=at)}
    apart = never_again()
    rows = {pk: resource_row(purse, apart=apart) for pk, purse in purses.items()}
    before = granted_before(purses=purses.values(), needs=[known])
    told = options(
        row,
        pl.DataFrame(list(rows.values()), schema=RESOURCE_COLUMNS, orient="row"),
        pl.DataFrame(before, schema=BEFORE_COLUMNS, orient="row"),
    )
    codes = {int(resource): code for resource, _fits, code in told.iter_rows()}
    fitting = [purses[pk] for pk, code in codes.items() if code == FITS]
    plan = Plan.objects.defer("facts").order_by("-proposed_at", "-pk").first()
    places = _Places(plan.policy if plan else "basic_first")
    rooms = _rooms(fitting, row, before, places, at=at)
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


class _Places:
    """Where a half of a need stands in the order of a policy; the smaller, the earlier."""

    def __init__(self, policy):
        self._by_half = policy == "basic_first"

    def of(self, row, half):
        gravity = 1 + row["severity"] + 15 * row["urgency"]
        place = (-gravity, row["open_on"], row["need"])
        return (half, *place) if self._by_half else (*place, half)


@dataclass
class _Room:
    """What a need may get from one purse, beside what is proposed from it to others."""

    left: int
    cap: int | None  # what the resident may still get
    outside: int | None  # what is open to people outside its reserve; None where the need is inside
    held: list = field(default_factory=list)  # (place, units, whether outside) proposed to others

    def most(self, place):
        """What is left, with what is proposed to those who come after ``place``."""
        later = [(units, outside) for held, units, outside in self.held if held > place]
        most = max(0, self.left) + sum(units for units, _outside in later)
        if self.outside is not None:
            open_part = max(0, self.outside)
            most = min(most, open_part + sum(units for units, outside in later if outside))
        return most

    def halves(self, first, rest, places):
        """(for the first half, for the rest) of what is wanted."""
        cap = first + rest if self.cap is None else max(0, self.cap)
        one = min(first, cap, self.most(places[0]))
        # What the first half pushed out comes before the rest, and takes what is left first.
        return one, max(0, min(rest, cap - one, self.most(places[1]) - one))


def _served(row, fitting, rooms, places):
    """Who would help, the nearest first, and the purses that fit but have nothing for this need."""
    lacking = row["quantity"] - row["covered"]
    first = max(0, (row["quantity"] + 1) // 2 - row["covered"])
    rest = lacking - first
    mine = [places.of(row, half) for half in (0, 1)]
    helps, full = [], []
    for purse in sorted(fitting, key=lambda purse: (_distance(purse, row), purse.pk)):
        room = rooms[purse.pk]
        one, two = room.halves(first, rest, mine)
        if one + two:
            first, rest = first - one, rest - two
            free = room.left if room.outside is None else min(room.left, room.outside)
            later = max(0, one + two - max(0, free))
            only = len(fitting) == 1
            helps.append(Helps(purse=purse, count=one + two, from_later=later, only_one=only))
        elif first + rest:
            full.append((purse, room))
    return tuple(helps), full


def _distance(purse, row):
    if purse.unit == "fen" or purse.home_id == row["street"]:
        return 0
    return 1 if (purse.home_id or "")[:6] == row["street"][:6] else 2


def _rooms(fitting, row, before, places, *, at):
    """{purse: `_Room`}, with what is proposed to others now."""
    had = defaultdict(int)
    for granted in before:
        if granted["person"] == row["person"]:
            had[granted["resource"]] += granted["quantity"]
    used = dict(Reserve.objects.filter(purse__in=fitting).values_list("purse", "outside"))
    rooms = {}
    for purse in fitting:
        inside = parse(purse.reserved_for).evaluate(row) is True
        open_part = open_to_all(share=purse.reserved_share, received=purse.received)
        outside = None if inside or not purse.reserved_share else open_part - used.get(purse.pk, 0)
        cap = None if purse.person_cap is None else purse.person_cap - had[key(purse.pk)]
        rooms[purse.pk] = _Room(left=purse.free, cap=cap, outside=outside)
    _put_in_what_is_proposed(rooms, row, places, at=at)
    return rooms


def _put_in_what_is_proposed(rooms, row, places, *, at):
    waiting = list(
        Proposal.objects.waiting()
        .filter(purse__in=rooms)
        .exclude(need=int(row["need"]))
        .select_related("need__resident", "purse")
    )
    needs = {proposal.need_id for proposal in waiting}
    assessments = {a.need_id: a for a in latest_assessments(needs=needs)}
    granted = dict(Cover.objects.filter(need__in=needs).values_list("need_id", "granted"))
    rests = _rests(needs, assessments, granted)
    for proposal in waiting:
        room, assessment = rooms[proposal.purse_id], assessments[proposal.need_id]
        other = facts_of_need(proposal.need, assessment, day=localdate(at))
        outside = stands_outside(proposal=proposal, assessment=assessment, at=at)
        second = min(proposal.count, rests[proposal.need_id])
        rests[proposal.need_id] -= second
        room.left -= proposal.count
        if room.outside is not None and outside:
            room.outside -= proposal.count
        if room.cap is not None and other["person"] == row["person"]:
            room.cap -= proposal.count
            continue  # one need of a resident is not served by taking from another of theirs
        for half, units in ((0, proposal.count - second), (1, second)):
            if units:
                room.held.append((places.of(other, half), units, outside))


def _rests(needs, assessments, granted):
    """{need: how much of all that is proposed to it goes beyond its first half}."""
    proposed = (
        Proposal.objects.waiting()
        .filter(need__in=needs)
        .values_list("need")
        .annotate(all=Sum("count"))
        .order_by()
    )
    rests = {}
    for need, count in proposed:
        assessment = assessments[need]
        covered = assessment.elsewhere + granted.get(need, 0)
        rests[need] = max(0, count - max(0, (assessment.needed + 1) // 2 - covered))
    return rests


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
