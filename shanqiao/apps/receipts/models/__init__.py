"""What a giver gets on paper: donation receipts, each with its number, and letters made in bulk."""

from .receipts import DonationReceipt, ReceiptBook, Voiding
from .runs import LetterRun

__all__ = ["DonationReceipt", "LetterRun", "ReceiptBook", "Voiding"]
