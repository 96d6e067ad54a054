"""How alike two records are, field by field: what differs to the character, and what the comparison says of it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

import polars as pl

from shanqiao.engines import linkage

FIELDS = ("name", "id", "birth", "phone", "address", "street", "gender")


@dataclass(frozen=True)
class Piece:
    """Some characters of a value; ``same`` where the other value has them too."""

    text: str
    same: bool


@dataclass(frozen=True)
class Sign:
    """What the comparison says of one field."""

    field: str
    zh: str
    en: str
    weight: float | None  # bits: above 0 speaks for one person, below 0 against


def evidence_of(first, second):
    """The levels of two residents, as pairs keep them, without weights: {field: {"level": …, "weight": None}}."""
    register = pl.DataFrame([_registration(1, first), _registration(2, second)])
    prepared = linkage.prepare(linkage.normalise(register))
    [levels] = linkage.compare(prepared, [0], prepared, [1]).select(FIELDS).to_dicts()
    return {field: {"level": level, "weight": None} for field, level in levels.items()}


def in_words(evidence):
    """What speaks for and against, the heaviest first; without weights in the order of the fields."""
    told = []
    for field in FIELDS:
        if field in evidence:
            level = linkage.LEVELS[field][evidence[field]["level"]]
            told.append(Sign(field, level.zh, level.en, evidence[field].get("weight")))
    return sorted(told, key=lambda one: -abs(one.weight or 0))


def pieces_of(one, other):
    """Both values cut where they differ: two lists of `Piece`."""
    here, there = [], []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if b > a:
            here.append(Piece(one[a:b], what == "equal"))
        if d > c:
            there.append(Piece(other[c:d], what == "equal"))
    return here, there


def _registration(rid, resident):
    return {
        "rid": rid,
        "source": "",
        "station_street": resident.street.name,
        "reg_date": str(resident.registered_at.date()),
        "name": resident.name,
        "gender": {"male": "男", "female": "女"}[resident.sex],
        "id_no": resident.id_number,
        "dob": str(resident.born_on or ""),
        "phone": resident.phone,
        "address": resident.address,
    }
