"""How much one need could get from each of some purses, beside what is proposed from them to others."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Sum

from shanqiao.apps.matching.models import Cover, Proposal, Reserve
from shanqiao.apps.matching.queries import key
from shanqiao.apps.matching.reserves import open_to_all, stands_outside
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.sameness.queries import persons_of
from shanqiao.engines.eligibility import parse


class Places:
    """Where a half of a need stands in the order of a policy; the smaller, the earlier."""

    def __init__(self, policy):
        self._by_half = policy == "basic_first"

    def of(self, row, half):
        gravity = 1 + row["severity"] + 15 * row["urgency"]
        place = (-gravity, row["open_on"], row["need"])
        return (half, *place) if self._by_half else (*place, half)


@dataclass
class Room:
    """What a need may get from one purse, beside what is proposed from it to others."""

    left: int
    cap: int | None  # what the resident may still get
    outside: int | None  # what is open to people outside its reserve; None where the need is inside
    held: list = field(default_factory=list)  # (place, units, whether outside) proposed to others

    def most(self, place):
        """What is left, with what is proposed to those who come after ``place``; None: to nobody."""
        later = [] if place is None else [one for one in self.held if one[0] > place]
        most = self.left + sum(units for _place, units, _outside in later)
        if self.outside is not None:
            open_part = sum(units for _place, units, outside in later if outside)
            most = min(most, self.outside + open_part)
        return max(0, most)

    def take(self, first, rest, places):
        """(of the first half, of the rest) what the need gets here of what it wants; the room shrinks by it."""
        cap = first + rest if self.cap is None else max(0, self.cap)
        one = min(first, cap, self.most(places[0]))
        # What the first half pushed out comes before the rest, and takes what is left first.
        two = max(0, min(rest, cap - one, self.most(places[1]) - one))
        self.left -= one + two
        self.cap = None if self.cap is None else self.cap - one - two
        self.outside = None if self.outside is None else self.outside - one - two
        return one, two


def rooms_for(fitting, row, before, places, by_hand, *, at):
    """{purse: `Room`}, with what is proposed to others now.

    Args:
        by_hand: `AskedByHand`; nobody gives way to others there.
    """
    had = defaultdict(int)
    for granted in before:
        if granted["person"] == row["person"]:
            had[granted["resource"]] += granted["quantity"]
    used = dict(Reserve.objects.filter(purse__in=fitting).values_list("purse", "outside"))
    for (purse, _person, outside), count in by_hand.of_person.items():
        if outside:
            used[purse] = used.get(purse, 0) + count
    rooms = {}
    for purse in fitting:
        inside = parse(purse.reserved_for).evaluate(row) is True
        open_part = open_to_all(share=purse.reserved_share, received=purse.received)
        outside = None if inside or not purse.reserved_share else open_part - used.get(purse.pk, 0)
        cap = None if purse.person_cap is None else purse.person_cap - had[key(purse.pk)]
        left = max(0, purse.free - by_hand.of_purse[purse.pk])
        rooms[purse.pk] = Room(left=left, cap=cap, outside=outside)
    _put_in_what_is_proposed(rooms, row, places, at=at)
    return rooms


def _put_in_what_is_proposed(rooms, row, places, *, at):
    waiting = list(
        Proposal.objects.waiting()
        .planned()
        .filter(purse__in=rooms)
        .exclude(need=int(row["need"]))
        .select_related("need__resident", "purse__line")
    )
    needs = {proposal.need_id for proposal in waiting}
    assessments = {a.need_id: a for a in latest_assessments(needs=needs)}
    granted = dict(Cover.objects.filter(need__in=needs).values_list("need_id", "granted"))
    persons = persons_of(p.need.resident_id for p in waiting)
    rests = _rests(needs, assessments, granted)
    for proposal in waiting:
        room, assessment = rooms[proposal.purse_id], assessments[proposal.need_id]
        outside = stands_outside(proposal=proposal, assessment=assessment, at=at)
        second = min(proposal.count, rests[proposal.need_id])
        rests[proposal.need_id] -= second
        room.left -= proposal.count
        if room.outside is not None and outside:
            room.outside -= proposal.count
        if room.cap is not None and key(persons[proposal.need.resident_id]) == row["person"]:
            room.cap -= proposal.count
            continue  # one need of a resident is not served by taking from another of theirs
        other = {
            "need": key(proposal.need_id),
            "open_on": proposal.need.open_on,
            "severity": assessment.severity,
            "urgency": assessment.urgency,
        }
        for half, units in ((0, proposal.count - second), (1, second)):
            if units:
                room.held.append((places.of(other, half), units, outside))


def _rests(needs, assessments, granted):
    """{need: how much of all that is proposed to it goes beyond its first half}."""
    proposed = (
        Proposal.objects.waiting()
        .planned()
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
