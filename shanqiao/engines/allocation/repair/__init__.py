"""Wishes beyond the pure model, met by repair after the proven plan, with the gap told.

A network flow cannot say "wholly or not at all", "at least so much or nothing", "from at most n
helpers", or "so much of what is spent". So the proven plan is made without these wishes; what breaks
one of them is taken out, what became free is filled in again in the strict order, and a few rounds
of local improvement follow. The bound that the prices of the proven plan give holds for every plan,
so it holds for the repaired one as well: what lies between is the most that the wishes can cost.

Read in this order, each file with its one thought:

1. `_wishes`: what givers and the city wish for.
2. `_ground`: needs, doors between needs and resources, and limits, as numbers.
3. `_giving`: a plan that may be changed step by step, and the steps taken back.
4. `_breaking`: taking out what breaks a wish.
5. `_serving`, `_filling`: bringing one need, and then all of them, as far as every wish allows.
6. `_making_room`, `_improving`: moves that take from one need for another and are worth it.
7. `_changes`, `_again`, `_repair`: what changed, in words; the plan made again; all of it together.
"""

from ._repair import Repaired, repair
from ._wishes import Wishes

__all__ = ["Repaired", "Wishes", "repair"]
