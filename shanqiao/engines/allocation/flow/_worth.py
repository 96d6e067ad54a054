"""What one more unit, or one unit less, would mean at every port and every need of a group.

*Gain* at a place is the rank weight of the best element that one more unit there would serve, 0 for
none. *Loss* at a port is the rank weight of the least element that has to give up a unit so that one
is free there, 0 where one is left over, `NEVER` where none can be had.

A port *leans on* another when a need served through it could be served through the other instead.
Then a unit at the other is as good as one here: gains go from a port to all it leans on, losses the
other way. Ports are few, so who leans on whom is one row of bits for each; needs are looked at once.
The labels are the same for every plan with the same amounts, whoever gives to whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._edges import NO_LIMIT
from .._order import Elements, Ints
from .._prices import NEVER
from ._compiled import allocating, compiled, wide
from ._groups import Group
from ._held import NEED, NEXT, NEXT_OF_NEED, NIL, PORT
from ._ports import (
    EVERY,
    ONE,
    WORD,
    Words,
    drop,
    drop_near,
    fits,
    has,
    has_mates,
    lowest,
    one_of,
    put,
)
from ._reach import a_reach, found_in, left_for, look
from ._serve import Served


@dataclass(frozen=True)
class Worth:
    """Labels of one group, in rank weights.

    Attributes:
        gain, loss: (2, m) at the first and the second port of each resource.
        gain_of_need: (k,) at each need.
        full_resource, full_person: (f,) resources and people who have got all that one person may
            get from them, by this plan or before.
        gain_of_full: (f,) what one more unit would serve if that limit were wider by one.
    """

    gain: Ints
    loss: Ints
    gain_of_need: Ints
    full_resource: Ints
    full_person: Ints
    gain_of_full: Ints


def worth_of(group: Group, served: Served, elements: Elements) -> Worth:
    """Label one group.

    Args:
        elements: of all needs of the city.
    """
    ports, held = group.ports, served.held
    own = elements.of(group.needs)
    unfilled, least = own.best_unfilled(served.got), own.least_filled(served.got, NEVER)
    half, resources = len(held.spent), len(ports.capacity)
    leans = np.full((2 * half, len(ports.capped) * 2), EVERY, np.uint64)
    base = np.full(2 * half, NEVER, np.int64)
    reach = a_reach(ports)
    _lean(ports, held, reach, least, leans, base)
    loss = _losses(leans, base)
    wanting = np.flatnonzero(unfilled)
    wanting = wanting[np.argsort(-unfilled[wanting], kind="stable")]
    gain = np.zeros(2 * half, np.int64)
    _gains(ports, held, reach, wanting, unfilled, leans, gain)
    gain_of_need = unfilled.copy()
    _gains_of_needs(ports, held, reach, gain, gain_of_need)
    resource, person, behind = _full(ports, held, reach, gain_of_need)
    return Worth(
        gain=gain.reshape(2, half)[:, :resources],
        loss=loss.reshape(2, half)[:, :resources],
        gain_of_need=gain_of_need,
        full_resource=resource,
        full_person=person,
        gain_of_full=behind,
    )


@compiled
def _lean(ports: Any, held: Any, reach: Any, least: Ints, leans: Words, base: Ints) -> None:
    """Which ports each port leans on, and what it costs to free a unit by taking it from somebody.

    Args:
        leans: every bit is set; those of the ports it does not lean on stay so until the end.
    """
    half, words = len(held.spent), len(reach.row)
    for port in range(2 * half):
        first = port - half if port >= half else port
        rest = leans[port]
        record = held.first[port]
        while record != NIL:
            need = wide(held.record[record, NEED])
            base[port] = min(base[port], least[need])
            if has_mates(ports, need):
                for at in range(look(ports, held, reach, need)):
                    base[port] = min(base[port], least[reach.queue[at]])
                drop_near(ports, need, rest, reach.row)
            elif one_of(ports, need, rest) >= 0:
                look(ports, held, reach, need)
                drop_near(ports, need, rest, reach.row)
            record = held.record[record, NEXT]
        for word in range(words):
            rest[word] = ~rest[word]
        if port >= half:
            base[first] = min(base[first], base[port])
            for word in range(words):
                leans[first, word] |= leans[port, word]
    for resource in range(len(ports.capacity)):
        if held.spent[resource] < ports.capacity[resource]:
            base[resource] = 0
        if held.spent_outside[resource] > 0:
            put(leans[resource], resource + half)
        if held.spent_outside[resource] < ports.general[resource]:
            put(leans[resource + half], resource)


@allocating
def _losses(leans: Words, base: Ints) -> Ints:
    """(p,) the least base among all ports that a port leans on, one after the other."""
    ports, words = leans.shape
    leaning = np.zeros((ports, words), np.uint64)  # the other way round
    for port in range(ports):
        for word in range(words):
            bits = leans[port, word]
            while bits != 0:
                put(leaning[word * WORD + lowest(bits)], port)
                bits &= bits - ONE
    loss = np.full(ports, NEVER, np.int64)
    rest = np.full(words, EVERY, np.uint64)
    queue = np.empty(ports, np.int64)
    for source in np.argsort(base):
        if base[source] == NEVER:
            break
        if has(rest, source):
            _spread(leaning, source, base[source], rest, loss, queue)
    return loss


@compiled
def _spread(along: Words, source: int, label: int, rest: Words, labels: Ints, queue: Ints) -> None:
    """Give a port, and all that follow from it and are among the rest without one, a label."""
    drop(rest, source)
    labels[source] = label
    queue[0], length = source, 1
    while length:
        length -= 1
        row = along[queue[length]]
        for word in range(len(row)):
            bits = row[word] & rest[word]
            rest[word] &= ~bits
            while bits != 0:
                found = word * WORD + lowest(bits)
                labels[found] = label
                queue[length] = found
                length += 1
                bits &= bits - ONE


@allocating
def _gains(
    ports: Any, held: Any, reach: Any, wanting: Ints, unfilled: Ints, leans: Words, gain: Ints
) -> None:
    rest = np.full(len(reach.row), EVERY, np.uint64)
    queue = np.empty(len(gain), np.int64)
    for need in wanting:
        found = found_in(ports, held, reach, need, rest)
        while found >= 0:
            _spread(leans, found, unfilled[need], rest, gain, queue)
            found = found_in(ports, held, reach, need, rest)


@allocating
def _gains_of_needs(ports: Any, held: Any, reach: Any, gain: Ints, of_need: Ints) -> None:
    """What a unit more would be worth at a need: for itself, or passed on through its ports."""
    own = of_need.copy()
    for need in range(len(own)):
        record = held.of_need[need]
        while record != NIL:
            own[need] = max(own[need], gain[held.record[record, PORT]])
            record = held.record[record, NEXT_OF_NEED]
    for need in range(len(own)):
        of_need[need] = max(of_need[need], own[need])
        person = ports.person[need]
        if ports.mates_begin[person + 1] - ports.mates_begin[person] > 1:
            reached = look(ports, held, reach, need)
            for at in range(1, reached):
                mate = reach.queue[at]
                of_need[mate] = max(of_need[mate], own[need])


def _full(ports: Any, held: Any, reach: Any, of_need: Ints) -> tuple[Ints, Ints, Ints]:
    """Resources, people and gains where nothing is left of the limit per person; by person."""
    most = np.count_nonzero(held.units) + len(ports.had_resource)
    pairs, behind = np.empty((2, most), np.int64), np.zeros(most, np.int64)
    found = _used_up(ports, held, reach, of_need, pairs, behind)
    return pairs[0, :found], pairs[1, :found], behind[:found]


@compiled
def _used_up(ports: Any, held: Any, reach: Any, of_need: Ints, pairs: Ints, behind: Ints) -> int:
    """Fill in the pairs of resource and person, each once, with their gains; how many there are."""
    half, found = len(held.spent), 0
    for person in range(len(ports.had_begin) - 1):
        begin = found
        for at in range(ports.had_begin[person], ports.had_begin[person + 1]):
            pairs[0, found], pairs[1, found] = ports.had_resource[at], person
            found += int(_is_used_up(ports, held, reach, of_need, pairs, behind, begin, found))
        for at in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
            record = held.of_need[ports.mates[at]]
            while record != NIL:
                port = held.record[record, PORT]
                pairs[0, found], pairs[1, found] = port - half if port >= half else port, person
                found += int(_is_used_up(ports, held, reach, of_need, pairs, behind, begin, found))
                record = held.record[record, NEXT_OF_NEED]
    return found


@compiled
def _is_used_up(
    ports: Any, held: Any, reach: Any, of_need: Ints, pairs: Ints, behind: Ints, begin: int, at: int
) -> bool:
    """Whether nothing is left of the limit of a pair that was not met since ``begin``; then its gain."""
    resource, person, half = pairs[0, at], pairs[1, at], len(held.spent)
    if ports.cap[resource] == NO_LIMIT:
        return False
    for earlier in range(begin, at):
        if pairs[0, earlier] == resource:
            return False
    if left_for(ports, held, person, resource) > 0:
        return False
    behind[at] = 0
    for place in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
        need = ports.mates[place]
        reach.row[:] = np.uint64(0)  # also where this need does not look
        fits(ports, need, reach.row, reach.other)
        if has(reach.row, resource) or has(reach.row, resource + half):
            behind[at] = max(behind[at], of_need[need])
    return True
