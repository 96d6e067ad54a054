"""Why this resource for this need: in codes for the machine and in words for people."""

from __future__ import annotations

import numpy as np
import polars as pl

from ._order import Flags, Ints
from ._solution import Solution

GRAVE = 70  # from here on severity is a reason of its own

# A match carries every code whose condition holds, in this order.
REASONS: dict[str, tuple[str, str]] = {
    "cash": ("资助金，不分远近。", "Money, so distance does not matter."),
    "same_street": ("就在同一镇街。", "It is in the same street."),
    "same_district": ("在同一个区。", "It is in the same district."),
    "city_wide": ("面向全市的资源。", "It serves the whole city."),
    "elsewhere": ("来自别的区。", "It comes from another district."),
    "now": ("这项需要现在就要解决。", "The need cannot wait."),
    "soon": ("这项需要近期要解决。", "The need should be met soon."),
    "grave": ("情况严重。", "The case is grave."),
    "only_one": ("条件相符的只有这一项资源。", "No other resource fits."),
    "reserved": ("这项资源为这类情况留了份额。", "A share of it is kept for such people."),
    "scarce": (
        "资源已全部用上，这项需要排在前面。",
        "All of it is used, and this need comes early enough in the order.",
    ),
    "plenty": ("资源还有余量。", "Some of it is left."),
    "person_cap": ("已是每人最多可得的数量。", "It is the most one person may get from it."),
    "person_cap_before": (
        "加上以前给过的，已是每人最多可得的数量。",
        "With what was given before, it is the most one person may get from it.",
    ),
    "whole_met": ("这样就全部解决了。", "With this the whole need is met."),
    "half_met": ("这样至少解决了一半。", "With this at least half of the need is met."),
    "part_met": ("这样能解决一部分。", "With this a part of the need is met."),
}


def matches_of(solution: Solution) -> pl.DataFrame:
    """Every edge on which something is given, with its reasons; by need and resource."""
    given, city = solution.given, solution.city
    need, resource = given.edges.need, given.edges.resource
    facts = pl.DataFrame(
        {
            "need": city.needs["need"].gather(need),
            "resource": city.resources["resource"].gather(resource),
            "quantity": given.quantity,
            **_conditions(solution),
        }
    ).sort("need", "resource")
    return facts.select(
        "need",
        "resource",
        "quantity",
        why=_joined({code: code for code in REASONS}, "|"),
        why_zh=_joined({code: words[0] for code, words in REASONS.items()}, ""),
        why_en=_joined({code: words[1] for code, words in REASONS.items()}, " "),
    )


def _conditions(solution: Solution) -> dict[str, Flags]:
    edges, limits, city = solution.given.edges, solution.limits, solution.city
    need, resource, had = edges.need, edges.resource, edges.had
    cash = set(city.kinds.filter("is_cash")["kind"])
    is_cash = city.needs["kind"].is_in(list(cash)).to_numpy()[need]
    homeless = (city.resources["home"] == "").to_numpy()[resource]
    apart, full = solution.distances.on(edges), solution.is_full(edges)
    urgency = city.needs["urgency"].to_numpy()[need]
    missing = solution.missing[need]
    first = solution.elements.filled(solution.amounts)[0] == solution.elements.size[0]
    left = (limits.capacity - solution.spent)[resource]
    return {
        "cash": is_cash,
        "same_street": ~is_cash & (apart == 0),
        "same_district": apart == 1,
        "city_wide": (apart == 2) & homeless,
        "elsewhere": (apart == 2) & ~homeless,
        "now": urgency == 2,
        "soon": urgency == 1,
        "grave": city.needs["severity"].to_numpy()[need] >= GRAVE,
        "only_one": _helpers(solution)[need] == 1,
        "reserved": limits.reserves[resource] & ~edges.general,
        "scarce": left == 0,
        "plenty": left > 0,
        "person_cap": full & (had == 0),
        "person_cap_before": full & (had > 0),
        "whole_met": missing == 0,
        "half_met": (missing > 0) & first[need],
        "part_met": (missing > 0) & ~first[need],
    }


def _helpers(solution: Solution) -> Ints:
    """(n,) how many resources may serve each need."""
    helpers = np.zeros(len(solution.amounts), np.int64)
    for _, some in solution.edges.pieces():
        helpers += np.bincount(some.need, minlength=len(helpers))
    return helpers


def _joined(texts: dict[str, str], separator: str) -> pl.Expr:
    parts = [pl.when(code).then(pl.lit(text)) for code, text in texts.items()]
    return pl.concat_str(parts, separator=separator, ignore_nulls=True)
