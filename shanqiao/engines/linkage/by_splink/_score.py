"""Pairs found and weighed by Splink instead of by ``candidates``, ``compare`` and ``score``."""

from __future__ import annotations

import numpy as np
import polars as pl

from .._candidates import CANDIDATE_COLUMNS
from .._compare import COMPARISON_COLUMNS
from .._hashes import NOTHING
from .._keys import KEY_KINDS, Frequent, make_keys
from .._model import Model
from .._prepared import SHARED, Frequencies
from .._score import SCORE_COLUMNS, probability_of
from ._backends import Backend, opened
from ._conditions import rules
from ._settings import settings_of, together_of
from ._table import SqlForm, met, sql_form

_WANTED = ("place_", "match_weight", "gamma_", "mw_")
PAIR_COLUMNS = CANDIDATE_COLUMNS | COMPARISON_COLUMNS | SCORE_COLUMNS


def score_by_splink(
    normal: pl.DataFrame,
    model: Model,
    *,
    on: Backend = "duckdb",
    counted: Frequencies | None = None,
    frequent: Frequent | None = None,
) -> pl.DataFrame:
    """Every pair of registrations that meet by some key, and how probable it is that they are one person.

    Args:
        normal: (n,) rows as ``normalise`` gives them.
        model: how much each level weighs.
        on: duckdb or spark.
        counted: frequencies of the register; None to count these rows.
        frequent: values of keys that are frequent; None to count these rows.

    Returns:
        (pairs,) rows, columns ``PAIR_COLUMNS``, by first and second: the pairs of ``candidates`` with what ``compare``
        and ``score`` say of them. Probabilities differ by less than 0.001, since ours are added up with fewer places.

    Raises:
        CannotUseSpark: ``on`` is spark, and it is not installed.
    """
    if normal.height < 2:
        return pl.DataFrame(schema=PAIR_COLUMNS)
    form = sql_form(normal, counted, frequent)
    settings, gammas = settings_of(model, rules(), rows=normal.height)
    with opened(form.table, form.shares.values(), settings, on) as splink:
        predicted = splink.linker.inference.predict(warning_mode="never")
        names = [column.name.strip('"`') for column in predicted.columns]
        wanted = [name for name in names if name.startswith(_WANTED)]
        listed = ", ".join(wanted)
        found = splink.ask(f"select {listed} from {predicted.physical_name}")  # noqa: S608
    found = _with_together(found, together_of(model, gammas))
    total = (found["match_weight"] + found["together"]).to_numpy()
    pairs = found.select(
        pl.min_horizontal("place_l", "place_r").alias("first"),
        pl.max_horizontal("place_l", "place_r").alias("second"),
        *(
            pl.col(f"gamma_{field}").replace_strict(codes, return_dtype=pl.UInt8).alias(field)
            for field, codes in gammas.items()
        ),
        pl.Series("probability", probability_of(total)),
        *(_weight(field, names).alias(f"weight_{field}") for field in gammas),
        pl.col("together").alias("weight_together"),
    ).sort("first", "second")
    pairs = _with_keys(pairs, normal, frequent)
    return _with_shares(pairs, form).select(
        pl.col(name).cast(kind) for name, kind in PAIR_COLUMNS.items()
    )


def _with_together(found: pl.DataFrame, tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Here, and not in SQL: two levels of each two fields make dozens of tables, and Spark sends each to every machine."""
    total = pl.Series("together", np.zeros(found.height))
    for table in tables:
        fields = table.columns[:-1]
        if fields:
            there = found.select(pl.col(fields).cast(pl.Int32))
            total += there.join(table, on=fields, how="left", maintain_order="left")[
                "bits"
            ].fill_null(0.0)
        else:
            total += table["bits"][0]
    return found.with_columns(total.alias("together"))


def _weight(field: str, columns: list[str]) -> pl.Expr:
    corrected = f"mw_tf_adj_{field}"
    own = pl.col(f"mw_{field}")
    return own + pl.col(corrected) if corrected in columns else own


def _with_keys(
    pairs: pl.DataFrame, normal: pl.DataFrame, frequent: Frequent | None
) -> pl.DataFrame:
    hashes = met(make_keys(normal), frequent)
    a, b = (hashes[pairs[name].to_numpy()] for name in ("first", "second"))
    bits = np.uint16(1) << np.arange(len(KEY_KINDS), dtype=np.uint16)
    by = ((a == b) & (a != NOTHING)) @ bits
    return pairs.with_columns(pl.Series("found_by", by.astype(np.uint16)))


def _with_shares(pairs: pl.DataFrame, form: SqlForm) -> pl.DataFrame:
    a, b = (pairs[name].to_numpy() for name in ("first", "second"))
    shares = {
        field: np.maximum(form.ready.share[field][a], form.ready.share[field][b])
        for field in SHARED
    }
    return pairs.with_columns(
        pl.Series(f"share_{field}", share).fill_nan(None) for field, share in shares.items()
    )
