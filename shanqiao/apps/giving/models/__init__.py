"""Who gives, and what was given: each gift one row, which is never edited."""

from .boxes import FACES, Box, Deposit, DonationPoint, Opening, Seal, Sheet, Tally
from .donors import Donor
from .files import FileRow, GiftFile
from .gifts import Gift, Undoing
from .in_kind import InKind
from .matches import Match
from .papers import AgreementWish, CharityEvent, DonationAgreement, EventResult
from .pledges import Employee, EmployeeYear, Employer, Pledge
from .questions import DonorAnswer, DonorQuestion

__all__ = [
    "FACES",
    "AgreementWish",
    "Box",
    "CharityEvent",
    "Deposit",
    "DonationAgreement",
    "DonationPoint",
    "Donor",
    "DonorAnswer",
    "DonorQuestion",
    "Employee",
    "EmployeeYear",
    "Employer",
    "EventResult",
    "FileRow",
    "Gift",
    "GiftFile",
    "InKind",
    "Match",
    "Opening",
    "Pledge",
    "Seal",
    "Sheet",
    "Tally",
    "Undoing",
]
