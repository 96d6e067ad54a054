"""The names an expression may use: what type each has, how people call it, and which paper tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import NamedTuple

from ._columns import ColumnType, Value


class Words(NamedTuple):
    """The same in Chinese and in English."""

    zh: str
    en: str


NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Term:
    """One name of a vocabulary.

    Attributes:
        type: what kind of value it holds.
        words: how people call it.
        unit: what one of it is, for example fen a month; empty words where nothing is counted.
        values: the only values it can have, each with its words; () where any will do.
        least, most: between which a whole number lies; None without a limit.
        digits: of how many digits its codes are; 0 where it holds no codes.
        paper: the document that tells it where it is not known.
        is_parameter: one value for everybody on a day, as a poverty line, instead of one of each person.
    """

    type: ColumnType
    words: Words
    unit: Words = NO_WORDS
    values: tuple[tuple[str, Words], ...] = ()
    least: int | None = None
    most: int | None = None
    digits: int = 0
    paper: Words | None = None
    is_parameter: bool = False

    def called(self, value: object) -> Words | None:
        """The words of one of `values`; None for any other."""
        return next((words for code, words in self.values if code == value), None)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The names that an expression may use.

    Attributes:
        of: what is asked about, as "a … has no column".
        terms: by name.
    """

    of: Words
    terms: Mapping[str, Term]
    types: Mapping[str, ColumnType] = field(init=False, repr=False)  # the type of each name
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "types", {name: term.type for name, term in self.terms.items()})
        object.__setattr__(self, "_hash", hash((self.of, tuple(self.terms.items()))))

    def __reduce__(self) -> tuple[type[Vocabulary], tuple[Words, Mapping[str, Term]]]:
        return Vocabulary, (self.of, self.terms)  # hashes of texts differ from process to process

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Vocabulary) or self._hash != other._hash:
            return False
        return self.of == other.of and list(self.terms.items()) == list(other.terms.items())

    @property
    def facts(self) -> tuple[str, ...]:
        """The names that differ from person to person, in their order."""
        return tuple(name for name, term in self.terms.items() if not term.is_parameter)

    def with_parameters(self, parameters: Mapping[str, Term]) -> Vocabulary:
        """The same with parameters besides.

        Raises:
            ValueError: a name is taken, or a parameter is neither a whole number nor a day.
        """
        for name, term in parameters.items():
            if name in self.terms:
                raise ValueError(f"{name} is a name of the vocabulary already")
            if term.type not in ("whole", "day"):
                raise ValueError(f"{name}: a parameter is a whole number or a day")
        added = {name: replace(term, is_parameter=True) for name, term in parameters.items()}
        return Vocabulary(of=self.of, terms={**self.terms, **added})

    def with_values(self, values: Mapping[str, tuple[tuple[str, Words], ...]]) -> Vocabulary:
        """The same, where some names can have these values only, as the codes of the districts there are."""
        changed = {name: replace(self.terms[name], values=some) for name, some in values.items()}
        return Vocabulary(of=self.of, terms={**self.terms, **changed})

    def near(self, name: str) -> tuple[str, ...]:
        """The names most like one that is not there, the nearest first; at most three."""
        return tuple(get_close_matches(name.lower(), self.terms, n=3, cutoff=0.5))

    def near_values(self, name: str, value: Value) -> tuple[str, ...]:
        """The values of a name most like one it cannot have; all where they are few and none is like it."""
        codes = [code for code, _words in self.terms[name].values]
        alike = get_close_matches(str(value).lower(), codes, n=3, cutoff=0.5)
        if alike or len(codes) > FEW:
            return tuple(alike)
        return tuple(codes)


FEW = 8  # values that can all be told in one sentence


def _need(kind: ColumnType, zh: str, en: str) -> Term:
    return Term(type=kind, words=Words(zh, en))


NEED = Vocabulary(
    of=Words("需求", "need"),
    terms={
        "need": _need("text", "需求", "need"),
        "person": _need("text", "居民", "resident"),
        "kind": _need("text", "需求类别", "kind of need"),
        "item": _need("text", "物品", "goods"),
        "quantity": _need("whole", "所需数量", "amount needed"),
        "covered": _need("whole", "已满足数量", "amount covered"),
        "severity": _need("whole", "严重程度", "severity"),
        "urgency": _need("whole", "紧急程度", "urgency"),
        "street": _need("text", "街镇", "street"),
        "age": _need("whole", "年龄", "age"),
        "disability": _need("whole", "残疾等级", "disability grade"),
        "hardship": _need("text", "困难类别", "hardship"),
        "illness": _need("text", "疾病", "illness"),
        "local": _need("yes_no", "本市户籍", "household registration in the city"),
        "open_on": _need("day", "开始需要", "needed from"),
        "due_on": _need("day", "需要到", "needed until"),
    },
)

COLUMN_TYPES: dict[str, ColumnType] = dict(NEED.types)
