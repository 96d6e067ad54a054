"""Which registrations are worth comparing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ._hashes import NOTHING, Hashes
from ._keys import KEY_KINDS, Frequent, Keys, capped, frequent_values

_BITS = 4  # room for 16 kinds behind each pair
CANDIDATE_COLUMNS: dict[str, pl.DataType] = {
    "first": pl.UInt32(),  # places in the normal form; first < second
    "second": pl.UInt32(),
    "found_by": pl.UInt16(),  # bit k: they met by KEY_KINDS[k]
}


def candidates(keys: Keys, frequent: Frequent | None = None) -> pl.DataFrame:
    """Every pair of registrations that meet by some key, once.

    A key whose value is frequent counts only together with the whole name as heard, and not at all where even that is
    shared by more registrations than the kind allows.

    Args:
        keys: of n registrations.
        frequent: which values are; None to count them here.

    Returns:
        (pairs,) rows, columns ``CANDIDATE_COLUMNS``, by first and second. As rows of a normal form are in the order of
        ``rid``, the pairs are the same whatever order the register came in.
    """
    met = capped(keys, frequent if frequent is not None else frequent_values(keys))
    size = np.uint64(len(met))
    codes = []
    for number, kind in enumerate(KEY_KINDS):
        first, second = pairs_of(met[:, number], kind.most)
        pair = first.astype(np.uint64) * size + second.astype(np.uint64)
        codes.append((pair << np.uint64(_BITS)) | np.uint64(number))
    together = np.concatenate(codes)
    del codes
    together.sort()
    return _merged(together, size)


def pairs_of(column: Hashes, most: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """All (first, second), first < second, of rows with one hash, which at most ``most`` rows have."""
    rows = np.flatnonzero(column != NOTHING)
    rows = rows[np.argsort(column[rows], kind="stable")]
    values = column[rows]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))[: len(rows)]
    sizes = np.diff(np.append(starts, len(rows)))
    place = np.arange(len(rows)) - np.repeat(starts, sizes)  # of each row in its group
    before = np.where(np.repeat(sizes, sizes) <= most, place, 0)
    ends = np.cumsum(before)
    total = int(ends[-1]) if len(ends) else 0
    which = np.arange(total) - np.repeat(ends - before, before)  # 0, 1, … up to the row's own place
    second = np.repeat(np.arange(len(rows)), before)
    first = second - np.repeat(place, before) + which
    return rows[first], rows[second]


def _merged(codes: Hashes, size: np.uint64) -> pl.DataFrame:
    """Sorted codes of pairs and kinds as one row for each pair."""
    pairs = codes >> np.uint64(_BITS)
    kinds = (codes & np.uint64((1 << _BITS) - 1)).astype(np.uint16)
    new = np.concatenate(([True], pairs[1:] != pairs[:-1]))[: len(pairs)]
    starts = np.flatnonzero(new)
    bits = np.left_shift(np.uint16(1), kinds).astype(np.uint16)
    masks = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    first, second = np.divmod(pairs[starts], size if size else np.uint64(1))
    columns = {"first": first, "second": second, "found_by": masks}
    return pl.DataFrame(columns, schema_overrides=CANDIDATE_COLUMNS)


@dataclass(frozen=True)
class Index:
    """Keys of a register in an order in which one registration finds those it meets in milliseconds."""

    frequent: Frequent
    values: tuple[Hashes, ...]  # for each kind, rising
    rows: tuple[npt.NDArray[np.int64], ...]  # the place in the normal form of each value

    @classmethod
    def of(cls, keys: Keys) -> Index:
        frequent = frequent_values(keys)
        met = capped(keys, frequent)
        rows = [np.argsort(met[:, kind], kind="stable") for kind in range(met.shape[1])]
        values = [met[order, kind] for kind, order in enumerate(rows)]
        return cls(frequent, tuple(values), tuple(rows))


def candidates_of(one: Keys, index: Index) -> pl.DataFrame:
    """Registrations that a new one meets.

    Args:
        one: keys of the new registration alone.
        index: of those registered before.

    Returns:
        (found,) rows by place: ``second`` (its place in the normal form) and ``found_by``.

    Raises:
        ValueError: ``one`` is not one.
    """
    if len(one.broad) != 1:
        raise ValueError("one registration at a time")
    met = capped(one, index.frequent)[0]
    found: dict[int, int] = {}
    for number, kind in enumerate(KEY_KINDS):
        if met[number] == NOTHING:
            continue
        values = index.values[number]
        start = int(np.searchsorted(values, met[number], side="left"))
        end = int(np.searchsorted(values, met[number], side="right"))
        if end - start <= kind.most:
            for row in index.rows[number][start:end]:
                found[int(row)] = found.get(int(row), 0) | 1 << number
    rows = sorted(found.items())
    schema = {name: CANDIDATE_COLUMNS[name] for name in ("second", "found_by")}
    return pl.DataFrame(rows, schema=schema, orient="row")


def key_rows(keys: Keys) -> pl.DataFrame:
    """Keys as rows of a table: what a database keeps to answer ``candidates_of`` by an index of its own.

    Returns:
        (rows,) rid, kind (place in ``KEY_KINDS``), broad and narrow (Int64: the hash as a signed number).
    """
    rows, kinds = np.nonzero(keys.broad != NOTHING)
    return pl.DataFrame(
        {
            "rid": keys.rids.gather(rows),
            "kind": kinds.astype(np.uint8),
            "broad": keys.broad[rows, kinds].view(np.int64),
            "narrow": keys.narrow[rows, kinds].view(np.int64),
        }
    )
