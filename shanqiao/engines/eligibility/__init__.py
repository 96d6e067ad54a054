"""Who may be served: the conditions of a giver, read, asked, and told in words.

``parse('age >= 60 || (age >= 18 && disability in [1, 2])')`` gives an `Expression`. It is asked
of one need (`evaluate`) or of a whole frame of needs (`over`), and answers yes, no or unknown.
"""

from ._columns import COLUMN_TYPES
from ._expression import Expression, comparisons, conjuncts, yes
from ._parse import parse
from ._problem import CannotReadExpression
from ._tree import Always, Among, Column, Compare, Every, Some

__all__ = [
    "COLUMN_TYPES",
    "Always",
    "Among",
    "CannotReadExpression",
    "Column",
    "Compare",
    "Every",
    "Expression",
    "Some",
    "comparisons",
    "conjuncts",
    "parse",
    "yes",
]
