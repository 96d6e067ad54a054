"""Step 1 at the size of a city: who gets how much, and what a unit more or less is worth anywhere.

Read in this order, each file with its one thought and its source:

1. `_ports`: which resources may serve a need, as bits; edges are made when asked and never kept.
2. `_answers`, `_conditions`, `_bits`: from what needs answer to what givers ask, and so to those bits.
3. `_held`: who holds how much from whom at the moment.
4. `_reach`: from where one need could take a unit, itself or through another need of the person.
5. `_away`, `_search`, `_passing`: how far everything is from something left over, and the shortest
   way there, on which a unit is passed on.
6. `_serve`: the elements in strict order.
7. `_worth`: what is left over, who would get it, and who would have to give.
"""

from ._groups import Group, groups_of
from ._numbering import numbered
from ._serve import Served, flows, serve
from ._worth import Worth, worth_of

__all__ = ["Group", "Served", "Worth", "flows", "groups_of", "numbered", "serve", "worth_of"]
