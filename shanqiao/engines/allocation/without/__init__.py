"""What the same needs would get from the same resources without a plan: for comparison only.

Read in this order:

1. `_fitting`: which resources may serve a need.
2. `_gifts`: who got what from whom, within every limit of the plan files.
3. `_dice`: the chance by which people come to know of resources, the same every time.
4. `_applying`: people apply to a few resources, and each of these decides alone.
5. `_queueing`: one queue for all resources.
6. `_methods`: the four of them by name.
7. `_table`: what each is worth beside a plan.
"""

from ._methods import METHODS, Outcome, outcome_of
from ._table import without_a_plan

__all__ = ["METHODS", "Outcome", "outcome_of", "without_a_plan"]
