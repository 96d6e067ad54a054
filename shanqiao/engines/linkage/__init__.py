"""Are these two registrations one person? The part before any model: normal forms, who is worth comparing, how alike.

A register is brought into normal form once (``normalise``). Its keys (``make_keys``) say which pairs are worth comparing:
all of a register (``candidates``), or those a new registration meets (``Index``, ``candidates_of``). Pairs are compared
field by field (``prepare``, ``compare``); each result is a level with words for the desk (``LEVELS``). How much a level
weighs, and who decides, is for others to say.

Who is looked for at a desk is found by terms: the forms in which a fact is kept to be found (``terms_of_name`` and its
like), and what a typed word may mean (``asked``). Both read names by the same tables as the comparison.
"""

from ._asking import Asked, asked, day_of, whole_of
from ._candidates import CANDIDATE_COLUMNS, Index, candidates, candidates_of, key_rows
from ._compare import COMPARISON_COLUMNS, compare
from ._keys import KEY_KINDS, Frequent, KeyKind, Keys, frequent_values, key_parts, make_keys
from ._levels import LEVELS, Level
from ._normal import NORMAL_COLUMNS, REGISTER_COLUMNS, CannotReadRegister, normalise
from ._prepared import Frequencies, Prepared, frequencies, prepare
from ._terms import (
    PREFIXED,
    Form,
    Term,
    letters_of,
    terms_of_addresses,
    terms_of_birthday,
    terms_of_name,
    terms_of_number,
    terms_of_phones,
)

__all__ = [
    "CANDIDATE_COLUMNS",
    "COMPARISON_COLUMNS",
    "KEY_KINDS",
    "LEVELS",
    "NORMAL_COLUMNS",
    "PREFIXED",
    "REGISTER_COLUMNS",
    "Asked",
    "CannotReadRegister",
    "Form",
    "Frequencies",
    "Frequent",
    "Index",
    "KeyKind",
    "Keys",
    "Level",
    "Prepared",
    "Term",
    "asked",
    "candidates",
    "candidates_of",
    "compare",
    "day_of",
    "frequencies",
    "frequent_values",
    "key_parts",
    "key_rows",
    "letters_of",
    "make_keys",
    "normalise",
    "prepare",
    "terms_of_addresses",
    "terms_of_birthday",
    "terms_of_name",
    "terms_of_number",
    "terms_of_phones",
    "whole_of",
]
