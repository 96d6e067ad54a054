"""How characters sound: Mandarin, Mandarin as it is often misheard, Cantonese, and Cantonese as written on papers."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import ToJyutping
from pypinyin.constants import PINYIN_DICT

_UMLAUT = "ü"

# Applied in this order to a syllable without tone. Pairs that speakers of southern dialects confuse.
_MISHEARD = (
    (re.compile(r"^(z|c|s)h"), r"\1"),
    (re.compile(r"^n(?=[a-z])"), "l"),
    (re.compile(r"^hu(?=[aeino])"), "f"),  # huang as fang
    (re.compile(r"^hu$"), "fu"),
    (re.compile(r"^h"), "f"),
    (re.compile(r"^r"), "l"),
    (re.compile(r"(?<=[aei])ng$"), "n"),
    (re.compile(r"^fuan$"), "fan"),
    (re.compile(r"^fi$"), "fei"),  # hui as fei
)

_ROMAN_INITIALS = (
    ("ng", ""),
    ("gw", "kw"),
    ("kw", "kw"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("z", "ch"),
    ("c", "ch"),
    ("j", "y"),
)
_ROMAN_FINALS = {
    "aa": "a",
    "aai": "ai",
    "aau": "au",
    "aam": "am",
    "aan": "an",
    "aang": "ang",
    "aap": "ap",
    "aat": "at",
    "aak": "ak",
    "ei": "i",
    "yu": "u",
    "oe": "eu",
    "oeng": "eung",
    "oek": "euk",
    "eoi": "ui",
    "eon": "un",
    "eot": "ut",
    "yun": "un",
    "yut": "ut",
    "ou": "o",
}
_SPELLED_INITIALS = (
    (re.compile(r"^(ts|tz|tch|cz|j(?=[aeiou])|z)"), "ch"),
    (re.compile(r"^sh"), "s"),
    (re.compile(r"^(qu|gw)"), "kw"),
    (re.compile(r"^b"), "p"),
    (re.compile(r"^d"), "t"),
    (re.compile(r"^g"), "k"),
    (re.compile(r"^ng(?=[aeiou])"), ""),
)
_SPELLED_FINALS = (
    (re.compile(r"(?<=^s)ze?$|(?<=^ch)ze?$"), "i"),  # Sze, Tsz
    (re.compile(r"(?<=ch)ow$|(?<=^l)ow$|(?<=^y)ow$|(?<=^k)ow$"), "au"),
    (re.compile(r"(ow|oe|oh|ou|aw)$"), "o"),
    (re.compile(r"(ee|ei|ie|ey|y)$"), "i"),
    (re.compile(r"eong$|oeng$"), "eung"),
    (re.compile(r"eok$|oek$"), "euk"),
    (re.compile(r"u[ae]n$|oon$"), "un"),
    (re.compile(r"uet$|oot$"), "ut"),
    (re.compile(r"oi$|oy$"), "oi"),
    (re.compile(r"ue$|oo$"), "u"),
    (re.compile(r"um$"), "am"),
    (re.compile(r"ah$"), "a"),
    (re.compile(r"ew$"), "iu"),
    (re.compile(r"eng$"), "ing"),
    (re.compile(r"ek$"), "ik"),
)


def _without_tone(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    umlaut = "u\u0308" in parts or _UMLAUT in syllable
    plain = "".join(x for x in parts if x.isascii() and x.isalpha()).lower()
    return plain.replace("u", "v", 1) if umlaut else plain


@cache
def pinyin(character: str) -> str:
    """The usual reading of a character, lower case, without tone, ü as v; "" if it has none.

    Source:
        First reading of pypinyin's table (MIT).
    """
    return _without_tone(PINYIN_DICT.get(ord(character), "").split(",")[0])


@cache
def misheard(syllable: str) -> str:
    """A syllable of pinyin with the sounds merged that are often confused: zh/z, n/l, h/f, r/l, ang/an, eng/en, ing/in.

    Equal results mean: easily taken for one another.
    """
    for pattern, becomes in _MISHEARD:
        syllable = pattern.sub(becomes, syllable)
    return syllable


@cache
def jyutping(character: str) -> str:
    """The usual Cantonese reading, without tone; "" if it has none.

    Source:
        Package ToJyutping (BSD-2-Clause), on readings of rime-cantonese (CC BY 4.0).
    """
    found = ToJyutping.get_jyutping_list(character)
    reading = found[0][1] if found else None
    return re.sub(r"[^a-z]", "", reading) if reading else ""


@cache
def roman(syllable: str) -> str:
    """A syllable of jyutping in the merged spelling of papers: ``cheung`` for zoeng and coeng, ``kwok`` for gwok.

    Papers of Hong Kong write no tones, no long vowels, and 張 and 昌 alike. ``merged`` takes a spelling to the same form.
    """
    rest, initial = syllable, ""
    if syllable in ("ng", "m"):
        return "ng"
    for sound, spelled in _ROMAN_INITIALS:
        if syllable.startswith(sound):
            rest, initial = syllable[len(sound) :], spelled
            break
    else:
        found = re.match(r"[^aeiouy]*", syllable)
        initial = found[0] if found else ""
        rest = syllable[len(initial) :]
    return merged(initial + _ROMAN_FINALS.get(rest, rest))


@cache
def merged(spelled: str) -> str:
    """A syllable as spelled on a paper, with spellings of one sound merged: Lee and Li, Tsui and Chui, Cheong and Cheung.

    Source:
        The Government's romanisation as observed in street and personal names has no published table; the merges here
        follow its regular correspondences to jyutping, and the commonest private spellings.
    """
    for rules in (_SPELLED_INITIALS, _SPELLED_FINALS):
        for pattern, becomes in rules:
            changed = pattern.sub(becomes, spelled)
            if changed != spelled:
                spelled = changed
                break
    return spelled


@cache
def syllables_of_pinyin() -> frozenset[str]:
    """All syllables of Mandarin, without tones."""
    readings = (reading for some in PINYIN_DICT.values() for reading in some.split(","))
    return frozenset(filter(None, map(_without_tone, readings)))


@cache
def in_pinyin(word: str) -> tuple[str, ...]:
    """A word of Latin letters cut into as few syllables of pinyin as possible: ``weiqiang`` is ``wei qiang``.

    Returns:
        The syllables; () if it cannot be cut. Of several ways the one with the longest first syllable.
    """
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    known = syllables_of_pinyin()
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is None or word[start:end] not in known:
                continue
            cut = (*before, word[start:end])
            kept = best[end]
            if kept is None or len(cut) < len(kept):
                best[end] = cut
    return best[len(word)] or ()
