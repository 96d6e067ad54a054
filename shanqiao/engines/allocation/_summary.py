"""A plan in figures: whole numbers by kind, place, hardship and funder, and how even it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from ._bound import bound_of
from ._solution import Solution

POINTS = 20  # of a Lorenz curve, besides 0
PLACES = 6  # decimals of shares


def summary_of(solution: Solution) -> dict[str, object]:
    """Figures as plain lists, texts and numbers; the same for the same content.

    Amounts of different units are never added: rows of ``by_district``, ``by_hardship`` and
    ``by_funder`` are per unit. ``people_first_half_met`` counts people all of whose needs in that
    row are met by half or more, with what was covered before.

    Returns:
        ``objective`` and ``bound`` in the value of the plan files (equal: nothing is better),
        ``distance`` (step 2), ``counts``, ``by_kind``, ``by_district``, ``by_hardship``,
        ``by_funder``, ``flows`` (funder to kind), and ``equity``: over all needs, and per kind,
        the Gini coefficient and Lorenz points [share of needs, share of what is met] of the
        share of each need that is met, the least first.
    """
    needs = _needs(solution)
    unmet = int((solution.missing > 0).sum())
    return {
        "policy": solution.policy,
        "objective": solution.elements.objective(solution.amounts),
        "bound": bound_of(solution),
        "distance": int((solution.distance * solution.given).sum()),
        "counts": {
            "needs": needs.height,
            "people": needs["person"].n_unique(),
            "resources": solution.city.resources.height,
            "edges": len(solution.given),
            "matches": int((solution.given > 0).sum()),
            "unmet": unmet,
            "people_helped": needs.filter(pl.col("planned") > 0)["person"].n_unique(),
        },
        "by_kind": _figures(needs, ["kind", "unit"]),
        "by_district": _figures(needs, ["district", "unit"]),
        "by_hardship": _figures(needs, ["hardship", "unit"]),
        "by_funder": _by_funder(solution),
        "flows": _flows(solution),
        "equity": {
            "all": _equity(needs["share"]),
            "by_kind": {
                str(kind): _equity(part["share"])
                for (kind,), part in sorted(needs.partition_by("kind", as_dict=True).items())
            },
        },
    }


def _needs(solution: Solution) -> pl.DataFrame:
    met = pl.col("covered") + pl.col("planned")
    return (
        solution.city.needs.select("person", "kind", "street", "hardship", "quantity", "covered")
        .join(solution.city.kinds.select("kind", "unit"), on="kind", maintain_order="left")
        .with_columns(
            planned=pl.Series(solution.amounts, dtype=pl.Int64),
            missing=pl.Series(solution.missing, dtype=pl.Int64),
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


def _by_funder(solution: Solution) -> list[dict[str, object]]:
    resources = _resources(solution)
    given = _given(solution)
    people = given.group_by("funder", "unit").agg(people=pl.col("person").n_unique())
    by = ["funder", "unit"]
    each = resources.group_by(by).agg(
        resources=pl.len(),
        capacity=pl.col("capacity").sum(),
        planned=pl.col("spent").sum(),
        left=(pl.col("capacity") - pl.col("spent")).sum(),
    )
    joined = each.join(people, on=by, how="left").with_columns(pl.col("people").fill_null(0))
    return joined.sort(by).to_dicts()


def _flows(solution: Solution) -> list[dict[str, object]]:
    by = ["funder", "kind", "unit"]
    flows = _given(solution).group_by(by).agg(planned=pl.col("quantity").sum())
    return flows.sort(by).to_dicts()


def _resources(solution: Solution) -> pl.DataFrame:
    units = solution.city.kinds.select("kind", "unit")
    return (
        solution.city.resources.select("funder", "capacity", kind=pl.col("kinds").list.first())
        .join(units, on="kind", maintain_order="left")
        .with_columns(spent=pl.Series(solution.spent, dtype=pl.Int64))
    )


def _given(solution: Solution) -> pl.DataFrame:
    used = np.flatnonzero(solution.given)
    need, resource = solution.edges.need[used], solution.edges.resource[used]
    return pl.DataFrame(
        {
            "funder": solution.city.resources["funder"].gather(resource),
            "kind": solution.city.needs["kind"].gather(need),
            "person": solution.city.needs["person"].gather(need),
            "quantity": solution.given[used],
        }
    ).join(solution.city.kinds.select("kind", "unit"), on="kind")


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
