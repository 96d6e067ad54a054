"""report.html: what was found in a list of people, in one file that opens anywhere and names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from shanqiao.engines.linkage import Judgement, Model
from shanqiao.feeds.plan_files import Language, Words
from shanqiao.feeds.plan_files.report import Cell, both, card, percent, whole

from .._linking import Outcome
from ._examples import clerical_examples, waterfalls
from ._found import answers, cluster_sizes, keys, queue
from ._kinds import kind_in_words
from ._quality import by_corruption, by_hard_negative, quality_cards
from ._weights import match_weights

__all__ = ["kind_in_words", "report_html"]

_HEADING = Words("一人一档 · 比对报告", "One person, one record · Report")


def report_html(
    outcome: Outcome,
    model: Model,
    summary: Mapping[str, Any],
    judgement: Judgement | None,
    *,
    language: Language,
) -> str:
    """The page, in both languages, opening in ``language``; no script or picture comes from elsewhere.

    Args:
        outcome, model, summary: what was found, how it was weighed, and its figures.
        judgement: how good it is, where the truth is known.
    """
    asked = "answers" in summary  # then there is room beside the queue
    sections = [
        *([answers(summary["answers"])] if asked else []),
        *([by_corruption(judgement)] if judgement and judgement.kinds.height else []),
        *([by_hard_negative(judgement)] if judgement and judgement.hard.height else []),
        cluster_sizes(summary["cluster_sizes"]),
        queue(summary["queue"]),
        *([keys(summary["found_by"])] if asked else []),
        clerical_examples(outcome),
        *waterfalls(outcome, model),
        *([] if asked else [keys(summary["found_by"])]),
        match_weights(outcome, model),
    ]
    cards = [*_cards(outcome, summary), *(quality_cards(judgement) if judgement else [])]
    return Template(_part("page.html")).substitute(
        language=language,
        title=escape(_HEADING.say(language)),
        css=_plan_style() + _part("page.css"),
        heading=both(_HEADING),
        about=both(_about(summary)),
        cards="\n".join(card(figure, says) for figure, says in cards),
        sections="\n".join(sections),
        script=_part("page.js"),
    )


def _about(summary: Mapping[str, Any]) -> Words:
    model, at = summary["model"], summary["model"]["thresholds"]
    return Words(
        f"权重 {model['version']}；概率达到 {at['together']:g} 归为一人，{at['ask']:g} 至 {at['same']:g} "
        f"之间请人判断。同样的名单得出同样的结果（内容指纹 {summary['list']['digest'][:12]}）。"
        "本页所举各例均已隐去个人信息。",
        f"Weights {model['version']}; from {at['together']:g} on it is one person, between {at['ask']:g} and "
        f"{at['same']:g} people decide. The same list gives the same result (fingerprint "
        f"{summary['list']['digest'][:12]}). What is shown of people on this page is masked.",
    )


def _cards(outcome: Outcome, summary: Mapping[str, Any]) -> list[tuple[Cell, Words]]:
    rows, waiting = outcome.listed, sum(summary["queue"].values())
    return [
        (whole(rows), Words("条登记", "registrations")),
        (whole(outcome.people), Words("人", "people")),
        (
            percent(outcome.doubles, rows),
            Words(
                f"的登记是重复的（{outcome.doubles:,} 条）",
                f"are further registrations ({outcome.doubles:,})",
            ),
        ),
        (whole(waiting), Words("对请人判断", "pairs for a person to decide")),
        (whole(summary["pairs"]["compared"]), Words("对作过比较", "pairs were compared")),
    ]


def _plan_style() -> str:
    """Every report of shanqiao looks the same."""
    return files("shanqiao.feeds.plan_files.report").joinpath("page.css").read_text("utf-8")


@cache
def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
