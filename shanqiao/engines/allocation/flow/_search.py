"""The way on which a unit is passed on until somebody has one left over.

A need that finds all its ports used up may still be served: a need there moves to another port, where
one may have to move too, until a port has a unit left. A search only goes from a port to one that is
nearer to something left over by one (see `_away`).

A resource with a reserve has two ports (see `_ports`). Through the second one everything goes on as
through the first, as long as people outside the reserve may have more; so both then have the same
distance. When they may not, one of them has to move.
"""

from __future__ import annotations

from typing import Any

from ._away import CLOSED, nearest_of, put_farther
from ._compiled import put_in, wide
from ._held import NEED, NEXT, NIL
from ._passing import pass_on
from ._reach import found_in, look


@put_in
def bring(ports: Any, held: Any, reach: Any, away: Any, need: int, wanted: int) -> int:
    """Bring a need up to so much more.

    Returns:
        how much it got; less than ``wanted`` means that nothing more can ever come. -1 less what it
        got when free records ran out.
    """
    got = 0
    while got < wanted:
        look(ports, held, reach, need)
        first = nearest_of(ports, away, need, reach.row)
        if first == NIL:
            break
        length = _way_from(ports, held, reach, away, first)
        if held.free[1] < length * len(reach.queue):
            return -1 - got
        if length:
            got += pass_on(ports, held, reach, away, need, wanted - got, length)
    return got


@put_in
def _way_from(ports: Any, held: Any, reach: Any, away: Any, first: int) -> int:
    """Find a way from a port to something left over; 0 when the port first had to be put farther."""
    half = len(held.spent)
    away.way[0] = first
    length = 1
    while length:
        port = away.way[length - 1]
        resource = port - half if port >= half else port
        if port >= half and held.spent_outside[resource] < ports.general[resource]:
            port = resource  # goes on as through the first one
        distance = away.of[port]
        if distance == CLOSED:  # meanwhile, by a gap
            length -= 1
            continue
        if distance == 0 and port < half and held.spent[resource] < ports.capacity[resource]:
            return length
        following = NIL
        if distance > 0:
            following = _next(ports, held, reach, away, port, distance)
        if following == NIL:
            put_farther(ports, held, reach, away, port)
            length -= 1
        else:
            away.mover[length - 1] = held.at[_search_of(held, port), resource]
            away.way[length] = following
            length += 1
    return 0


@put_in
def _search_of(held: Any, port: int) -> int:
    """Which of the searches of its resource (see `Held.at`) found something last."""
    half = len(held.spent)
    if port >= half:
        return 2
    return 0 if held.at[0, port] != NIL else 1


@put_in
def _next(ports: Any, held: Any, reach: Any, away: Any, port: int, distance: int) -> int:
    """A port nearer by one to which some need can move; the search stands at its record then."""
    half = len(held.spent)
    resource = port - half if port >= half else port
    for search in range(2, 3) if port >= half else range(2):
        record = held.at[search, resource]
        while record != NIL:
            found = found_in(
                ports, held, reach, wide(held.record[record, NEED]), away.level[distance - 1]
            )
            if found >= 0:
                held.at[search, resource] = record
                return found
            record = held.record[record, NEXT]
            held.at[search, resource] = record
    return NIL
