"""What goes into the engine: needs, resources and the kinds of help, as the plan files say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from ._digest import digest_of
from ._doubts import (
    CannotUseCity,
    doubts_about_before,
    doubts_about_needs,
    doubts_about_resources,
)
from ._texts import order_of
from ._words import Words

TEXT, WHOLE, YES_NO, DAY = pl.String(), pl.Int64(), pl.Boolean(), pl.Date()

NEED_COLUMNS: dict[str, pl.DataType] = {
    "need": TEXT,
    "person": TEXT,
    "kind": TEXT,
    "item": TEXT,  # "" where the kind needs none
    "quantity": WHOLE,  # > 0, in the unit of the kind
    "covered": WHOLE,  # >= 0
    "severity": WHOLE,  # 0 to 100
    "urgency": WHOLE,  # 0, 1, 2
    "street": TEXT,  # 9 digits; the first 6 are the district
    "age": WHOLE,  # null: not known
    "disability": WHOLE,  # 0 none, 1 (heaviest) to 4; null: not known
    "hardship": TEXT,
    "illness": TEXT,  # "none", a code; null: not known
    "local": YES_NO,  # null: not known
    "open_on": DAY,
    "due_on": DAY,
}
RESOURCE_COLUMNS: dict[str, pl.DataType] = {
    "resource": TEXT,
    "funder": TEXT,
    "kinds": pl.List(pl.String()),  # all of one unit
    "item": TEXT,  # "" for none
    "capacity": WHOLE,  # >= 0, in that unit
    "person_cap": WHOLE,  # > 0; null: no limit
    "streets": pl.List(pl.String()),  # 6 or 9 digits; [] for the whole city
    "home": TEXT,  # 9 digits or ""
    "valid_from": DAY,
    "valid_to": DAY,
    "reserved_share": WHOLE,  # hundredths of the capacity, 0 to 100
    "reserved_for": TEXT,  # an expression
    "eligible": TEXT,  # an expression; "" for everybody
}
KIND_COLUMNS: dict[str, pl.DataType] = {"kind": TEXT, "unit": TEXT, "is_cash": YES_NO}
BEFORE_COLUMNS: dict[str, pl.DataType] = {
    "resource": TEXT,
    "person": TEXT,  # with or without a need today
    "quantity": WHOLE,  # > 0, in the unit of the resource
    "outside": YES_NO,  # whether it was granted to somebody outside its reserve
}
MAY_BE_EMPTY = frozenset({"age", "disability", "illness", "local", "person_cap"})

KINDS = pl.DataFrame(
    [
        ("cash_medical", "fen", True),
        ("cash_living", "fen", True),
        ("cash_education", "fen", True),
        ("meal", "meal", False),
        ("care_hour", "hour", False),
        ("goods", "piece", False),
        ("counselling", "hour", False),
        ("visit", "visit", False),
    ],
    schema=KIND_COLUMNS,
    orient="row",
)
TABLES = {"needs": "需要表", "resources": "资源表", "kinds": "类别表", "before": "以前给出的"}
NOTHING_BEFORE = pl.DataFrame(schema=BEFORE_COLUMNS)


@dataclass(frozen=True)
class City:
    """Needs and resources as they are planned for, in one order whatever order they came in.

    Attributes:
        needs: (n,) rows of `NEED_COLUMNS`, by need as text.
        resources: (m,) rows of `RESOURCE_COLUMNS`, by resource as text; lists sorted, each code once.
        kinds: rows of `KIND_COLUMNS`, by kind as text.
        before: rows of `BEFORE_COLUMNS`, by resource, person, outside: what was granted from these
            resources before. Capacities are without it; it counts for limits per person and
            for reserves. The plan files have no such table.
    """

    needs: pl.DataFrame
    resources: pl.DataFrame
    kinds: pl.DataFrame
    before: pl.DataFrame = field(default_factory=NOTHING_BEFORE.clone)

    @classmethod
    def of(
        cls,
        needs: pl.DataFrame,
        resources: pl.DataFrame,
        kinds: pl.DataFrame = KINDS,
        before: pl.DataFrame = NOTHING_BEFORE,
    ) -> City:
        """Put the rows in order and make sure that they can be planned.

        Args:
            needs, resources, kinds, before: at least the columns named above, in any row order; a
                column of another type is cast where nothing is lost; further columns are left
                behind.

        Raises:
            CannotUseCity: a column is missing or of a wrong type, an identity stands twice, a
                number is out of its range, a kind is not known, kinds of several units stand in
                one resource, an expression cannot be read, or something was granted before from
                a resource that is not there. All reasons at once.
        """
        kinds = _shape("kinds", kinds, KIND_COLUMNS).sort("kind")
        shaped = _by_need(_shape("needs", needs, NEED_COLUMNS))
        return cls._checked(shaped, resources, kinds, before, doubts_about_needs(shaped, kinds))

    def with_others(self, resources: pl.DataFrame, before: pl.DataFrame) -> City:
        """The same needs and other resources; asked of these alone what `of` asks of all.

        Raises:
            CannotUseCity: see `of`.
        """
        return self._checked(self.needs, resources, self.kinds, before, [])

    @classmethod
    def _checked(
        cls,
        needs: pl.DataFrame,
        resources: pl.DataFrame,
        kinds: pl.DataFrame,
        before: pl.DataFrame,
        doubts: list[Words],
    ) -> City:
        by_name = (
            _shape("resources", resources, RESOURCE_COLUMNS)
            .with_columns(pl.col("kinds", "streets").list.unique().list.sort())
            .sort("resource")
        )
        had = _shape("before", before, BEFORE_COLUMNS).sort("resource", "person", "outside")
        doubts = [
            *doubts,
            *doubts_about_resources(by_name, kinds),
            *doubts_about_before(had, by_name),
        ]
        if doubts:
            raise CannotUseCity(doubts)
        return cls(needs, by_name, kinds, had)

    def digest(self) -> str:
        """A fingerprint (sha256, hex) of the content: the same for any order of the rows.

        Where nothing was granted before it is that of the plan files, which have three tables.
        """
        tables = (self.needs, self.resources, self.kinds)
        return digest_of(*tables, self.before) if self.before.height else digest_of(*tables)


def _by_need(needs: pl.DataFrame) -> pl.DataFrame:
    if needs["need"].is_sorted():
        return needs
    whole = needs.rechunk()
    return whole[order_of(whole["need"])].with_columns(pl.col("need").set_sorted())


def _shape(name: str, frame: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        listed = ", ".join(missing)
        raise CannotUseCity([(f"{TABLES[name]}缺少 {listed}", f"{name} lacks {listed}")])
    try:
        shaped = frame.select(pl.col(column).cast(kind) for column, kind in columns.items())
    except pl.exceptions.PolarsError as problem:
        raise CannotUseCity([(f"{TABLES[name]}：{problem}", f"{name}: {problem}")]) from None
    empty = [c for c in columns if c not in MAY_BE_EMPTY and shaped[c].null_count()]
    if empty:
        listed = ", ".join(empty)
        says = (f"{TABLES[name]}的 {listed} 有空格", f"{name} has empty cells in {listed}")
        raise CannotUseCity([says])
    return shaped
