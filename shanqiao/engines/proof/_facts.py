"""The plan files, read a second time: elements and their order, and the limits of resources."""

from __future__ import annotations

from typing import Protocol

import polars as pl

PLACE = ("kind", "item", "street")  # needs that agree in these stand together


class Files(Protocol):
    """What is planned for: the frames of needs, resources and kinds of the plan files.

    There may be a fourth, ``before``: what was granted from the resources before.
    """

    @property
    def needs(self) -> pl.DataFrame: ...

    @property
    def resources(self) -> pl.DataFrame: ...

    @property
    def kinds(self) -> pl.DataFrame: ...


def read_needs(files: Files, policy: str) -> pl.DataFrame:
    """Every need with what the plan files derive from it, in the order in which they are walked.

    Returns:
        The columns of ``needs``, with ``is_cash``, ``missing`` (r), ``first`` (h), ``rest``
        (r - h), their value weights ``value_first`` and ``value_rest`` and their rank weights
        ``rank_first`` and ``rank_rest``; and ``row`` and ``who``, the numbers of need and person.
        Those that miss something come first, by kind, item and street; ``place`` numbers these
        three, so that the needs of one street are neighbours. It is null for the others.

    Raises:
        ValueError: the policy is not known.
    """
    if policy not in ("basic_first", "gravest_first"):
        raise ValueError(f"{policy} is no policy of the plan files")
    half = pl.col("quantity") - pl.col("quantity") // 2
    p = 1 + pl.col("severity") + 15 * pl.col("urgency")
    needs = (
        files.needs.join(
            files.kinds.select("kind", "is_cash"), on="kind", how="left", maintain_order="left"
        )
        .with_columns(
            missing=pl.max_horizontal(pl.col("quantity") - pl.col("covered"), 0),
            first=pl.max_horizontal(half - pl.col("covered"), 0),
            p=p,
            value_first=p + 131 if policy == "basic_first" else p,
            value_rest=p,
        )
        .with_columns(rest=pl.col("missing") - pl.col("first"))
    )
    return _numbered(_ranked(needs, policy))


def _ranked(needs: pl.DataFrame, policy: str) -> pl.DataFrame:
    """Rank weights: 2n for the first element in the strict order, 1 for the last."""
    order = pl.arg_sort_by(pl.col("p").neg(), "open_on", "need")
    served = needs[needs.select(order).to_series()]
    later = pl.int_range(pl.len())  # how many needs are served before this one
    if policy == "basic_first":
        first, rest = 2 * pl.len() - later, pl.len() - later
    else:
        first, rest = 2 * (pl.len() - later), 2 * (pl.len() - later) - 1
    return served.with_columns(rank_first=first.cast(pl.Int64), rank_rest=rest.cast(pl.Int64))


def _numbered(needs: pl.DataFrame) -> pl.DataFrame:
    open_needs = needs.lazy().filter(pl.col("missing") > 0)
    places = open_needs.select(PLACE).unique().sort(PLACE).with_row_index("place").collect()
    people = needs.select("person").unique().with_row_index("who")
    closed = pl.when(pl.col("missing") > 0).then("place")
    return (
        needs.join(places, on=PLACE, how="left")
        .join(people, on="person", how="left")
        .with_columns(place=closed.cast(pl.Int64), who=pl.col("who").cast(pl.Int64))
        .sort("place", nulls_last=True)
        .with_columns(row=pl.int_range(pl.len()))
    )


def read_resources(files: Files) -> pl.DataFrame:
    """Every resource, with ``at``, its number, and days as whole numbers.

    ``general`` is the part that people outside its reserve may get. The reserve is a share of all
    there ever was, what is left and what was granted before; what people outside it were granted
    before has used up a part of what is open to them.
    """
    granted, to_outsiders = pl.col("granted").fill_null(0), pl.col("to_outsiders").fill_null(0)
    open_to_all = (100 - pl.col("reserved_share")) * (pl.col("capacity") + granted) // 100
    earlier = (
        _before(files)
        .group_by("resource")
        .agg(
            granted=pl.col("quantity").sum(),
            to_outsiders=(pl.col("quantity") * pl.col("outside").cast(pl.Int64)).sum(),
        )
    )
    return (
        files.resources.join(earlier, on="resource", how="left", maintain_order="left")
        .with_columns(
            pl.col("valid_from", "valid_to").to_physical(),
            at=pl.int_range(pl.len()),
            general=pl.min_horizontal(
                pl.col("capacity"), pl.max_horizontal(open_to_all - to_outsiders, 0)
            ),
        )
        .drop("granted", "to_outsiders")
    )


def read_had(files: Files) -> pl.DataFrame:
    """resource, person, had: what each person was granted from each resource before."""
    return _before(files).group_by("resource", "person").agg(had=pl.col("quantity").sum())


def _before(files: Files) -> pl.DataFrame:
    """What was granted before, with resource, person, quantity, outside; nothing in plan files."""
    nothing = pl.DataFrame(
        schema={
            "resource": pl.String,
            "person": pl.String,
            "quantity": pl.Int64,
            "outside": pl.Boolean,
        }
    )
    before: pl.DataFrame = getattr(files, "before", nothing)
    return before
