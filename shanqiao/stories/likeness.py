"""How alike two records are, field by field: what differs to the character, and what the comparison says of it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from shanqiao.apps.likeness.queries import beside
from shanqiao.apps.residents.faces import as_now
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
    """The levels of two residents with their weights, as pairs keep them: {field: {"level": …, "weight": bits}}."""
    return as_evidence(beside(as_now(first), as_now(second)))


def beside_each_other(first, second):
    """{"probability", "evidence"} of two residents, as ``propose_pairs`` takes them."""
    compared = beside(as_now(first), as_now(second))
    return {"probability": compared.probability, "evidence": as_evidence(compared)}


def as_evidence(compared):
    """What a comparison found (levels and weights by field), as pairs keep it."""
    return {
        field: {"level": level, "weight": round(compared.weights[field], 2)}
        for field, level in compared.levels.items()
    }


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
