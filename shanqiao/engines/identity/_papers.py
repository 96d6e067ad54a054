from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ._resident_id import CannotReadResidentId, ResidentId, read_resident_id


class PaperKind(StrEnum):
    """Papers by which a person can be known."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    HK_MACAO_PERMIT = "hk_macao_permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民来往大陆通行证
    RESIDENCE_PERMIT = "residence_permit"  # 港澳台居民居住证
    PASSPORT = "passport"  # 护照
    DISABILITY_CARD = "disability_card"  # 残疾人证
    DIBAO_CARD = "dibao_card"  # 低保证
    HOUSEHOLD_BOOKLET = "household_booklet"  # 户口簿


OF_A_HOUSEHOLD = frozenset([PaperKind.DIBAO_CARD, PaperKind.HOUSEHOLD_BOOKLET])
_CARDS = re.compile(r"(\d{17}[\dX])([1-7])([1-4])(?:B\d{1,2})?")
_PLACES = {
    PaperKind.HK_MACAO_PERMIT: re.compile(r"[HM]\d{8}(?:\d\d)?"),
    PaperKind.TAIWAN_PERMIT: re.compile(r"\d{8}"),
    PaperKind.PASSPORT: re.compile(r"(?=.*\d)[A-Z0-9]{5,9}"),
    PaperKind.DIBAO_CARD: re.compile(r"(?=.*\d)[A-Z0-9\u4e00-\u9fff-]{4,30}"),
    PaperKind.HOUSEHOLD_BOOKLET: re.compile(r"(?=.*\d)[A-Z0-9-]{4,30}"),
}


class CannotReadPaper(ValueError):
    """The text is not the number of such a paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the number of a paper tells."""

    kind: PaperKind
    number: str  # without blanks, capital letters
    holder: ResidentId | None = None  # where the number holds one of a person
    disability: int | None = None  # kind, 1 sight to 7 multiple
    grade: int | None = None  # of a disability, 1 heaviest to 4

    @property
    def tail(self) -> str:
        """The last four places, by which people recognise a number."""
        return self.number[-4:]

    @property
    def is_of_a_household(self) -> bool:
        """Do several people of one household show the same number?"""
        return self.kind in OF_A_HOUSEHOLD


def read_paper(kind: PaperKind, text: str) -> Paper:
    """Read the number of a paper.

    Args:
        text: blanks and small letters are forgiven.

    Raises:
        CannotReadPaper: places or check digit are not those of such a paper.

    Source:
        Resident ID: ``read_resident_id``. Permits of residents of Hong Kong and Macao: H or M with eight digits, on papers
        older than 2013 with two more that count the issues (card in use since 2013-01-02). Permits of residents of Taiwan:
        eight digits (card since 2015). Residence permits: a number as of GB 11643 under the area 810000, 820000 or 830000
        (国办发〔2018〕81号). Passports: at most nine letters and digits (ICAO Doc 9303). Disability cards: the holder's ID
        number, one digit for the kind and one for the grade, B and a count on cards issued again
        (残联发〔2017〕34号; to be compared with the text). Minimum-living and household papers have numbers of their place:
        only that there are 4 to 30 places and a digit is looked at.
    """
    number = "".join(text.split()).upper()
    if kind in (PaperKind.RESIDENT_ID, PaperKind.RESIDENCE_PERMIT):
        return _of_a_person(kind, number)
    if kind is PaperKind.DISABILITY_CARD:
        return _disability_card(number)
    if not _PLACES[kind].fullmatch(number):
        raise CannotReadPaper("places are not those of such a paper")
    return Paper(kind, number)


def _of_a_person(kind: PaperKind, number: str) -> Paper:
    try:
        holder = read_resident_id(number)
    except CannotReadResidentId as refusal:
        raise CannotReadPaper(str(refusal)) from refusal
    if kind is PaperKind.RESIDENCE_PERMIT and holder.number[:6] not in (
        "810000",
        "820000",
        "830000",
    ):
        raise CannotReadPaper("a residence permit begins with 810000, 820000 or 830000")
    return Paper(kind, holder.number, holder)


def _disability_card(number: str) -> Paper:
    found = _CARDS.fullmatch(number)
    if not found:
        raise CannotReadPaper("an ID number, a kind of 1 to 7 and a grade of 1 to 4 are expected")
    try:
        holder = read_resident_id(found[1])
    except CannotReadResidentId as refusal:
        raise CannotReadPaper(str(refusal)) from refusal
    return Paper(PaperKind.DISABILITY_CARD, number, holder, int(found[2]), int(found[3]))
