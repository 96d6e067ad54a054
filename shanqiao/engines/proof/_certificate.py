"""The rows of a certificate that can be relied on, with numbers for names."""

from __future__ import annotations

import polars as pl

from ._typed import typed
from ._violation import Violation, told

CERTIFICATE = {"part": pl.String, "key1": pl.String, "key2": pl.String, "price": pl.Int64}
LARGEST = 2**60  # three prices still add up in 64 bits

OF_NEEDS = ("need_first", "need_rest", "step2_need")
OF_RESOURCES = ("resource", "reserved", "step2_resource", "step2_reserved")
OF_PEOPLE = ("person_cap", "step2_person_cap")
PARTS = OF_NEEDS + OF_RESOURCES + OF_PEOPLE
MAY_BE_NEGATIVE = ("step2_need",)

Certificate = dict[str, pl.DataFrame]


def read_certificate(
    needs: pl.DataFrame, resources: pl.DataFrame, certificate: pl.DataFrame
) -> tuple[Certificate, list[Violation]]:
    """The rows of a certificate that name a limit or a need and a price that can be one.

    Args:
        needs: as `read_needs` gives them.
        resources: as `read_resources` gives them.
        certificate: part, key1, key2, price.

    Returns:
        For each of `PARTS` a frame of ``price`` with ``number``, the row of the need or the number
        of the resource, and ``who``, the person as a number (0 where the part is of no people).
    """
    rows, wrong = typed("certificate", certificate, CERTIFICATE)
    read: Certificate = {}
    unknown, twice, beyond = [rows.filter(~pl.col("part").is_in(PARTS))], [], []
    numbers = _Numbers(needs, resources)
    for part in PARTS:  # one after the other, so that the names of one only are held twice
        some = numbers.beside(part, rows.filter(pl.col("part") == part))
        known = pl.col("number").is_not_null() & pl.col("who").is_not_null()
        unknown.append(some.filter(~known).select(rows.columns))
        some = some.filter(known)
        thing = pl.col("number") * numbers.people + pl.col("who")
        twice.append(some.filter(thing.is_duplicated()).unique(["number", "who"]))
        lowest = -LARGEST if part in MAY_BE_NEGATIVE else 0
        possible = pl.col("price").is_between(lowest, LARGEST)
        beyond.append(some.filter(~possible))
        some = some.filter(possible).select("number", "who", "price")
        if twice[-1].height:
            some = some.unique(["number", "who"], keep="first", maintain_order=True)
        read[part] = some
    keys = ("part", "key1", "key2")
    wrong += told(
        "unknown_price",
        "证明里的 {part}（{key1}，{key2}）不是任何需要或限额的价格",
        "{part} ({key1}, {key2}) of the certificate is the price of no need and no limit",
        pl.concat(unknown),
        keys,
    )
    wrong += told(
        "price_twice",
        "证明里的 {part}（{key1}，{key2}）不止一个价格",
        "{part} ({key1}, {key2}) of the certificate has more than one price",
        pl.concat(twice),
        keys,
    )
    wrong += told(
        "price_out_of_range",
        "证明里的 {part}（{key1}，{key2}）价格是 {price}，不能是这个数",
        "the price {price} of {part} ({key1}, {key2}) cannot be one",
        pl.concat(beyond),
        keys,
    )
    return read, wrong


class _Numbers:
    """The numbers behind the names of needs, resources and people.

    Attributes:
        people: the numbers of people are below this one.
    """

    def __init__(self, needs: pl.DataFrame, resources: pl.DataFrame) -> None:
        self.people = max(1, needs.height)  # there are no more of them than needs
        capped = resources.filter(pl.col("person_cap").is_not_null())
        self._need = needs.select(key1="need", number="row")
        self._resource = resources.select(key1="resource", number="at")
        self._capped = capped.select(key1="resource", number="at")
        self._person = needs.select(key2="person", who="who").unique("who")

    def beside(self, part: str, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows of one part with ``number`` and ``who``, null where a name is not known."""
        if part in OF_PEOPLE:
            return _with(_with(rows, self._capped, "key1"), self._person, "key2")
        alone = pl.when(pl.col("key2") == "").then(pl.lit(0, pl.Int64)).alias("who")
        names = self._need if part in OF_NEEDS else self._resource
        return _with(rows, names, "key1").with_columns(alone)


def _with(rows: pl.DataFrame, numbers: pl.DataFrame, key: str) -> pl.DataFrame:
    return rows.join(numbers, on=key, how="left", maintain_order="left")
