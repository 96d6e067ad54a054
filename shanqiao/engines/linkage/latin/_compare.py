"""How alike the registrations of many pairs are, column by column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from .._like import Like
from .._prepared import first_of
from ._columns import Column, Role
from ._distance import Letters, distances, letters_of
from ._levels import LEAST_FOR_PART, LEAST_FOR_TYPO, LEAST_FOR_TYPOS
from ._normal import LONGEST

Rows = npt.NDArray[np.int64]
Yes = npt.NDArray[np.bool_]
_CHUNK = 100_000


def compare_latin(
    normal: pl.DataFrame, columns: Sequence[Column], first: npt.ArrayLike, second: npt.ArrayLike
) -> pl.DataFrame:
    """Levels of each column for each pair.

    Args:
        normal: (n,) rows as ``normalise_latin`` gives them.
        columns: what is compared.
        first, second: (pairs,) places in ``normal``.

    Returns:
        (pairs,) rows: for each column its level of ``Like`` under its own name, and share_… (how common the commoner of both
        values is; null where either is missing). Which of two is first says nothing.
    """
    a, b = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    swapped = _names_swapped(normal, columns, a, b)
    made: dict[str, pl.Series] = {}
    for column in columns:
        text = normal[column.name]
        turned = swapped if column.role in (Role.GIVEN_NAME, Role.SURNAME) else None
        made[column.name] = _levels(text, column.role, a, b, turned)
        share = _shares(text)
        commoner = np.maximum(share[a], share[b])
        made[f"share_{column.name}"] = pl.Series(commoner).fill_nan(None)
    return pl.DataFrame(made)


def _levels(text: pl.Series, role: Role, a: Rows, b: Rows, swapped: Yes | None) -> pl.Series:
    """Each pair of values is compared once."""
    values = text.fill_null("")
    code = values.rank("dense").to_numpy().astype(np.int64) - 1
    listed = values.unique().sort().to_list()
    letters = letters_of(listed, LONGEST)
    low, high = np.minimum(code[a], code[b]), np.maximum(code[a], code[b])
    pairs, place = np.unique(low * len(listed) + high, return_inverse=True)
    one, other = np.divmod(pairs, len(listed))
    levels = np.empty(len(pairs), dtype=np.uint8)
    for at in range(0, len(pairs), _CHUNK):
        part = slice(at, at + _CHUNK)
        levels[part] = _of_letters(letters[one[part]], letters[other[part]], role)
    found = levels[place.ravel()]
    if swapped is not None:
        found[swapped & (found > Like.SAME)] = Like.SWAPPED
    return pl.Series(found)


def _of_letters(one: Letters, other: Letters, role: Role) -> npt.NDArray[np.uint8]:
    length_a, length_b = (one > 0).sum(axis=1), (other > 0).sum(axis=1)
    shorter, longer = np.minimum(length_a, length_b), np.maximum(length_a, length_b)
    apart = distances(one, other)
    begins = ((one == other) | (np.arange(one.shape[1]) >= shorter[:, None])).all(axis=1)
    turned = np.zeros(len(one), dtype=bool)
    if role == Role.BIRTH:
        order = [0, 1, 2, 3, 6, 7, 4, 5]
        turned = (shorter == 8) & (longer == 8) & (one[:, :8] == other[:, order]).all(axis=1)
    rules = [
        (shorter == 0, Like.UNKNOWN),
        (apart == 0, Like.SAME),
        (turned, Like.SWAPPED),
        ((shorter >= LEAST_FOR_TYPO) & (apart == 1), Like.TYPO),
        ((shorter == 1) & (one[:, 0] == other[:, 0]), Like.INITIAL),
        ((shorter >= LEAST_FOR_TYPOS) & (apart == 2), Like.TYPOS),
        ((shorter >= LEAST_FOR_PART) & begins, Like.PART),
        ((shorter >= LEAST_FOR_TYPOS) & (3 * apart <= longer), Like.SIMILAR),
    ]
    return first_of(rules, Like.DIFFERENT)


def _names_swapped(normal: pl.DataFrame, columns: Sequence[Column], a: Rows, b: Rows) -> Yes:
    """Given name and surname have changed places."""
    names = {column.role: column.name for column in columns}
    if Role.GIVEN_NAME not in names or Role.SURNAME not in names:
        return np.zeros(len(a), dtype=bool)
    both = pl.concat(
        [normal[names[role]].fill_null("") for role in (Role.GIVEN_NAME, Role.SURNAME)]
    )
    code = both.rank("dense").to_numpy().astype(np.int64)
    given, surname = code[: normal.height], code[normal.height :]
    known = np.flatnonzero((both == "").to_numpy())
    missing = code[known[0]] if len(known) else -1
    there = (given != missing) & (surname != missing)
    swapped: Yes = (given[a] == surname[b]) & (surname[a] == given[b]) & there[a] & there[b]
    return swapped


def _shares(text: pl.Series) -> npt.NDArray[np.float64]:
    """(n,) the share of rows with the same value, of those where it is known; NaN where missing."""
    frame = pl.DataFrame({"value": text})
    known = max(1, frame.height - text.null_count())
    share = pl.when(pl.col("value").is_not_null()).then(pl.len().over("value") / known)
    shares: npt.NDArray[np.float64] = frame.select(share.fill_null(float("nan")).alias("share"))[
        "share"
    ].to_numpy()
    return shares
