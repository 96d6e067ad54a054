"""An answer to what if, in words and tables for a terminal."""

from __future__ import annotations

import polars as pl
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from shanqiao.engines.allocation import Answer
from shanqiao.feeds.plan_files import Language, Words
from shanqiao.feeds.plan_files.report import amount, kind_name, unit_name

_MOST_ROWS = 30  # of one table; the rest is in the files

_NEED, _KIND = Words("需要", "Need"), Words("种类", "Kind")
_NOW, _THEN = Words("现在", "Now"), Words("改后", "Then")
_MORE, _FROM = Words("相差", "Difference"), Words("资源", "Resource")


def told(answer: Answer, language: Language) -> list[RenderableType]:
    """Who gains and who loses, what the changed resources would give, and what it is worth."""
    rows: list[RenderableType] = []
    if answer.changes.height:
        title = Words("谁多得、谁少得", "Who gains, who loses")
        rows += _table(title, answer.changes, language)
    else:
        rows.append(Text(Words("谁得多少都不变。", "Nobody would get more or less.").say(language)))
    others = answer.given.filter(pl.col("before") != pl.col("after"))
    if others.height:
        title = Words("改动的资源给谁", "What the changed resources give")
        rows += _table(title, others, language)
    return [*rows, *(Text(words.say(language)) for words in _sums(answer))]


def _sums(answer: Answer) -> list[Words]:
    gaining, losing = answer.people_reached, answer.losing["person"].n_unique()
    moved = [
        Words(
            f"{amount(count, unit).shown}{'' if unit == 'fen' else ' ' + unit_name(unit).zh}",
            f"{amount(count, unit).shown}{'' if unit == 'fen' else ' ' + unit_name(unit).en}",
        )
        for unit, count in answer.moved.items()
    ]
    zh, en = "、".join(w.zh for w in moved) or "没有", ", ".join(w.en for w in moved) or "nothing"
    return [
        Words(
            f"{gaining:,} 人多得，{losing:,} 人少得；换了去处的：{zh}。",
            f"People who gain: {gaining:,}; who lose: {losing:,}; given otherwise: {en}.",
        ),
        Words(
            f"目标值 {answer.value_before:,} → {answer.value_after:,}（{answer.worth:+,}）。",
            f"Objective {answer.value_before:,} → {answer.value_after:,} ({answer.worth:+,}).",
        ),
    ]


def _table(title: Words, rows: pl.DataFrame, language: Language) -> list[RenderableType]:
    """The largest differences first, and how many more there are."""
    apart = pl.col("after") - pl.col("before")
    rows = rows.with_columns(apart=apart).sort(
        pl.col("apart").abs(), "need", descending=[True, False]
    )
    names = [_FROM] if "resource" in rows.columns else []
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=title.say(language))
    table.title_justify, table.title_style = "left", "bold"
    for words in [*names, _NEED, _KIND]:
        table.add_column(words.say(language), overflow="fold")
    for words in [_NOW, _THEN, _MORE]:
        table.add_column(words.say(language), justify="right", no_wrap=True)
    for row in rows.head(_MOST_ROWS).iter_rows(named=True):
        keys = [row["resource"], row["need"]] if names else [row["need"]]
        texts = [Text(key) for key in keys] + [Text(kind_name(row["kind"]).say(language))]
        counts = [amount(row[part], row["unit"]).shown for part in ("before", "after")]
        table.add_row(*texts, *counts, _signed(row["apart"], row["unit"]))
    if rows.height <= _MOST_ROWS:
        return [table]
    rest = rows.height - _MOST_ROWS
    more = Words(
        f"……还有 {rest:,} 行；加 --out 把新方案全部写出。",
        f"… and {rest:,} more; --out writes the whole new plan.",
    )
    return [table, Text(more.say(language))]


def _signed(count: int, unit: str) -> str:
    return f"{'+' if count > 0 else '−'}{amount(abs(count), unit).shown}"
