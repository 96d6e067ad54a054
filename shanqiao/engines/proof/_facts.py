"""The plan files, read a second time: elements and their order, and the limits of resources."""

from __future__ import annotations

from typing import Protocol

import polars as pl


class Files(Protocol):
    """What is planned for: the frames of needs, resources and kinds of the plan files."""

    @property
    def needs(self) -> pl.DataFrame: ...

    @property
    def resources(self) -> pl.DataFrame: ...

    @property
    def kinds(self) -> pl.DataFrame: ...


def read_needs(files: Files, policy: str) -> pl.DataFrame:
    """Every need with what the plan files derive from it.

    Returns:
        The columns of ``needs``, with ``district``, ``is_cash``, ``missing`` (r), ``first`` (h),
        ``rest`` (r - h), their value weights ``value_first`` and ``value_rest`` and their rank
        weights ``rank_first`` and ``rank_rest``; and ``row`` and ``who``, the numbers of need and
        person.

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
            district=pl.col("street").str.slice(0, 6),
            missing=pl.max_horizontal(pl.col("quantity") - pl.col("covered"), 0),
            first=pl.max_horizontal(half - pl.col("covered"), 0),
            p=p,
            value_first=p + 131 if policy == "basic_first" else p,
            value_rest=p,
        )
        .with_columns(rest=pl.col("missing") - pl.col("first"))
    )
    return needs.join(
        _ranked(needs, policy), on="need", how="left", maintain_order="left"
    ).with_columns(
        row=pl.int_range(pl.len()), who=pl.col("person").rank("dense").cast(pl.Int64) - 1
    )


def _ranked(needs: pl.DataFrame, policy: str) -> pl.DataFrame:
    """Rank weights: 2n for the first element in the strict order, 1 for the last."""
    elements = needs.select("need", "p", "open_on")
    both = pl.concat([elements.with_columns(half=pl.lit(0)), elements.with_columns(half=pl.lit(1))])
    tier = ["half"] if policy == "basic_first" else []
    order = [*tier, pl.col("p").neg(), "open_on", "need", "half"]
    ranked = both.sort(order).with_columns(rank=2 * needs.height - pl.int_range(pl.len()))
    first, rest = (ranked.filter(pl.col("half") == half) for half in (0, 1))
    return first.select("need", rank_first="rank").join(
        rest.select("need", rank_rest="rank"), on="need"
    )


def read_resources(files: Files) -> pl.DataFrame:
    """Every resource, with ``general``: the part that people outside its reserve may get."""
    reserved = (pl.col("reserved_share") * pl.col("capacity") + 99) // 100
    return files.resources.with_columns(general=pl.col("capacity") - reserved)
