"""What somebody may type to find a person: the forms a name, a number, an address and a birthday are looked up by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

import polars as pl

from ._addresses import read_addresses
from ._characters import simplified
from ._phones import read_phones
from ._read_name import NameKind, read_name
from ._sounds import jyutping, merged, pinyin, roman
from ._surnames import JYUTPING_OF, PINYIN_OF, surname_length


class Form(IntEnum):
    """In which form a fact is looked up. What is looked up by its beginning is in ``PREFIXED``; the rest only as a whole."""

    NAME = 1  # 黄伟强, 伟强: simplified
    PINYIN = 2  # huangweiqiang, weiqiang
    INITIALS = 3  # hwq
    JYUTPING = 4  # wongwaikoeng
    ROMAN = 5  # wong wai keung: as on papers of Hong Kong, spellings of one sound merged
    BORN = 6  # 1958-03-05
    WHOLE = 7  # a whole number: of a person, a document, a telephone
    LAST_SIX = 8
    LAST_FOUR = 9
    ROAD = 10  # 文德北路
    HOUSE = 11  # 文德北路|12


PREFIXED = frozenset([Form.NAME, Form.PINYIN, Form.INITIALS, Form.JYUTPING, Form.ROMAN, Form.BORN])


class Term(NamedTuple):
    """One form of one fact."""

    form: Form
    text: str


def letters_of(name: str) -> tuple[str, str]:
    """A name in letters: (pinyin without blanks, initials). ``曾志伟`` is (``zengzhiwei``, ``zzw``).

    Characters without a reading, and letters, stay as they are.
    """
    said = _mandarin(simplified(name.strip()))
    return "".join(said).lower(), "".join(syllable[:1] for syllable in said).lower()


def terms_of_name(written: str) -> tuple[Term, ...]:
    """Everything a written name is found by, weak ones (陈伯) included; () of an empty one.

    Returns:
        In a fixed order, none twice: the name and what follows the surname, in characters, pinyin, Cantonese and as on
        papers. Names of a paper (``WONG Wai Keung``) by their letters.
    """
    read = read_name(written)
    if read.kind is NameKind.LATIN:
        return _latin(read.written)
    name = read.name or simplified(written.strip())
    if not name:
        return ()
    length = surname_length(name) if read.kind is NameKind.FULL else 0
    mandarin, cantonese = _mandarin(name), _cantonese(name)
    spelled = [roman(syllable) for syllable in cantonese]
    found = [
        Term(Form.NAME, name),
        Term(Form.NAME, name[length:]),
        Term(Form.PINYIN, "".join(mandarin).lower()),
        Term(Form.PINYIN, "".join(mandarin[length:]).lower()),
        Term(Form.INITIALS, "".join(syllable[:1] for syllable in mandarin).lower()),
        Term(Form.JYUTPING, "".join(cantonese)),
        Term(Form.ROMAN, " ".join(spelled)),
        Term(Form.ROMAN, " ".join(spelled[length:])),
    ]
    return tuple(dict.fromkeys(term for term in found if term.text))


def terms_of_birthday(born_on: date | None) -> tuple[Term, ...]:
    """By the day, and so by year and month."""
    return (Term(Form.BORN, born_on.isoformat()),) if born_on else ()


def terms_of_number(number: str) -> tuple[Term, ...]:
    """By the whole number, and by its last six and four places as people say them; () where it has fewer than five."""
    plain = "".join(number.split()).upper()
    if len(plain) < 5:
        return ()
    found = [Term(Form.WHOLE, plain), Term(Form.LAST_FOUR, plain[-4:])]
    return (*found, Term(Form.LAST_SIX, plain[-6:])) if len(plain) > 6 else tuple(found)


def terms_of_phones(written: Sequence[str]) -> list[tuple[Term, ...]]:
    """Of each telephone number: the whole, and the last four digits.

    Args:
        written: (n,) as stations wrote them.

    Returns:
        (n,); () where there is no telephone number.
    """
    read = read_phones(pl.Series(list(written), dtype=pl.String)).to_list()
    return [
        (Term(Form.WHOLE, phone), Term(Form.LAST_FOUR, phone[-4:])) if phone else ()
        for phone in read
    ]


def terms_of_addresses(written: Sequence[str]) -> list[tuple[Term, ...]]:
    """Of each address: the road, and the road with its number.

    Args:
        written: (n,) as stations wrote them.

    Returns:
        (n,); () where nothing usable is written.
    """
    read = read_addresses(pl.Series(list(written), dtype=pl.String))
    return [terms_of_place(road, number) for road, number in read.select("road", "number").rows()]


def terms_of_place(road: str | None, number: str | None) -> tuple[Term, ...]:
    """The same of an address that is read already."""
    if not road:
        return ()
    if not number:
        return (Term(Form.ROAD, road),)
    return Term(Form.ROAD, road), Term(Form.HOUSE, f"{road}|{number}")


def _latin(written: str) -> tuple[Term, ...]:
    words = written.split()
    joined = "".join(words)
    spelled = " ".join(map(merged, words))
    found = [Term(Form.PINYIN, joined), Term(Form.ROMAN, spelled)]
    if len(words) > 1:
        found += [
            Term(Form.PINYIN, "".join(words[1:])),
            Term(Form.INITIALS, "".join(word[0] for word in words)),
        ]
    return tuple(found)


def _mandarin(name: str) -> list[str]:
    return _said(name, PINYIN_OF, pinyin)


def _cantonese(name: str) -> list[str]:
    return _said(name, JYUTPING_OF, jyutping)


def _said(name: str, of_surname: dict[str, str], usual: Callable[[str], str]) -> list[str]:
    """The syllables of a name, its surname read as one; a character without a reading says itself."""
    length = surname_length(name)
    surname = of_surname.get(name[:length])
    first = surname.split() if surname else [usual(x) or x for x in name[:length]]
    return first + [usual(x) or x for x in name[length:] if x not in "· "]
