"""Learn from decided pairs: what fields say together, and how much the shares of values count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from ._levels import LEVELS
from ._minimum import minimum
from ._model import LevelWeight, Model, Together
from ._score import FIELDS, total_bits

Rows = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

_LEAST = 0.02  # bits: what is less is left out of the model
_SLOPE = 0.25  # how far the strength of a share moves, beside a weight


@dataclass(frozen=True)
class Decided:
    """Pairs of one register that are decided, by people or by identity numbers (``decided_by_numbers``).

    Args:
        comparison: (pairs,) rows as ``compare`` gives them.
        same: (pairs,) whether it is one person.
        rows: registrations in the register.
        unseen: fields by which they were decided, and about which they therefore teach nothing.
    """

    comparison: pl.DataFrame
    same: npt.NDArray[np.bool_]
    rows: int
    unseen: tuple[str, ...] = ()


def learn(
    decided: Sequence[Decided],
    model: Model,
    *,
    trained: dict[str, Any],
    caution: float = 1.0,
    passes: int = 300,
) -> Model:
    """A model that keeps the weights of ``model`` and adds what the decided pairs say beyond them.

    What is added: something for each level, for each two levels of two fields, and to the strength of each share. Where
    few pairs were decided little is added; about fields that are ``unseen`` in all of them nothing is.

    Args:
        decided: pairs of one or more registers; all that met by a key, or a fair sample of them.
        model: m and u of each level, as training without labels gives them; its own ``together`` is learnt anew.
        trained: what the new model says about itself.
        caution: how strongly nothing is preferred to something.
        passes: steps of the search, at most.

    Returns:
        The model with ``together`` and strengths learnt; the thresholds are those of ``model``.

    Source:
        Logistic regression with a ridge, by L-BFGS: Nocedal, Updating quasi-Newton matrices with limited storage, 1980.
    """
    start = replace(with_shares(model), together=())
    design = [_Design.of(some, start) for some in decided]
    size = design[0].size

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        parts = [one.loss(weights) for one in design]
        ridge = 0.5 * caution * float(weights @ weights)
        slope: Numbers = np.sum([part[1] for part in parts], axis=0) + caution * weights
        return float(sum(part[0] for part in parts)) + ridge, slope

    weights = minimum(loss, np.zeros(size), passes) / np.log(2)
    return replace(
        start,
        trained=trained,
        fields=_with_strengths(start, weights),
        together=tuple(_told(weights)),
    )


_HEARD = (
    *("LOOK_ALIKE", "SAME_SOUND", "SAME_PINYIN", "SAME_CANTONESE"),
    *("MISHEARD", "REORDERED", "SAME_SPELLING"),
)
_NO_SHARE = ("DIFFERENT", "DOES_NOT_FIT")
_USUAL = 1e-5  # the share at which levels are not corrected


def with_shares(model: Model) -> Model:
    """The same with a share for every level that one may correct, of strength 0 where it had none: it can be learnt."""
    fields = {
        field: {
            level: weight if weight.share else _with_share(field, level, weight)
            for level, weight in levels.items()
        }
        for field, levels in model.fields.items()
    }
    return replace(model, fields=fields)


def _with_share(field: str, level: str, weight: LevelWeight) -> LevelWeight:
    if field == "name" and level in _HEARD:
        return replace(weight, share="name", typical=_USUAL)
    if field == "name" and level not in _NO_SHARE:
        return replace(weight, share="surname", typical=0.02)
    if field in ("birth", "phone", "address"):
        return replace(weight, share=field, typical=_USUAL)
    return weight


_PAIRS = tuple(combinations(FIELDS, 2))
_SIZES = {field: len(LEVELS[field]) for field in FIELDS}


def _places() -> Iterator[tuple[tuple[str, ...], int, int]]:
    """(fields, where their weights begin, how many) of everything that is learnt but strengths."""
    at = 1
    for fields in [*((field,) for field in FIELDS), *_PAIRS]:
        count = int(np.prod([_SIZES[field] for field in fields]))
        yield fields, at, count
        at += count


def _slopes_begin() -> int:
    *_, (_, at, count) = _places()
    return at + count


@dataclass(frozen=True)
class _Design:
    """Decided pairs as places in the list of weights."""

    same: npt.NDArray[np.bool_]
    known: Numbers  # what the model says already, natural logarithm
    places: list[Rows]
    slopes: list[tuple[Rows, Numbers]]
    size: int

    @classmethod
    def of(cls, decided: Decided, model: Model) -> _Design:
        levels = {field: decided.comparison[field].to_numpy().astype(np.int64) for field in FIELDS}
        places = [np.zeros(len(decided.same), dtype=np.int64)]
        for fields, at, _ in _places():
            if set(fields) & set(decided.unseen):
                continue
            code = np.zeros(len(decided.same), dtype=np.int64)
            for field in fields:
                code = code * _SIZES[field] + levels[field]
            places.append(at + code)
        at, slopes = _slopes_begin(), []
        for field in FIELDS:
            if any(weight.share for weight in model.fields[field].values()):
                slopes.append((at + levels[field], _seldom(decided.comparison, model, field)))
            at += _SIZES[field]
        known = total_bits(decided.comparison, model, rows=decided.rows) * np.log(2)
        return cls(np.asarray(decided.same, dtype=bool), known, places, slopes, at)

    def loss(self, weights: Numbers) -> tuple[float, Numbers]:
        total = self.known.copy()
        for place in self.places:
            total += weights[place]
        for place, seldom in self.slopes:
            total += weights[place] * seldom
        wrong = np.logaddexp(0, np.where(self.same, -total, total)).sum()
        rest = 1 / (1 + np.exp(-np.clip(total, -700, 700))) - self.same
        slope = np.zeros(self.size)
        for place in self.places:
            slope += np.bincount(place, rest, self.size)
        for place, seldom in self.slopes:
            slope += np.bincount(place, rest * seldom, self.size)
        return float(wrong), slope


def _seldom(comparison: pl.DataFrame, model: Model, field: str) -> Numbers:
    """(pairs,) how much rarer than typical the value is, in the measure in which strengths are learnt; 0 if not known."""
    levels = comparison[field].to_numpy()
    seldom = np.zeros(comparison.height)
    for one in LEVELS[field]:
        weight = model.fields[field].get(one.code.name)
        if weight is not None and weight.share:
            here = np.flatnonzero(levels == one.code)
            share = comparison[f"share_{weight.share}"].to_numpy()[here].astype(np.float64)
            there = ~np.isnan(share)
            known = np.fmax(weight.rarest, np.where(there, share, weight.typical))
            seldom[here] = np.where(there, np.log2(weight.typical) - np.log2(known), 0.0)
    return seldom * _SLOPE


def _with_strengths(model: Model, weights: Numbers) -> dict[str, dict[str, LevelWeight]]:
    at = _slopes_begin()
    fields = {}
    for field in FIELDS:
        codes = {one.code.name: int(one.code) for one in LEVELS[field]}
        fields[field] = {
            level: replace(
                weight,
                strength=round(weight.strength + float(weights[at + codes[level]]) * _SLOPE, 4),
            )
            if weight.share
            else weight
            for level, weight in model.fields[field].items()
        }
        at += _SIZES[field]
    return fields


def _told(weights: Numbers) -> Iterator[Together]:
    """What was learnt as rules, without those that say next to nothing."""
    if abs(weights[0]) >= _LEAST:
        yield Together({}, round(float(weights[0]), 3))
    for fields, at, count in _places():
        some = weights[at : at + count].reshape([_SIZES[field] for field in fields])
        for codes in zip(*np.nonzero(np.abs(some) >= _LEAST), strict=True):
            when = {
                field: (LEVELS[field][int(code)].code.name,)
                for field, code in zip(fields, codes, strict=True)
            }
            yield Together(when, round(float(some[codes]), 3))
