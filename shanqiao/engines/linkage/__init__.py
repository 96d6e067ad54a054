"""Are these two registrations one person? The part before any model: normal forms, who is worth comparing, how alike.

A register is brought into normal form once (``normalise``). Its keys (``make_keys``) say which pairs are worth comparing:
all of a register (``candidates``), or those a new registration meets (``Index``, ``candidates_of``). Pairs are compared
field by field (``prepare``, ``compare``); each result is a level with words for the desk (``LEVELS``). How much a level
weighs, and who decides, is for others to say.
"""

from ._candidates import CANDIDATE_COLUMNS, Index, candidates, candidates_of, key_rows
from ._compare import COMPARISON_COLUMNS, compare
from ._keys import KEY_KINDS, Frequent, KeyKind, Keys, frequent_values, key_parts, make_keys
from ._levels import LEVELS, Level
from ._normal import NORMAL_COLUMNS, REGISTER_COLUMNS, CannotReadRegister, normalise
from ._prepared import Frequencies, Prepared, frequencies, prepare

__all__ = [
    "CANDIDATE_COLUMNS",
    "COMPARISON_COLUMNS",
    "KEY_KINDS",
    "LEVELS",
    "NORMAL_COLUMNS",
    "REGISTER_COLUMNS",
    "CannotReadRegister",
    "Frequencies",
    "Frequent",
    "Index",
    "KeyKind",
    "Keys",
    "Level",
    "Prepared",
    "candidates",
    "candidates_of",
    "compare",
    "frequencies",
    "frequent_values",
    "key_parts",
    "key_rows",
    "make_keys",
    "normalise",
    "prepare",
]
