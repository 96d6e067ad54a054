"""What a linking found, in a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from shanqiao.cli.speaking import out
from shanqiao.cli.stopwatch import Stopwatch
from shanqiao.engines.linkage import Figure, Judgement
from shanqiao.feeds.link_files.report import kind_in_words
from shanqiao.feeds.plan_files import Language, Words

_MOST_KINDS = 8  # the worst; all are in the report


def tell(
    summary: Mapping[str, Any],
    judgement: Judgement | None,
    watch: Stopwatch,
    folder: Path,
    language: Language,
) -> None:
    """How many people, what waits for a person, how good it is, and where the report is."""
    for words in _figures(summary):
        _say(words, language)
    if judgement:
        _quality(judgement, language)
    seconds = sum(taken for _, _, taken in watch.taken())
    _say(Words(f"用时 {seconds:.1f} 秒。", f"Took {seconds:.1f} s."), language)
    page = folder / "report.html"
    _say(Words(f"报告：{page}", f"Report: {page}"), language)


def _figures(summary: Mapping[str, Any]) -> list[Words]:
    rows, people, doubles = (summary[name] for name in ("registrations", "people", "doubles"))
    waiting = sum(summary["queue"].values())
    lines = [
        Words(
            f"{rows:,} 条登记，{people:,} 人；重复的 {doubles:,} 条（{doubles / rows:.1%}）。",
            f"{rows:,} registrations, {people:,} people; {doubles:,} are further registrations ({doubles / rows:.1%}).",
        )
    ]
    if "answers" in summary:
        new, known, perhaps = (summary["answers"][name] for name in ("new", "known", "perhaps"))
        lines.append(
            Words(
                f"与登记册比对：新人 {new:,} 行，已在册 {known:,} 行，可能在册 {perhaps:,} 行。",
                f"Against the register: {new:,} rows are new, {known:,} surely known, {perhaps:,} perhaps known.",
            )
        )
    if waiting:
        lines.append(
            Words(
                f"请人判断 {waiting:,} 对，在 queue.parquet 中；判断之前，帮助照常办理。",
                f"{waiting:,} pairs wait for a person in queue.parquet; until then help goes on.",
            )
        )
    return lines


def _quality(found: Judgement, language: Language) -> None:
    for name, figure in (
        (Words("准确率", "Precision"), found.precision),
        (Words("召回率", "Recall"), found.recall),
        (Words("F1", "F1"), found.f1),
    ):
        _say(Words(f"{name.zh} {_figure(figure)}", f"{name.en} {_figure(figure)}"), language)
    if found.kinds.height:
        head = [
            Words("最难的差错", "Hardest mistakes"),
            Words("找到", "Found"),
            Words("95% 区间", "95 %"),
            Words("对数", "Pairs"),
        ]
        rows = [
            [
                kind_in_words(kind).say(language),
                _three(recall),
                f"{_three(low)}–{_three(high)}",
                f"{pairs:,}",
            ]
            for kind, pairs, _, recall, low, high in found.kinds.head(_MOST_KINDS).iter_rows()
        ]
        _table(head, rows, language)
    if found.hard.height:
        head = [
            Words("容易混淆的人", "Easily taken for one"),
            Words("错并", "Merged"),
            Words("对数", "Pairs"),
        ]
        rows = [
            [kind_in_words(kind).say(language), f"{merged:,}", f"{pairs:,}"]
            for kind, _, pairs, merged, _ in found.hard.iter_rows()
        ]
        _table(head, rows, language)


def _figure(value: Figure | None) -> str:
    return "–" if value is None else "{:.4f} [{:.4f}, {:.4f}]".format(*value)


def _three(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(head: list[Words], rows: list[list[str]], language: Language) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, words in enumerate(head):
        table.add_column(words.say(language), justify="left" if place == 0 else "right")
    for row in rows:
        table.add_row(*map(Text, row))
    out.print(table)


def _say(words: Words, language: Language) -> None:
    out.print(words.say(language), markup=False, soft_wrap=True)
