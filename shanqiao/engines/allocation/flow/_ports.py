"""Which resources may serve a need, as bits.

A resource has two *ports*: through the first it serves people inside its reserve (and everybody,
where it reserves nothing), through the second people outside of it. A need with a resource
has one port there, so all its ports are one row of bits: first those of the first sort, a bit per
resource, then those of the second.

Resources that serve the same streets stand side by side, those for the whole city first. So a need
finds all its bits in two spans of a row, its *near* words, and nobody looks at the others: outside
its near words a row means nothing.

A row is not kept. Everything a giver can ask for has few different answers (176 streets, 130 ages,
some hundred days), and for each of them there is one mask of the resources that are content with
it; the row of a need is what all its masks have in common. At a million needs and ten thousand
resources that is as fast as reading 48 million edges, and takes no room.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .._order import Ints
from ._compiled import compiled, put_in

Words = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int32]
ONE = np.uint64(1)
EVERY = np.uint64(2**64 - 1)
WORD = 64
PLACE, MATES, ANSWERS = 0, 1, 2  # columns of `Ports.facts`


class Ports(NamedTuple):
    """What one group of needs and resources allows; rows are numbers inside the group.

    Attributes:
        facts: (k, 2 + f + g) what is asked most of a need, side by side: `PLACE`, which near words
            it has, the same for all needs of a person; `MATES`, how many needs its person has in
            the group; from `ANSWERS` on the rows of ``mask`` of its answers; from ``inside_from``
            on those of ``inside``, none where nothing is reserved.
        mask: (t, w) the resources content with an answer, a bit each.
        inside: (t, w) the same for being inside the reserve.
        capacity, general: (m,) see `Resources`.
        cap: (m,) the most one person may get, `NO_LIMIT` where nothing is said.
        capped: (w,) the resources with a limit per person.
        near: (places, 4) where the two spans of first ports of each place begin and end; second
            ports lie w words behind.
        person: (k,) the person of each need.
        mates_begin, mates: needs by person.
        had_begin, had_resource, had_count: what each person had from a resource before.
    """

    facts: Codes
    inside_from: int
    mask: Words
    inside: Words
    capacity: Ints
    general: Ints
    cap: Ints
    capped: Words
    near: Codes
    person: Codes
    mates_begin: Codes
    mates: Codes
    had_begin: Codes
    had_resource: Codes
    had_count: Ints


@put_in
def fits(ports: Any, need: int, row: Words, other: Words) -> None:
    """All ports of a need, whoever holds what.

    Where one person may get only so much from a resource, the person is outside its reserve with
    every need if with one (see `edges_of`).

    Args:
        row: (2w,) is filled in its near words.
        other: (2w,) is used up.
    """
    _own(ports, need, row)
    if not reserving(ports) or not has_mates(ports, need):
        return
    person = ports.person[need]
    begin, end = ports.mates_begin[person], ports.mates_begin[person + 1]
    width, place = len(ports.capped), ports.facts[need, PLACE]
    for at in range(begin, end):
        mate = ports.mates[at]
        if mate != need:
            _own(ports, mate, other)
            for span in range(0, 4, 2):
                for word in range(ports.near[place, span], ports.near[place, span + 1]):
                    moved = row[word] & other[width + word] & ports.capped[word]
                    row[word] &= ~moved
                    row[width + word] |= moved


@put_in
def _own(ports: Any, need: int, row: Words) -> None:
    """The ports of a need by its own answers alone."""
    facts, mask, inside = ports.facts, ports.mask, ports.inside
    width, place = len(ports.capped), facts[need, PLACE]
    for span in range(0, 4, 2):
        for word in range(ports.near[place, span], ports.near[place, span + 1]):
            bits = mask[facts[need, ANSWERS], word]
            for answer in range(ANSWERS + 1, ports.inside_from):
                bits &= mask[facts[need, answer], word]
            if reserving(ports):
                within = bits
                for answer in range(ports.inside_from, facts.shape[1]):
                    within &= inside[facts[need, answer], word]
                row[width + word] = bits & ~within
                bits = within
            row[word] = bits


@put_in
def may_reach(ports: Any, need: int, wanted: Words) -> bool:
    """Whether the need, or another of the person, is content with one of some ports.

    A first look that costs little: no port outside of the answer will do, not each inside of it.
    """
    width, place = len(ports.capped), ports.facts[need, PLACE]
    person = ports.person[need]
    for span in range(0, 4, 2):
        for word in range(ports.near[place, span], ports.near[place, span + 1]):
            sought = wanted[word] | wanted[width + word]
            if sought == 0:
                continue
            for at in range(ports.mates_begin[person], ports.mates_begin[person + 1]):
                both, answer = sought, ANSWERS
                while both != 0 and answer < ports.inside_from:
                    both &= ports.mask[ports.facts[ports.mates[at], answer], word]
                    answer += 1
                if both != 0:
                    return True
    return False


@put_in
def one_of(ports: Any, need: int, wanted: Words) -> int:
    """One of some ports that is a port of the need by its own answers, or -1."""
    facts, mask, inside = ports.facts, ports.mask, ports.inside
    width, place = len(ports.capped), facts[need, PLACE]
    for span in range(0, 4, 2):
        for word in range(ports.near[place, span], ports.near[place, span + 1]):
            bits, answer = wanted[word] | wanted[width + word], ANSWERS
            while bits != 0 and answer < ports.inside_from:
                bits &= mask[facts[need, answer], word]
                answer += 1
            if bits == 0:
                continue
            within = bits
            for at in range(ports.inside_from, facts.shape[1]):
                within &= inside[facts[need, at], word]
            first = within & wanted[word]
            if first != 0:
                found: int = word * WORD + lowest(first)
                return found
            second = bits & ~within & wanted[width + word]
            if second != 0:
                found = (width + word) * WORD + lowest(second)
                return found
    return -1


@put_in
def has_mates(ports: Any, need: int) -> bool:
    """Whether the person has other needs in the group."""
    return bool(ports.facts[need, MATES] > 1)


@put_in
def reserving(ports: Any) -> bool:
    """Whether anything is reserved in the group, so that there are second ports."""
    return bool(ports.facts.shape[1] > ports.inside_from)


@put_in
def has(row: Words, bit: int) -> bool:
    """Whether a bit is set."""
    return bool((row[bit >> 6] >> np.uint64(bit & 63)) & ONE != 0)


@put_in
def put(row: Words, bit: int) -> None:
    """Set a bit."""
    row[bit >> 6] |= ONE << np.uint64(bit & 63)


@put_in
def drop(row: Words, bit: int) -> None:
    """Clear a bit."""
    row[bit >> 6] &= ~(ONE << np.uint64(bit & 63))


@compiled
def lowest(word: np.uint64) -> int:
    """The place of the lowest set bit of a word that has one."""
    place = 0
    if word & np.uint64(0xFFFFFFFF) == 0:
        place += 32
        word >>= np.uint64(32)
    if word & np.uint64(0xFFFF) == 0:
        place += 16
        word >>= np.uint64(16)
    if word & np.uint64(0xFF) == 0:
        place += 8
        word >>= np.uint64(8)
    if word & np.uint64(0xF) == 0:
        place += 4
        word >>= np.uint64(4)
    if word & np.uint64(0x3) == 0:
        place += 2
        word >>= np.uint64(2)
    if word & np.uint64(0x1) == 0:
        place += 1
    return place


@put_in
def common(ports: Any, need: int, row: Words, other: Words) -> int:
    """The first port of a need's row that another row has too, or -1."""
    width, place = len(ports.capped), ports.facts[need, PLACE]
    for side in range(1 + int(reserving(ports))):
        for span in range(0, 4, 2):
            begin, end = ports.near[place, span], ports.near[place, span + 1]
            for word in range(side * width + begin, side * width + end):
                both = row[word] & other[word]
                if both != 0:
                    found: int = word * WORD + lowest(both)
                    return found
    return -1


