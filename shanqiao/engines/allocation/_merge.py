"""A plan put together from what stays and what was solved again."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._again import Kinds, edges_in, resources_for
from ._certificate import PARTS
from ._distance import distances
from ._edges import NO_LIMIT, Edges, resources_of
from ._facts import City
from ._order import elements_of
from ._people import people_of
from ._plan import Plan
from ._potentials import no_potentials
from ._prices import Prices
from ._reprice import repriced
from ._solution import Solution
from ._summary import summary_of


def merged(old: City, standing: Plan, new: City, part: Plan, kinds: Kinds) -> Plan:
    """The plan of the new city.

    Args:
        standing: the plan of the old city.
        part: of the new one, as far as ``kinds`` go.
    """
    stays = _Side(old, kinds, inside=False)
    anew = _Side(new, kinds, inside=True)
    matches = pl.concat([stays.of_needs(standing.matches), anew.of_needs(part.matches)])
    certificate = pl.concat(
        [
            repriced(stays.of_kinds(standing.certificate), old, new, standing.policy),
            anew.of_kinds(part.certificate),
        ]
    )
    matches = matches.sort("need", "resource")
    return Plan(
        policy=standing.policy,
        matches=matches,
        unmet=pl.concat([stays.of_needs(standing.unmet), anew.of_needs(part.unmet)]).sort("need"),
        scarcity=pl.concat(
            [stays.of_resources(standing.scarcity), anew.of_resources(part.scarcity)]
        ).sort("resource"),
        certificate=_in_order(certificate),
        summary=_summary(old, standing, new, part, kinds, matches),
    )


class _Side:
    """Rows of a plan whose kinds are among some, or are not."""

    def __init__(self, city: City, kinds: Kinds, *, inside: bool) -> None:
        within = pl.col("kind").is_in(list(kinds))
        needs = city.needs.filter(within if inside else ~within)["need"]
        served = resources_for(city, kinds)["resource"]
        is_served = pl.col("resource").is_in(served.implode())
        self._kinds, self._inside = kinds, inside
        self._needs = pl.col("need").is_in(needs.implode())
        self._resources = is_served if inside else ~is_served

    def of_needs(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.filter(self._needs)

    def of_resources(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.filter(self._resources)

    def of_kinds(self, certificate: pl.DataFrame) -> pl.DataFrame:
        """A resource's kinds stand joined by "|"; all of them are of one group."""
        first = pl.col("kind").str.split("|").list.first()
        within = first.is_in(list(self._kinds))
        return certificate.filter(within if self._inside else ~within)


def _in_order(certificate: pl.DataFrame) -> pl.DataFrame:
    part = pl.col("part").replace_strict({part: at for at, part in enumerate(PARTS)})
    return certificate.sort(part, "key1", "key2", maintain_order=True)


def _summary(
    old: City, standing: Plan, new: City, part: Plan, kinds: Kinds, matches: pl.DataFrame
) -> dict[str, object]:
    """Counted anew from the matches, but for the edges and the bound, which add up over groups."""
    summary = summary_of(_only_matches(new, matches, standing.policy))
    bare, again = dict(_counts(standing)), _counts(part)
    bare["edges"] += again["edges"] - edges_in(old, kinds, standing.policy)
    unproven = _figure(standing, "bound") - _figure(standing, "objective")
    unproven += _figure(part, "bound") - _figure(part, "objective")
    objective = summary["objective"]
    assert isinstance(objective, int)
    counts = summary["counts"]
    assert isinstance(counts, dict)
    return summary | {
        "bound": objective + unproven,
        "counts": counts | {"edges": bare["edges"]},
    }


def _counts(plan: Plan) -> dict[str, int]:
    counts = plan.summary["counts"]
    assert isinstance(counts, dict)
    return counts


def _figure(plan: Plan, name: str) -> int:
    figure = plan.summary[name]
    assert isinstance(figure, int)
    return figure


def _only_matches(city: City, matches: pl.DataFrame, policy: str) -> Solution:
    """As much of a solution as figures need: its edges are those on which something is given."""
    rows = {
        name: frame.select(name).with_row_index(f"{name}_at")
        for name, frame in (("need", city.needs), ("resource", city.resources))
    }
    placed = matches.join(rows["need"], on="need", maintain_order="left").join(
        rows["resource"], on="resource", maintain_order="left"
    )
    need, resource = (
        placed[f"{name}_at"].cast(pl.Int64).to_numpy() for name in ("need", "resource")
    )
    nothing = np.zeros(len(need), np.int64)
    edges = Edges(
        need=need,
        resource=resource,
        person=people_of(city.needs)[0][need],
        general=nothing.astype(np.bool_),
        had=nothing,
        cap=np.full(len(need), NO_LIMIT, np.int64),
    )
    elements = elements_of(city.needs, policy)
    given = placed["quantity"].cast(pl.Int64).to_numpy()
    amounts = np.zeros(city.needs.height, np.int64)
    np.add.at(amounts, need, given)
    unlabelled = no_potentials(city.resources.height, city.needs.height, len(need))
    return Solution(
        city=city,
        policy=policy,
        elements=elements,
        limits=resources_of(city),
        edges=edges,
        distance=distances(city, edges),
        given=given,
        amounts=amounts,
        prices=Prices(gain=unlabelled, loss=unlabelled),
        potentials=unlabelled,
    )
