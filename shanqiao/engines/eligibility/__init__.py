"""Who may be served: conditions of givers and rules of the city, read, asked, and told in words.

``parse('age >= 60 || (age >= 18 && disability in [1, 2])')`` gives an `Expression`. It is asked
of one need (`evaluate`), of a whole frame of needs (`over`), or by PostgreSQL (`sql`), and answers
yes, no or unknown. Which names it may use is said by a `Vocabulary`: `NEED` where nothing is said,
`RESIDENT` for rules, with parameters such as a poverty line that get their value by `bind`.
"""

from ._columns import STORED_AS, ColumnType, Value
from ._compare import Changes, compare
from ._expression import Expression, LacksParameter, comparisons, conjuncts, yes
from ._parse import parse
from ._problem import CannotReadExpression
from ._resident import RESIDENT
from ._tree import Always, Among, Column, Compare, Every, Some
from ._vocabulary import COLUMN_TYPES, NEED, Term, Vocabulary, Words

__all__ = [
    "COLUMN_TYPES",
    "NEED",
    "RESIDENT",
    "STORED_AS",
    "Always",
    "Among",
    "CannotReadExpression",
    "Changes",
    "Column",
    "ColumnType",
    "Compare",
    "Every",
    "Expression",
    "LacksParameter",
    "Some",
    "Term",
    "Value",
    "Vocabulary",
    "Words",
    "compare",
    "comparisons",
    "conjuncts",
    "parse",
    "yes",
]