@put_in
def meet(row: Words, other: Words) -> bool:
    """Whether two whole rows have a port in common."""
    both = np.uint64(0)
    for word in range(len(row)):
        both |= row[word] & other[word]
    return bool(both != 0)


@put_in
def add_near(ports: Any, need: int, row: Words, more: Words) -> None:
    """Add the ports of a need's row to another row."""
    width, place = len(ports.capped), ports.facts[need, PLACE]
    for side in range(1 + int(reserving(ports))):
        for span in range(0, 4, 2):
            begin, end = ports.near[place, span], ports.near[place, span + 1]
            for word in range(side * width + begin, side * width + end):
                row[word] |= more[word]


@put_in
def drop_near(ports: Any, need: int, row: Words, less: Words) -> None:
    """Take the ports of a need's row out of another row."""
    width, place = len(ports.capped), ports.facts[need, PLACE]
    for side in range(1 + int(reserving(ports))):
        for span in range(0, 4, 2):
            begin, end = ports.near[place, span], ports.near[place, span + 1]
            for word in range(side * width + begin, side * width + end):
                row[word] &= ~less[word]


@put_in
def clear_near(ports: Any, need: int, row: Words) -> None:
    """No ports, where a need looks."""
    width, place = len(ports.capped), ports.facts[need, PLACE]
    for side in range(1 + int(reserving(ports))):
        for span in range(0, 4, 2):
            begin, end = ports.near[place, span], ports.near[place, span + 1]
            for word in range(side * width + begin, side * width + end):
                row[word] = np.uint64(0)
