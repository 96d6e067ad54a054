"""summary.html: what a plan does, in figures and pictures, in one file that opens anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from .._reasons import Language, Words
from ._coverage import (
    coverage_by_age,
    coverage_by_district,
    coverage_by_hardship,
    coverage_by_item,
    coverage_by_kind,
)
from ._figures import by_group, by_item, by_kind, flows, met, scarcest
from ._html import Cell, both, card, table
from ._map import map_of_needs
from ._names import kind_name, unit_name
from ._numbers import Figure, amount, amount_in_short, percent, whole
from ._page import page, times_table
from ._picture import Note, Picture
from ._spread import evenness, flow, scarcity_ranking
from ._wishes import gap_card, gap_in_words, losses_in_words, share_rounded_up, wishes_table
from ._worth import worth as worth_of

__all__ = [
    "Cell",
    "Figure",
    "amount",
    "both",
    "card",
    "gap_in_words",
    "kind_name",
    "kinds_in_words",
    "losses_in_words",
    "percent",
    "share_rounded_up",
    "summary_html",
    "table",
    "unit_name",
    "whole",
]

_TERMINAL = (
    Words("种类", "Kind"),
    Words("需要", "Needed"),
    Words("先前已有", "Before"),
    Words("本方案", "Planned"),
    Words("还差", "Missing"),
    Words("有着落", "Met"),
)
_HEADING = Words("供需对接方案 · 小结", "Plan of needs and resources · Summary")


def summary_html(
    *,
    needs: pl.DataFrame,
    resources: pl.DataFrame,
    kinds: pl.DataFrame,
    matches: pl.DataFrame,
    scarcity: pl.DataFrame,
    summary: Mapping[str, Any],
    timings: Sequence[tuple[Words, float]],
    language: Language,
    worth: pl.DataFrame | None = None,
) -> str:
    """The page, in both languages, opening in ``language``.

    Args:
        needs, resources, kinds: what was planned for.
        matches, scarcity, summary: the plan.
        timings: each step with its seconds.
        worth: what the plan is worth (`worth_of_plan`), where that was asked for.
    """
    needs_met = met(needs, matches)
    kinds_met = by_kind(needs_met, kinds)
    points, gini = _evenness(summary)
    pictures: list[Picture | Note] = []
    if worth is not None and worth.height:
        pictures.append(worth_of(worth))
    if needs.height:
        items = by_item(needs_met, kinds)
        pictures += [
            coverage_by_kind(kinds_met),
            *([coverage_by_item(items)] if items.height else []),
            map_of_needs(by_group(needs_met, "street"), by_group(needs_met, "district")),
            coverage_by_district(by_group(needs_met, "district")),
            evenness(points, gini),
            coverage_by_hardship(by_group(needs_met, "hardship")),
            coverage_by_age(by_group(needs_met, "age_group")),
        ]
    ranking = scarcest(scarcity, resources, kinds)
    pictures += [scarcity_ranking(ranking)] if ranking.height else []
    for (unit,), part in flows(matches, needs, resources, kinds).group_by(
        "unit", maintain_order=True
    ):
        pictures.append(flow(str(unit), part))
    return page(
        heading=_HEADING,
        about=_about(summary),
        cards=_cards(needs_met, kinds_met, resources, scarcity, gini, summary),
        pictures=pictures,
        times=wishes_table(summary) + times_table(timings),
        language=language,
    )


def _evenness(summary: Mapping[str, Any]) -> tuple[list[tuple[float, float]], float]:
    """Lorenz points and Gini coefficient over all needs, as the engine counted them."""
    over_all = summary["equity"]["all"]
    return [(float(x), float(y)) for x, y in over_all["lorenz"]], float(over_all["gini"])


def _about(summary: Mapping[str, Any]) -> Words:
    policies = {
        "basic_first": Words("先保基本一半，再补其余", "first halves before rests"),
        "gravest_first": Words("最急最重的先", "gravest first"),
    }
    name = str(summary["policy"])
    policy = policies.get(name, Words(name, name))
    content = str(summary["city"])[:12]
    return Words(
        f"先后次序：{policy.zh}。同样的内容得出同样的方案（内容指纹 {content}）。",
        f"Order: {policy.en}. The same content gives the same plan (fingerprint {content}).",
    )


def _cards(
    needs_met: pl.DataFrame,
    kinds_met: pl.DataFrame,
    resources: pl.DataFrame,
    scarcity: pl.DataFrame,
    gini: float,
    summary: Mapping[str, Any],
) -> list[tuple[Cell, Words]]:
    needs, people = needs_met.height, needs_met["person"].n_unique()
    reached = needs_met.filter(pl.col("planned") > 0)["person"].n_unique()
    basic, all_of_it = int(needs_met["basic"].sum()), int(needs_met["whole"].sum())
    used_up = scarcity.filter(pl.col("left") == 0).height
    cards: list[tuple[Cell, Words]] = [
        (
            whole(needs),
            Words(f"项需要，涉及 {people:,} 人", f"needs of {people:,} people"),
        ),
        (whole(reached), Words("人由本方案得到帮助", "people get help from this plan")),
        (
            percent(basic, needs),
            Words("的需要至少有了一半着落", "of needs have at least half of what is needed"),
        ),
        (
            percent(all_of_it, needs),
            Words("的需要全部有了着落", "of needs have all that is needed"),
        ),
        (
            f"{used_up:,} / {resources.height:,}",
            Words("项资源已全部用上", "resources are used up"),
        ),
        (f"{gini:.3f}", Words("基尼系数，0 为最均匀", "Gini coefficient, 0 is even")),
    ]
    money = kinds_met.filter(pl.col("unit") == "fen")
    if money.height:
        planned, needed = int(money["planned"].sum()), int(money["quantity"].sum())
        of = amount_in_short(needed, "fen")
        says = Words(f"救助金由本方案安排，共需 {of.zh}", f"planned in money, of {of.en} needed")
        cards.insert(2, (amount_in_short(planned, "fen"), says))
    if "wishes" in summary:
        cards.append(gap_card(summary["wishes"]))
    elif summary["objective"] == summary["bound"]:
        says = Words(
            "目标值与上界相等：已证明没有更好的方案", "objective = bound: no plan is better"
        )
        cards.append((Words("最优", "Optimal"), says))
    return cards


def kinds_in_words(
    needs: pl.DataFrame, kinds: pl.DataFrame, matches: pl.DataFrame, language: Language
) -> tuple[list[str], list[list[str]]]:
    """The figures of the first picture, short enough for a terminal: head and rows."""
    amounts = ("quantity", "covered", "planned", "missing")
    rows = []
    for row in by_kind(met(needs, matches), kinds).iter_rows(named=True):
        unit = unit_name(row["unit"])
        kind = kind_name(row["kind"])
        name = Words(f"{kind.zh}（{unit.zh}）", f"{kind.en} ({unit.en})").say(language)
        counts = [amount_in_short(row[part], row["unit"]).say(language) for part in amounts]
        share = percent(row["covered"] + row["planned"], row["quantity"]).shown
        rows.append([name, *counts, share])
    return [words.say(language) for words in _TERMINAL], rows
