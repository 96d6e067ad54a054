"""What changed from one plan to the next, pair by pair, and why.

Read in this order:

1. `_pairs`: which amounts differ, and which of them belong together as a move.
2. `_sides`: both frozen problems beside each other, net of what was granted meanwhile.
3. `_losing`: why a need gets less from a resource than was proposed.
4. `_gaining`: why it gets more.
5. `_changes`: a change with the reason that binds first, and how many others fit.
"""

from ._changes import ANSWERED_COLUMNS, CHANGE_COLUMNS, changes_between
from ._reason import CLASS, REASONS

__all__ = ["ANSWERED_COLUMNS", "CHANGE_COLUMNS", "CLASS", "REASONS", "changes_between"]
