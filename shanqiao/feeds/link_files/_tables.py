"""What was found, as tables for others to read."""

from __future__ import annotations

import polars as pl

from shanqiao.engines.linkage import KEY_KINDS, LEVELS, REASONS, Model, Reason

from ._linking import Outcome

LEAST = 0.01  # pairs less probable than this are counted, and not written
_FIELDS = tuple(LEVELS)


def pairs_table(outcome: Outcome, model: Model) -> pl.DataFrame:
    """Pairs of at least ``LEAST``, by rid, with what each field says in words and in bits.

    Returns:
        rid_a, rid_b, with a register rid_a_of (register or list), probability, found_by (names of keys), of each field
        F F_level, F_zh, F_en, F_weight, and together_weight, prior_weight. Prior and weights add up to the odds in bits.
    """
    some = outcome.pairs.filter(pl.col("probability") >= LEAST).sort("first", "second")
    prior = model.prior_bits(outcome.rows.height)
    evidence = [column for field in _FIELDS for column in _evidence(field)]
    return some.select(
        *_rids(outcome),
        pl.col("probability").round(6),
        _found_by(),
        *evidence,
        pl.col("weight_together").cast(pl.Float64).round(3).alias("together_weight"),
        pl.lit(round(prior, 3)).alias("prior_weight"),
    )


def queue_table(outcome: Outcome) -> pl.DataFrame:
    """rid_a, rid_b, with a register rid_a_of, probability, reason, reason_zh, reason_en."""
    words = {str(reason): said for reason, said in REASONS.items()}
    reason = pl.col("reason")
    return outcome.queue.select(
        *_rids(outcome),
        pl.col("probability").round(6),
        reason.cast(pl.Enum([one.value for one in Reason])),
        reason.replace_strict({k: v[0] for k, v in words.items()}, return_dtype=pl.String).alias(
            "reason_zh"
        ),
        reason.replace_strict({k: v[1] for k, v in words.items()}, return_dtype=pl.String).alias(
            "reason_en"
        ),
    )


def _rids(outcome: Outcome) -> list[pl.Expr]:
    rids = outcome.rows["rid"]
    found = [_rid_at("first", rids).alias("rid_a"), _rid_at("second", rids).alias("rid_b")]
    if outcome.answers is None:
        return found
    of = (
        pl.when(pl.col("first") < outcome.begins).then(pl.lit("register")).otherwise(pl.lit("list"))
    )
    return [*found, of.alias("rid_a_of")]


def _rid_at(place: str, rids: pl.Series) -> pl.Expr:
    return pl.col(place).map_batches(lambda places: rids.gather(places), return_dtype=rids.dtype)


def _found_by() -> pl.Expr:
    """The names of the keys by which a pair met."""
    names = [
        pl.when(pl.col("found_by") & (1 << bit) > 0).then(pl.lit(kind.name))
        for bit, kind in enumerate(KEY_KINDS)
    ]
    return pl.concat_list(names).list.drop_nulls().alias("found_by")


def _evidence(field: str) -> list[pl.Expr]:
    """The level of a field by name and in words, and its weight."""
    levels = LEVELS[field]
    level = pl.col(field).cast(pl.Int64)

    def told(words: list[str], name: str) -> pl.Expr:
        distinct = pl.Enum(list(dict.fromkeys(words)))
        codes = [int(one.code) for one in levels]
        return level.replace_strict(codes, words, return_dtype=distinct).alias(f"{field}_{name}")

    return [
        told([one.code.name for one in levels], "level"),
        told([one.zh for one in levels], "zh"),
        told([one.en for one in levels], "en"),
        pl.col(f"weight_{field}").cast(pl.Float64).round(3).alias(f"{field}_weight"),
    ]
