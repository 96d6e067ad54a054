"""One name, read without columns: the same as ``read_names`` gives for a register."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ._names import spelling_of, surname_sounds
from ._read_name import NameKind, read_name
from ._sounds import jyutping, misheard, pinyin, roman
from ._surnames import JYUTPING_OF, PINYIN_OF


class OneName(NamedTuple):
    """Columns of ``NAME_COLUMNS``; None where there is nothing to say."""

    name_kind: NameKind
    written: str | None
    name: str | None
    surname: str | None
    seen: str | None
    pinyin: str | None
    misheard: str | None
    jyutping: str | None
    syllables: str | None
    roman: str | None
    surname_misheard: str | None
    surname_jyutping: str | None


def read_one_name(written: str) -> OneName:
    """One name in normal form; never fails."""
    read = read_name(written)
    if not read.name:
        sounds = ("",) * 5
    elif read.kind == NameKind.LATIN:
        sounds = spelling_of(read.name)
    else:
        sounds = _sounds_of(read.name, read.surname)
    texts = (*read[1:], *sounds, *surname_sounds(read.surname))
    return OneName(read.kind, *(text or None for text in texts))


def _sounds_of(name: str, surname: str) -> tuple[str, str, str, str, str]:
    """(pinyin, misheard, jyutping, syllables, roman) of a name in Han characters."""
    mandarin = _said(name, surname, pinyin, PINYIN_OF)
    cantonese = _said(name, surname, jyutping, JYUTPING_OF)
    heard = [misheard(syllable) for syllable in mandarin]
    spelled = [roman(syllable) for syllable in cantonese]
    told = (mandarin, heard, cantonese, sorted(mandarin), sorted(spelled))
    first, second, third, fourth, fifth = (" ".join(filter(None, words)) for words in told)
    return first, second, third, fourth, fifth


def _said(
    name: str, surname: str, usual: Callable[[str], str], of_surname: dict[str, str]
) -> list[str]:
    """Syllables of a name, its surname as it is read as one; a character itself where no reading is known."""
    as_surname = of_surname.get(surname)
    said = as_surname.split() if as_surname else []
    return said + [usual(character) or character for character in name[len(said) :]]
