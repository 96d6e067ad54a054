"""Numbers by which people and organisations are known: are they well formed, and what do they tell?"""

from ._bank_card import is_bank_card
from ._credit_code import is_credit_code
from ._papers import OF_A_HOUSEHOLD, CannotReadPaper, Paper, PaperKind, read_paper
from ._resident_id import CannotReadResidentId, ResidentId, read_resident_id

__all__ = [
    "OF_A_HOUSEHOLD",
    "CannotReadPaper",
    "CannotReadResidentId",
    "Paper",
    "PaperKind",
    "ResidentId",
    "is_bank_card",
    "is_credit_code",
    "read_paper",
    "read_resident_id",
]
