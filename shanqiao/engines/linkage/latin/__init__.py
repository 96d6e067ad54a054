"""Registers in Latin letters, with columns of any kind: a mapping says which column is what (``columns_of``).

``train_latin`` learns from the register itself, ``link_latin`` puts registrations of one person together.
"""

from .._like import LIKE, Like
from ._columns import CannotReadColumns, Column, Role, columns_of
from ._compare import compare_latin
from ._distance import distances, letters_of
from ._keys import candidates_latin
from ._link import columns_in, link_latin
from ._normal import normalise_latin
from ._train import train_latin

__all__ = [
    "LIKE",
    "CannotReadColumns",
    "Column",
    "Like",
    "Role",
    "candidates_latin",
    "columns_in",
    "columns_of",
    "compare_latin",
    "distances",
    "letters_of",
    "link_latin",
    "normalise_latin",
    "train_latin",
]
