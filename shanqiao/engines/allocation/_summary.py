"""A plan in figures: whole numbers by kind, place, hardship and funder, and how even it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from ._counting import sums
from ._distance import Distances
from ._facts import City
from ._order import Elements, Ints

POINTS = 20  # of a Lorenz curve, besides 0
PLACES = 6  # decimals of shares


def summary_of(
    city: City, elements: Elements, policy: str, matches: pl.DataFrame, *, edges: int, bound: int
) -> dict[str, object]:
    """Figures as plain lists, texts and numbers; the same for the same content.

    Amounts of different units are never added: rows of ``by_district``, ``by_hardship`` and
    ``by_funder`` are per unit. ``people_first_half_met`` counts people all of whose needs in that
    row are met by half or more, with what was covered before.

    Args:
        elements: of all needs, by this policy.
        matches: need, resource, quantity of a plan.
        edges: how many pairs may be served.
        bound: what no plan exceeds.

    Returns:
        ``objective`` and ``bound`` in the value of the plan files (equal: nothing is better),
        ``distance`` (step 2), ``counts``, ``by_kind``, ``by_district``, ``by_hardship``,
        ``by_funder``, ``flows`` (funder to kind), and ``equity``: over all needs, and per kind,
        the Gini coefficient and Lorenz points [share of needs, share of what is met] of the
        share of each need that is met, the least first.
    """
    given = _given(city, matches)
    row, place, quantity = (given[name].to_numpy() for name in ("row", "place", "quantity"))
    amounts = sums(row, quantity, city.needs.height)
    spent = sums(place, quantity, city.resources.height)
    distance = Distances(city).between(row, place)
    needs = _needs(city, elements, amounts)
    return {
        "policy": policy,
        "objective": elements.objective(amounts),
        "bound": bound,
        "distance": int((distance * quantity).sum()),
        "counts": {
            "needs": needs.height,
            "people": needs["person"].n_unique(),
            "resources": city.resources.height,
            "edges": edges,
            "matches": matches.height,
            "unmet": int((needs["missing"] > 0).sum()),
            "people_helped": needs.filter(pl.col("planned") > 0)["person"].n_unique(),
        },
        "by_kind": _figures(needs, ["kind", "unit"]),
        "by_district": _figures(needs, ["district", "unit"]),
        "by_hardship": _figures(needs, ["hardship", "unit"]),
        "by_funder": _by_funder(city, spent, given),
        "flows": _flows(given),
        "equity": {
            "all": _equity(needs["share"]),
            "by_kind": {
                str(kind): _equity(part["share"])
                for (kind,), part in sorted(needs.partition_by("kind", as_dict=True).items())
            },
        },
    }


def _given(city: City, matches: pl.DataFrame) -> pl.DataFrame:
    """Each match with the rows of its need and its resource, and what is counted of them."""
    needs = city.needs.select("need", "kind", "person", row=pl.int_range(pl.len()))
    resources = city.resources.select("resource", "funder", place=pl.int_range(pl.len()))
    return (
        matches.select("need", "resource", pl.col("quantity").cast(pl.Int64))
        .join(needs, on="need", maintain_order="left")
        .join(resources, on="resource", maintain_order="left")
        .join(city.kinds.select("kind", "unit"), on="kind", maintain_order="left")
    )


def _needs(city: City, elements: Elements, amounts: Ints) -> pl.DataFrame:
    met = pl.col("covered") + pl.col("planned")
    return (
        city.needs.select("person", "kind", "street", "hardship", "quantity", "covered")
        .join(city.kinds.select("kind", "unit"), on="kind", maintain_order="left")
        .with_columns(
            planned=pl.Series(amounts, dtype=pl.Int64),
            missing=pl.Series(elements.size.sum(axis=0) - amounts, dtype=pl.Int64),
            district=pl.col("street").str.head(6),
        )
        .with_columns(
            half_met=2 * met >= pl.col("quantity"),
            share=pl.min_horizontal(met / pl.col("quantity"), 1.0),
        )
    )


def _figures(needs: pl.DataFrame, by: list[str]) -> list[dict[str, object]]:
    each = needs.group_by(by).agg(
        needs=pl.len(),
        needed=pl.col("quantity").sum(),
        covered=pl.col("covered").sum(),
        planned=pl.col("planned").sum(),
        unmet=pl.col("missing").sum(),
        people=pl.col("person").n_unique(),
    )
    people = needs.group_by([*by, "person"]).agg(pl.col("half_met").all())
    met = people.group_by(by).agg(people_first_half_met=pl.col("half_met").sum())
    return each.join(met, on=by).sort(by).to_dicts()


def _by_funder(city: City, spent: Ints, given: pl.DataFrame) -> list[dict[str, object]]:
    by = ["funder", "unit"]
    people = given.group_by(by).agg(people=pl.col("person").n_unique())
    each = (
        city.resources.select("funder", "capacity", kind=pl.col("kinds").list.first())
        .join(city.kinds.select("kind", "unit"), on="kind", maintain_order="left")
        .with_columns(spent=pl.Series(spent, dtype=pl.Int64))
        .group_by(by)
        .agg(
            resources=pl.len(),
            capacity=pl.col("capacity").sum(),
            planned=pl.col("spent").sum(),
            left=(pl.col("capacity") - pl.col("spent")).sum(),
        )
    )
    joined = each.join(people, on=by, how="left").with_columns(pl.col("people").fill_null(0))
    return joined.sort(by).to_dicts()


def _flows(given: pl.DataFrame) -> list[dict[str, object]]:
    by = ["funder", "kind", "unit"]
    return given.group_by(by).agg(planned=pl.col("quantity").sum()).sort(by).to_dicts()


def _equity(share: pl.Series) -> dict[str, object]:
    shares: npt.NDArray[np.float64] = np.sort(share.to_numpy())
    total = float(shares.sum())
    if not total:
        return {"gini": 0.0, "lorenz": [[0.0, 0.0], [1.0, 1.0]]}
    n = len(shares)
    summed = np.concatenate([[0.0], np.cumsum(shares)]) / total
    gini = 1 + 1 / n - 2 * float(summed[1:].sum()) / n
    places = sorted({-(-n * point // POINTS) for point in range(POINTS + 1)})
    return {
        "gini": round(max(0.0, gini), PLACES),
        "lorenz": [[round(p / n, PLACES), round(float(summed[p]), PLACES)] for p in places],
    }
