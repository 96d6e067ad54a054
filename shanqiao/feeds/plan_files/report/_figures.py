"""The figures behind the pictures, counted from the plan and the files it is for."""

from __future__ import annotations

import polars as pl

MOST_RANKED = 15  # resources in the ranking
MOST_FUNDERS = 10  # in a flow; the rest are told together
# from light to grave; codes of other groups are in the order of their text
_GRAVITY = {"none": 0, "edge": 1, "low_income": 2, "dibao": 3, "tekun": 4}
# in the order of their text, as groups without a gravity are
_AGE_GROUP = (
    pl.when(pl.col("age") <= 17)
    .then(pl.lit("0-17"))
    .when(pl.col("age") <= 59)
    .then(pl.lit("18-59"))
    .when(pl.col("age") <= 79)
    .then(pl.lit("60-79"))
    .when(pl.col("age") >= 80)
    .then(pl.lit("80+"))
    .otherwise(pl.lit("unknown"))
)


def met(needs: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """Each need with what is planned for it.

    Returns:
        The columns of ``needs``, with planned, missing, district, age_group, whether the basic share
        (half of what was assessed) and the whole are met, counting what was covered before, and the
        share of it that is met, 0 to 1.
    """
    planned = matches.group_by("need").agg(planned=pl.col("quantity").sum())
    got = pl.col("covered") + pl.col("planned")
    return (
        needs.join(planned, on="need", how="left")
        .with_columns(pl.col("planned").fill_null(0))
        .with_columns(
            missing=pl.col("quantity") - got,
            district=pl.col("street").str.head(6),
            basic=2 * got >= pl.col("quantity"),
            whole=got >= pl.col("quantity"),
            share=(got / pl.col("quantity")).clip(upper_bound=1.0),
            age_group=_AGE_GROUP,
        )
    )


def by_kind(needs_met: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """What is needed, covered before, planned and still missing, in the unit of each kind."""
    return _amounts(needs_met, "kind").join(kinds, on="kind", how="left").sort("kind")


def by_item(needs_met: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """The same for every item of the kinds that have items."""
    with_items = needs_met.filter(pl.col("item") != "")
    return (
        _amounts(with_items, "kind", "item").join(kinds, on="kind", how="left").sort("kind", "item")
    )


def by_group(needs_met: pl.DataFrame, group: str) -> pl.DataFrame:
    """How many needs of a group are met by half and whole; kinds of different units can be counted
    together because needs are counted, not amounts."""
    return (
        needs_met.group_by(group)
        .agg(
            needs=pl.len(),
            people=pl.col("person").n_unique(),
            basic=pl.col("basic").sum(),
            whole=pl.col("whole").sum(),
            share=pl.col("share").mean(),
        )
        .sort(pl.col(group).replace_strict(_GRAVITY, default=len(_GRAVITY)), group)
    )


def scarcest(scarcity: pl.DataFrame, resources: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """The used-up resources of which one more unit would do most, the most wanted first."""
    unit = kinds.select(kinds=pl.col("kind"), unit=pl.col("unit"))
    return (
        scarcity.filter(pl.col("worth_of_one_more") > 0)
        .sort(["worth_of_one_more", "resource"], descending=[True, False])
        .head(MOST_RANKED)
        .join(resources, on="resource", how="left", maintain_order="left")
        .with_columns(pl.col("kinds").list.first())
        .join(unit, on="kinds", how="left", maintain_order="left")
        .select("resource", "funder", "kinds", "unit", "capacity", "left", "worth_of_one_more")
    )


def flows(
    matches: pl.DataFrame, needs: pl.DataFrame, resources: pl.DataFrame, kinds: pl.DataFrame
) -> pl.DataFrame:
    """What goes from each funder to each kind, in each unit: unit, funder, kind, quantity.

    Of each unit the largest funders are named; the funder of all others together is "".
    """
    each = (
        matches.select("need", "resource", "quantity")
        .join(needs.select("need", "kind"), on="need")
        .join(resources.select("resource", "funder"), on="resource")
        .join(kinds.select("kind", "unit"), on="kind")
        .group_by("unit", "funder", "kind")
        .agg(pl.col("quantity").sum())
    )
    largest = (
        each.group_by("unit", "funder")
        .agg(total=pl.col("quantity").sum())
        .sort(["unit", "total", "funder"], descending=[False, True, False])
        .with_columns(rank=pl.int_range(pl.len()).over("unit"))
    )
    named = each.join(largest, on=["unit", "funder"]).with_columns(
        funder=pl.when(pl.col("rank") < MOST_FUNDERS).then("funder").otherwise(pl.lit("")),
        rank=pl.col("rank").clip(upper_bound=MOST_FUNDERS),
    )
    return (
        named.group_by("unit", "funder", "rank", "kind")
        .agg(pl.col("quantity").sum())
        .sort("unit", "rank", "kind")
        .select("unit", "funder", "kind", "quantity")
    )


def _amounts(needs_met: pl.DataFrame, *by: str) -> pl.DataFrame:
    return needs_met.group_by(by).agg(
        needs=pl.len(),
        people=pl.col("person").n_unique(),
        quantity=pl.col("quantity").sum(),
        covered=pl.col("covered").sum(),
        planned=pl.col("planned").sum(),
        missing=pl.col("missing").sum(),
    )
