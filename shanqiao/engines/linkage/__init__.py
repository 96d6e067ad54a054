"""Are these two registrations one person? The part before any model: normal forms, who is worth comparing, how alike.

A register is brought into normal form once (``normalise``). Its keys (``make_keys``) say which pairs are worth comparing:
all of a register (``candidates``), or those a new registration meets (``Index``, ``candidates_of``). Pairs are compared
field by field (``prepare``, ``compare``); each result is a level with words for the desk (``LEVELS``). How much a level
weighs, and who decides, is for others to say. One registration alone, while somebody types it, takes the same steps without
columns (``read_one``, ``key_texts``, ``prepare_one``), and those it is compared with are kept ready as bytes.
"""

from ._candidates import CANDIDATE_COLUMNS, Index, candidates, candidates_of, key_rows
from ._compare import COMPARISON_COLUMNS, compare
from ._key_texts import KeyText, all_key_texts, key_texts
from ._keys import KEY_KINDS, Frequent, KeyKind, Keys, frequent_values, key_parts, make_keys
from ._levels import LEVELS, Level
from ._normal import NORMAL_COLUMNS, REGISTER_COLUMNS, CannotReadRegister, normalise
from ._one import Row, as_frame, read_one
from ._one_prepared import from_bytes, layout_number, prepare_one, to_bytes
from ._prepared import SHARED, Frequencies, Prepared, frequencies, prepare

__all__ = [
    "CANDIDATE_COLUMNS",
    "COMPARISON_COLUMNS",
    "KEY_KINDS",
    "LEVELS",
    "NORMAL_COLUMNS",
    "REGISTER_COLUMNS",
    "SHARED",
    "CannotReadRegister",
    "Frequencies",
    "Frequent",
    "Index",
    "KeyKind",
    "KeyText",
    "Keys",
    "Level",
    "Prepared",
    "Row",
    "all_key_texts",
    "as_frame",
    "candidates",
    "candidates_of",
    "compare",
    "frequencies",
    "frequent_values",
    "from_bytes",
    "key_parts",
    "key_rows",
    "key_texts",
    "layout_number",
    "make_keys",
    "normalise",
    "prepare",
    "prepare_one",
    "read_one",
    "to_bytes",
]
