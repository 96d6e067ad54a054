"""What somebody typed into the one search box, understood: words that narrow each other, each in all its meanings."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ._characters import simplified
from ._ids import IdKind
from ._one_address import read_address
from ._one_id import read_id, read_phone
from ._read_name import HAN_LETTER
from ._sounds import merged
from ._terms import PREFIXED, Form, Term, terms_of_place

MOST_WORDS = 6
LONGEST = 100  # characters
_HAN = re.compile(HAN_LETTER)
_ALL_HAN = re.compile(f"(?:{HAN_LETTER}|·)+")
_LATIN = re.compile(r"[a-z'’-]+")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)")
_GROUPED = re.compile(r"1\d{10}|\d{15}|\d{17}[\dXx]")  # a mobile telephone, a number of a person
_PLACE = re.compile(
    r"[0-9路街巷道里坊村径围园苑社约号區区镇鎮]"
)  # without any of these it is no address
_YEARS = re.compile(r"(?:18|19|20)\d\d")


class Asked(NamedTuple):
    """One word of a search: who has any of these terms fits.

    Terms whose form is in ``PREFIXED`` are beginnings, the others whole.
    """

    typed: str
    terms: tuple[Term, ...]

    def fits(self, term: Term) -> bool:
        """Is a person with this term found by this word?"""
        return any(
            term == mine
            or (
                term.form == mine.form and mine.form in PREFIXED and term.text.startswith(mine.text)
            )
            for mine in self.terms
        )


def asked(text: str) -> tuple[Asked, ...]:
    """The words of a search, in the order typed; a name in letters is one word, with blanks or without.

    Args:
        text: of any length; what is beyond 100 characters or six words is left out.
    """
    plain = unicodedata.normalize("NFKC", text)[:LONGEST]
    words = [word for word in re.split(r"[\s,，、;；]+", plain) if word]
    phrases: list[list[str]] = []
    for word in _in_one(words):
        latin = _LATIN.fullmatch(_letters(word)) is not None
        if latin and phrases and _LATIN.fullmatch(_letters(phrases[-1][0])):
            phrases[-1].append(word)
        else:
            phrases.append([word])
    found = (Asked(" ".join(phrase), _meanings(phrase)) for phrase in phrases[:MOST_WORDS])
    return tuple(found)


def day_of(word: Asked) -> str | None:
    """The whole birthday a word names, as ISO date; None where it names none, or only a year."""
    return next((t.text for t in word.terms if t.form is Form.BORN and len(t.text) == 10), None)


def whole_of(word: Asked) -> str | None:
    """The whole number a word names; None where it names none."""
    return next((t.text for t in word.terms if t.form is Form.WHOLE), None)


def _in_one(words: list[str]) -> list[str]:
    """The same with a number that was typed in groups (138 0000 1234) as one word."""
    found: list[str] = []
    start = 0
    while start < len(words):
        end = start + 1
        for stop in range(start + 2, len(words) + 1):
            joined = "".join(words[start:stop])
            if _GROUPED.fullmatch(joined):
                end = stop
        found.append("".join(words[start:end]))
        start = end
    return found


def _meanings(phrase: list[str]) -> tuple[Term, ...]:
    first = phrase[0]
    if _LATIN.fullmatch(_letters(first)):
        found = _in_letters([_letters(word) for word in phrase])
    elif day := _DAY.fullmatch(first):
        found = [Term(Form.BORN, "-".join(part.zfill(2) for part in day.groups() if part))]
    elif _HAN.search(first):
        found = _in_characters(first)
    else:
        found = _numbers(first.upper())
    return tuple(dict.fromkeys(term for term in found if term.text))


def _letters(word: str) -> str:
    """Lower case; ü as v, other accents off."""
    parts = unicodedata.normalize("NFD", word.casefold().replace("ü", "v"))
    return "".join(x for x in parts if not unicodedata.combining(x))


def _in_letters(words: list[str]) -> list[Term]:
    words = [re.sub(r"[^a-z]", "", part) for word in words for part in word.split("-")]
    joined = "".join(words)
    spelled = [merged(word) for word in words if word]
    found = [
        Term(Form.PINYIN, joined),
        Term(Form.JYUTPING, joined),
        Term(Form.ROMAN, " ".join(spelled)),
        Term(Form.ROMAN, " ".join(spelled[-1:] + spelled[:-1])),  # Wai Keung WONG
    ]
    return [*found, Term(Form.INITIALS, joined)] if len(joined) < 6 else found


def _in_characters(word: str) -> list[Term]:
    found = list(terms_of_place(*read_address(word)[:2])) if _PLACE.search(word) else []
    house = [term for term in found if term.form is Form.HOUSE]
    if _ALL_HAN.fullmatch(word):
        return [Term(Form.NAME, simplified(word).replace("·", "")), *found]
    return house or found


def _numbers(word: str) -> list[Term]:
    plain = re.sub(r"[^0-9A-Z]", "", word)
    found = []
    if _YEARS.match(plain) and len(plain) in (4, 6, 8):
        found.append(Term(Form.BORN, "-".join(filter(None, [plain[:4], plain[4:6], plain[6:]]))))
    if len(plain) in (4, 6) and re.fullmatch(r"\d+[\dX]", plain):
        found.append(Term(Form.LAST_FOUR if len(plain) == 4 else Form.LAST_SIX, plain))
    if len(plain) > 6:
        wholes = [_eighteen(plain), plain, _phone(word)]
        found += [Term(Form.WHOLE, whole) for whole in wholes if whole]
    return found


def _eighteen(number: str) -> str:
    """The number of 18 places for one of 15; otherwise nothing."""
    if len(number) != 15:
        return ""
    read = read_id(number)
    return str(read.id) if read.id_kind == IdKind.VALID else ""


def _phone(word: str) -> str:
    digits = re.sub(r"\D", "", word)
    if not 7 <= len(digits) <= 15 or re.search(r"[A-Z]", word):
        return ""
    return read_phone(word) or ""
