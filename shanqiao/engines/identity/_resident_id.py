from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from id_validator import validator

_SHORT = re.compile(r"[0-9]{15}")
_PLACES = re.compile(r"[0-9]{17}[0-9X]")


class CannotReadResidentId(ValueError):
    """The text is not a resident identity number: length, birth date or check digit is wrong."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What an identity number of the mainland, or a residence permit, tells about its holder."""

    number: str  # 18 places, capital X
    born_on: date
    sex: Literal["male", "female"]

    @property
    def tail(self) -> str:
        """The last four places, by which people recognise a number."""
        return self.number[-4:]


def read_resident_id(text: str) -> ResidentId:
    """Read an identity number of 18 or 15 places.

    Args:
        text: blanks and a small x are forgiven.

    Raises:
        CannotReadResidentId: it is none.

    Source:
        GB 11643-1999 with the check digit of ISO 7064 MOD 11-2; area codes of all years, old ones included
        (package id_validator).
    """
    number = "".join(text.split()).upper()
    if _SHORT.fullmatch(number):
        number = validator.upgrade_id(number) or ""
    if not _PLACES.fullmatch(number) or not validator.is_valid(number):
        raise CannotReadResidentId("length, area, birth date or check digit is wrong")
    born_on = datetime.strptime(number[6:14], "%Y%m%d").date()  # noqa: DTZ007 (a birthday has no zone)
    return ResidentId(number, born_on, "male" if int(number[16]) % 2 else "female")
