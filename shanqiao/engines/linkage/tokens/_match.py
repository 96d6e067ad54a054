"""Which rows of two lists of tokens are one person, by which tokens are equal and which are not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from ._kinds import TOKEN_KINDS
from ._make import MISSING, TokenValues
from ._weights import SAME, START

OFTEN = 30  # rows with one token, on one side: a telephone of a station finds nobody
_SURE, _DOUBT = 0.95, 0.25


def chances(asked: TokenValues, known: TokenValues) -> npt.NDArray[np.float64]:
    """How likely two rows are one person.

    Args:
        asked, known: (m, kinds) tokens, a row of one beside a row of the other.

    Returns:
        (m,) between 0 and 1.

    Source:
        Logistic regression over equal and different tokens, a weight for each kind, none of which may speak
        the other way (equal against, different for).
    """
    both = (asked != MISSING) & (known != MISSING)
    equal = both & (asked == known)
    other = both & ~equal
    weights = np.array([SAME[kind.name] for kind in TOKEN_KINDS])
    total = START + equal @ weights[:, 0] + other @ weights[:, 1]
    chance: npt.NDArray[np.float64] = 1 / (1 + np.exp(-total))
    return chance


def is_sure(chance: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """May an answer be given about this person without anybody looking?"""
    return chance >= _SURE


def is_possible(chance: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """May it be this person, so that somebody should be asked?"""
    return chance >= _DOUBT


def meeting(
    asked: TokenValues, known: TokenValues
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of two lists that have a token in common, unless it is one that many have.

    Args:
        asked: (n, kinds) tokens.
        known: (m, kinds) tokens.

    Returns:
        (p,) places in ``asked`` and (p,) places in ``known``, each pair once, in order.
    """
    found = [_of_one_kind(asked[:, kind], known[:, kind]) for kind in range(asked.shape[1])]
    pairs = pl.concat(found).unique().sort("asked", "known")
    return pairs["asked"].to_numpy(), pairs["known"].to_numpy()


def _of_one_kind(asked: TokenValues, known: TokenValues) -> pl.DataFrame:
    sides = [_rare(asked, "asked"), _rare(known, "known")]
    return sides[0].join(sides[1], on="token").select("asked", "known")


def _rare(tokens: TokenValues, name: str) -> pl.DataFrame:
    """(token, place) of the tokens that few rows have."""
    rows = pl.DataFrame({"token": tokens}).with_row_index(name).cast({name: pl.Int64})
    rows = rows.filter(pl.col("token") != MISSING)
    return rows.filter(pl.len().over("token") <= OFTEN)
