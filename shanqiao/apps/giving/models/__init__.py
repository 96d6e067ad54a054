"""Who gives, and what was given: each gift one row, which is never edited."""

from .boxes import FACES, Box, Deposit, DonationPoint, Opening, Seal, Sheet, Tally
from .donors import Donor
from .gifts import Gift, Undoing

__all__ = [
    "FACES",
    "Box",
    "Deposit",
    "DonationPoint",
    "Donor",
    "Gift",
    "Opening",
    "Seal",
    "Sheet",
    "Tally",
    "Undoing",
]
