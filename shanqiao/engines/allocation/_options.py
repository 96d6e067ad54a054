"""What else was possible: which resources could serve one need, and which needs one resource."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from ..eligibility import parse
from ._facts import NOTHING_BEFORE

Row = Mapping[str, Any]  # one row of a frame, by column
FITS = ""
OPTION_COLUMNS: dict[str, pl.DataType] = {
    "resource": pl.String(),
    "fits": pl.Boolean(),
    "code": pl.String(),
}


def options(
    need: Row, resources: pl.DataFrame, before: pl.DataFrame = NOTHING_BEFORE
) -> pl.DataFrame:
    """Every resource, and the first thing that keeps it from serving a need.

    Args:
        need: one row of ``NEED_COLUMNS``.
        resources: (m,) rows of ``RESOURCE_COLUMNS``.
        before: rows of ``BEFORE_COLUMNS``.

    Returns:
        (m,) rows in the order of ``resources``: resource, fits (null where a cell that is empty
        would have to be known), and code: "" where it fits, otherwise the first of ``kind``,
        ``item``, ``street``, ``time``, ``not_eligible``, ``unknown``, and ``person_cap`` where the
        person was granted all that one person may get before.
    """
    mine = before.filter(pl.col("person") == need["person"])
    had = dict(mine.group_by("resource").agg(pl.col("quantity").sum()).iter_rows())
    codes = [
        (row["resource"], first_in_the_way(need, row, had.get(row["resource"], 0)))
        for row in resources.iter_rows(named=True)
    ]
    rows = [(resource, _fits(code), code) for resource, code in codes]
    return pl.DataFrame(rows, schema=OPTION_COLUMNS, orient="row")


def could_serve(
    resource: Row, needs: pl.DataFrame, before: pl.DataFrame = NOTHING_BEFORE
) -> pl.DataFrame:
    """The needs a resource could serve, if it served them alone.

    Args:
        resource: one row of ``RESOURCE_COLUMNS``.
        needs: (n,) rows of ``NEED_COLUMNS``.
        before: rows of ``BEFORE_COLUMNS``.

    Returns:
        those rows of ``needs`` between which and ``resource`` there is an edge, in their order;
        without people who were granted all that one person may get before.
    """
    near = needs.filter(
        pl.col("kind").is_in(pl.Series(resource["kinds"], dtype=pl.String).implode()),
        pl.col("item") == resource["item"],
        pl.col("open_on") <= resource["valid_to"],
        pl.col("due_on") >= resource["valid_from"],
    )
    streets = resource["streets"]
    if streets:
        served = pl.Series(streets, dtype=pl.String).implode()
        street = pl.col("street")
        near = near.filter(street.is_in(served) | street.str.head(6).is_in(served))
    if resource["person_cap"] is not None:
        used_up = (
            before.filter(pl.col("resource") == resource["resource"])
            .group_by("person")
            .agg(pl.col("quantity").sum())
            .filter(pl.col("quantity") >= resource["person_cap"])
        )
        near = near.filter(~pl.col("person").is_in(used_up["person"].implode()))
    return near.filter(parse(resource["eligible"]).over(near).fill_null(False))


def first_in_the_way(need: Row, resource: Row, had: int) -> str:
    """What keeps a resource from serving a need of somebody who ``had`` so much of it; see `options`."""
    if need["kind"] not in resource["kinds"]:
        return "kind"
    if need["item"] != resource["item"]:
        return "item"
    streets, street = resource["streets"], need["street"]
    if streets and street not in streets and street[:6] not in streets:
        return "street"
    if not _overlap(need, resource):
        return "time"
    answer = parse(resource["eligible"]).evaluate(need)
    cap = resource["person_cap"]
    fits = "person_cap" if cap is not None and had >= cap else FITS
    return {True: fits, False: "not_eligible", None: "unknown"}[answer]


def _overlap(need: Row, resource: Row) -> bool:
    begins: date = resource["valid_from"]
    ends: date = resource["valid_to"]
    opens: date = need["open_on"]
    due: date = need["due_on"]
    return opens <= ends and begins <= due


def _fits(code: str) -> bool | None:
    return None if code == "unknown" else code == FITS
