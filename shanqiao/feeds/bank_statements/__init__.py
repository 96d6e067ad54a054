"""Statements of banks and platforms as rows: CSV, XLSX and ISO 20022 camt.053; one row at a time, whatever their size.

Source:
    ISO 20022 camt.053, BankToCustomerStatement, versions 02 to 08 (the parts that this reads are the same in all).
"""

from ._reading import LARGEST, Seen, look_into, read_statement
from ._rows import CannotReadStatement, Problem, Row, Words

__all__ = [
    "LARGEST",
    "CannotReadStatement",
    "Problem",
    "Row",
    "Seen",
    "Words",
    "look_into",
    "read_statement",
]
