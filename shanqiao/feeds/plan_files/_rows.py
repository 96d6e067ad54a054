"""What several cells, or several rows, must hold together."""

from __future__ import annotations

import polars as pl

from ._complaints import LINE, Complaints

_LINES_SHOWN = 10


def check_needs(file: str, needs: pl.DataFrame, complaints: Complaints) -> None:
    """Each need once, each person's kind and item once, nothing over-covered or backwards."""
    _once(file, needs, ["need"], "repeated", complaints)
    _once(file, needs, ["person", "kind", "item"], "same_thing_twice", complaints)
    too_much = needs.filter(pl.col("covered") > pl.col("quantity"))
    amounts = pl.format("{} > {}", "covered", "quantity")
    complaints.about_rows(
        file, "covered_exceeds", too_much, column="covered", detail=(amounts, amounts)
    )
    _in_order(file, needs, "open_on", "due_on", complaints)


def check_resources(
    file: str, resources: pl.DataFrame, kinds: pl.DataFrame, complaints: Complaints
) -> None:
    """Each resource once, one unit, a span that does not end before it begins."""
    _once(file, resources, ["resource"], "repeated", complaints)
    _in_order(file, resources, "valid_from", "valid_to", complaints)
    _one_unit(file, resources, kinds, complaints)
    nobody = (pl.col("reserved_share") > 0) & (pl.col("reserved_for") == "")
    complaints.about_rows(
        file, "reserved_for_nobody", resources.filter(nobody), column="reserved_for"
    )
    spent_for_nobody = (pl.col("spent_share") > 0) & (pl.col("reserved_for") == "")
    complaints.about_rows(
        file, "spent_for_nobody", resources.filter(spent_for_nobody), column="reserved_for"
    )


def check_kinds(
    file: str, kinds: pl.DataFrame, built_in: pl.DataFrame, complaints: Complaints
) -> None:
    """Each kind once; a built-in one may be named again, but not changed."""
    _once(file, kinds, ["kind"], "repeated", complaints)
    was = built_in.rename({"unit": "unit_was", "is_cash": "is_cash_was"})
    both = kinds.join(was, on="kind", how="inner", maintain_order="left")
    changed = (pl.col("unit") != pl.col("unit_was")) | (pl.col("is_cash") != pl.col("is_cash_was"))
    unit = pl.col("unit_was")
    complaints.about_rows(
        file, "kind_changed", both.filter(changed), column="unit", detail=(unit, unit)
    )


def _once(
    file: str, rows: pl.DataFrame, key: list[str], reason: str, complaints: Complaints
) -> None:
    """All rows that share a key: which one is right is not for a program to say."""
    known = rows.select(LINE, *key).drop_nulls()
    twice = known.filter(pl.struct(key).is_duplicated())
    if twice.is_empty():
        return
    lines = pl.col(LINE).sort().head(_LINES_SHOWN).cast(pl.String)
    where = twice.group_by(key).agg(zh=lines.str.join("、"), en=lines.str.join(", "))
    wrong = twice.join(where, on=key, how="left", maintain_order="left")
    wrong = wrong.with_columns(pl.concat_str(key, separator=" · ").alias("(value)"))
    detail = (pl.format("第 {} 行", "zh"), pl.format("lines {}", "en"))
    complaints.about_rows(
        file, reason, wrong, column=", ".join(key), value="(value)", detail=detail
    )


def _in_order(file: str, rows: pl.DataFrame, first: str, last: str, complaints: Complaints) -> None:
    backwards = rows.filter(pl.col(last) < pl.col(first))
    span = pl.format("{} < {}", last, first)
    complaints.about_rows(
        file, "ends_before_it_begins", backwards, column=last, detail=(span, span)
    )


def _one_unit(
    file: str, resources: pl.DataFrame, kinds: pl.DataFrame, complaints: Complaints
) -> None:
    each = (
        resources.select(LINE, kind=pl.col("kinds"))
        .explode("kind")
        .join(kinds.select("kind", "unit"), on="kind", how="inner")
    )
    units = each.group_by(LINE).agg(
        unit=pl.col("unit").unique().sort().str.join(", "), units=pl.col("unit").n_unique()
    )
    mixed = units.filter(pl.col("units") > 1).join(resources, on=LINE)
    mixed = mixed.with_columns(kinds=pl.col("kinds").list.join("|"))
    unit = pl.col("unit")
    complaints.about_rows(file, "mixed_units", mixed, column="kinds", detail=(unit, unit))
