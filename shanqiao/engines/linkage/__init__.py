"""Are these two records one person? Names and numbers in normal form, who is worth comparing, and how alike they are."""

from ._normal import NORMAL_COLUMNS, REGISTER_COLUMNS, CannotReadRegister, normalise

__all__ = ["NORMAL_COLUMNS", "REGISTER_COLUMNS", "CannotReadRegister", "normalise"]
