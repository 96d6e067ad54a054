"""Passes of Splink's expectation maximisation over one register.

# Note [Which pairs teach what]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# u, the shares among pairs of two people, comes from pairs drawn by chance. Some of them are one person all the same, and
# for a likeness as rare as the same number these few would be most of what is seen; so u is learnt by maximisation too,
# with m held, which takes them out again.
#
# m, the shares among pairs of one person, comes from pairs that are alike in two other things, or in the whole number:
# nearly all of them are one person. Pairs that are alike in one thing only (a telephone, a day) are half of them families
# and twins, whom u does not describe, and m would learn that brothers are one person. Each pass leaves out the fields by
# which its pairs were found; what several passes say of a field is averaged by how many pairs they had.
#
# A level that is seldom seen gets a little of what is seen of none: half a pair for each level of its field.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ._backends import opened
from ._settings import Rules, Settings, base_settings, comparison

Shares = dict[str, dict[str, float]]  # by field and level

UNSEEN = 0.5
FEWEST = 100
_PLACES = 48  # bits, of the 53 that a number has


class CannotTrain(ValueError):
    """There is too little to learn from."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Pairs by which m of some fields is learnt; see Note [Which pairs teach what]."""

    name: str
    columns: tuple[str, ...]  # the same in both, and known
    fields: tuple[str, ...]


def with_buckets(table: pl.DataFrame, seed: int, pairs: int) -> pl.DataFrame:
    """The same with a column ``bucket``: pairs that share one are drawn by chance, about so many."""
    rows = table.height
    if rows < FEWEST:
        raise CannotTrain(f"there are fewer than {FEWEST} registrations")
    buckets = max(1, round(rows * rows / 2 / pairs))
    order = np.random.default_rng(seed).permutation(rows)
    return table.with_columns(pl.Series("bucket", order % buckets))


class Learner:
    """Passes of Splink over one register."""

    def __init__(self, table: pl.DataFrame, fields: Rules, passes: tuple[Pass, ...]) -> None:
        self._table, self._fields, self._passes = table, fields, passes
        self.drawn = _pairs_within(table, ("bucket",))

    def start(self) -> Shares:
        """Before anything is learnt: every level as likely as another."""
        return {
            field: {
                one.code.name: 1 / len(_known(self._fields, field))
                for one in _known(self._fields, field)
            }
            for field in self._fields
        }

    def u(self, u: Shares, m: Shares | None, share: float) -> Shares:
        """Shares of levels among pairs of two people, from pairs drawn by chance of which ``share`` are one person."""
        fields = tuple(self._fields)
        start = self.start() if m is None else _capped(m, u, share)
        session = self._learn("l.bucket = r.bucket", fields, start, u, share, fix_u=False)
        return {
            field: _smooth(shares, self.drawn) for field, shares in _shares(session, "u").items()
        }

    def m(self, u: Shares) -> Shares:
        """Shares of levels among pairs of one person, from all passes."""
        found: dict[str, list[tuple[float, dict[str, float]]]] = {
            field: [] for field in self._fields
        }
        for one in self._passes:
            pairs = _pairs_within(self._table, one.columns)
            if not pairs:
                continue
            where = " and ".join(_same(column) for column in one.columns)
            session = self._learn(where, one.fields, _guess(self._fields), u, 0.5, fix_u=True)
            weight = pairs * session.core_model_settings.probability_two_random_records_match
            for field, shares in _shares(session, "m").items():
                found[field].append((weight, shares))
        missing = [field for field, passes in found.items() if not passes]
        if missing:
            raise CannotTrain(f"no two registrations teach {', '.join(missing)}")
        return {field: _averaged(passes) for field, passes in found.items()}

    def _learn(
        self, where: str, names: tuple[str, ...], m: Shares, u: Shares, share: float, *, fix_u: bool
    ) -> Any:
        comparisons = [_comparison(self._fields, field, m[field], u[field]) for field in names]
        settings = base_settings(comparisons) | {
            "probability_two_random_records_match": share,
            "max_iterations": 50
            if fix_u
            else 1,  # a second one would find levels that only one person has
            "em_convergence": 1e-5,
        }
        with opened(self._table, (), settings, "duckdb") as splink:
            return splink.linker.training.estimate_parameters_using_expectation_maximisation(
                where,
                estimate_without_term_frequencies=True,
                fix_u_probabilities=fix_u,
                fix_m_probabilities=not fix_u,
                fix_probability_two_random_records_match=not fix_u,
            )


def _same(column: str) -> str:
    known = "" if column.startswith("key_") else f" and l.{column} <> 0"
    return f"l.{column} = r.{column}{known}"


def _pairs_within(table: pl.DataFrame, columns: tuple[str, ...]) -> int:
    known = pl.all_horizontal(
        pl.col(name).is_not_null() if name.startswith(("key_", "bucket")) else pl.col(name) != 0
        for name in columns
    )
    sizes = table.filter(known).group_by(columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1)).sum()) // 2


def _capped(m: Shares, u: Shares, share: float) -> Shares:
    """m that says so little that no pair is one person beyond the places a number has, where Splink finds a u of 0."""
    most = 2.0 ** ((_PLACES - math.log2(share)) / len(m))
    return {
        field: {name: min(value, most * u[field][name]) for name, value in levels.items()}
        for field, levels in m.items()
    }


def _known(fields: Rules, field: str) -> list[Any]:
    return [one for one in fields[field] if one.code != 0]


def _guess(fields: Rules) -> Shares:
    """Where m begins: the first level is the usual one."""
    found = {}
    for field in fields:
        names = [one.code.name for one in _known(fields, field)]
        rest = 0.3 / (len(names) - 1)
        found[field] = {name: 0.7 if name == "SAME" else rest for name in names}
    return found


def _comparison(
    fields: Rules, field: str, m: Mapping[str, float], u: Mapping[str, float]
) -> Settings:
    levels: list[Settings] = []
    for one in fields[field]:
        level: Settings = {"sql_condition": one.when, "label_for_charts": one.code.name}
        name = one.code.name
        known = {"m_probability": m.get(name), "u_probability": u.get(name)}
        levels.append(level | ({"is_null_level": True} if one.code == 0 else known))
    return comparison(field, levels)


def _shares(session: Any, which: str) -> Shares:
    """What a session learnt; a level it never saw has 0."""
    found: Shares = {}
    for compared in session.core_model_settings.comparisons:
        shares = {}
        for level in compared.comparison_levels:
            if level.is_null_level:
                continue
            value = getattr(level, f"_{which}_probability")
            shares[level.label_for_charts] = float(value) if isinstance(value, int | float) else 0.0
        found[compared.output_column_name] = shares
    return found


def _averaged(passes: list[tuple[float, dict[str, float]]]) -> dict[str, float]:
    pairs = sum(weight for weight, _ in passes)
    levels = passes[0][1]
    mean = {
        name: sum(weight * shares[name] for weight, shares in passes) / pairs for name in levels
    }
    return _smooth(mean, pairs)


def _smooth(shares: Mapping[str, float], pairs: float) -> dict[str, float]:
    whole = pairs + UNSEEN * len(shares)
    return {name: (share * pairs + UNSEEN) / whole for name, share in shares.items()}
