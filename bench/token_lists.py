"""Two lists of one invented city, as two organisations would keep them, and which rows are one person."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.registers import a_register
from shanqiao.engines.linkage import normalise


@dataclass(frozen=True)
class TwoLists:
    """Each with rid, pid beside the normal form; ``true`` counts the pairs across that are one person."""

    first: pl.DataFrame
    second: pl.DataFrame
    true: int


def two_lists(*, each, seed):
    """A register of twice as many registrations, dealt out at random: about half of a list is on the other.

    Args:
        each: registrations on each list.
    """
    register = a_register(size=2 * each, seed=seed)
    mine = np.random.default_rng([seed, each]).permutation(2 * each) < each
    rows = register.registrations.join(register.truth.select("rid", "pid"), on="rid")
    rows = rows.sort("rid").with_columns(mine=pl.Series(mine))
    return TwoLists(rows.filter("mine"), rows.filter(~pl.col("mine")), _true(rows))


def normal_of(rows):
    """The normal form, and who each row is."""
    return normalise(rows.drop("pid", "mine")), rows.sort("rid")["pid"].to_numpy()


def _true(rows):
    sides = rows.group_by("pid").agg(first=pl.col("mine").sum(), second=(~pl.col("mine")).sum())
    return sides.select((pl.col("first") * pl.col("second")).sum()).item()
