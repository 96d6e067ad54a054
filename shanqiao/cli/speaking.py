"""How the commands speak: in which language, problems one a line, an end that scripts can see."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NoReturn

import polars as pl
import typer
from rich.console import Console

from shanqiao.cli.options import Lang
from shanqiao.feeds.plan_files import Language, Words

_MOST_SAID = 1000
_LONGEST_CELL = 120


out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def language_of(asked: Lang | None, environment: Mapping[str, str] = os.environ) -> Language:
    """What was asked for, else what the environment says, else Chinese."""
    if asked is not None:
        return asked.value
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "en" if locale.startswith("en") else "zh"


def refuse(words: Words, language: Language) -> NoReturn:
    """Say why not, and end with 1."""
    err.print(words.say(language), style="bold red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def say_problems(problems: pl.DataFrame, language: Language) -> None:
    """Each bad cell on a line of its own: file, line, column, value, reason."""
    for row in problems.head(_MOST_SAID).iter_rows(named=True):
        err.print(_one_line(row, language), markup=False, soft_wrap=True)
    if problems.height > _MOST_SAID:
        rest = problems.height - _MOST_SAID
        more = Words(f"……还有 {rest} 处，没有一一列出。", f"… and {rest} more that are not listed.")
        err.print(more.say(language), markup=False)


def _one_line(row: Mapping[str, object], language: Language) -> str:
    reason = row["reason_zh"] if language == "zh" else row["reason_en"]
    line = Words(f" 第 {row['line']} 行", f", line {row['line']}").say(language)
    place = f"{row['file']}{line if row['line'] is not None else ''}"
    cell = [_plain(str(row[part])) for part in ("column", "value") if row[part]]
    return " · ".join([place, *cell]) + Words(f"：{reason}", f": {reason}").say(language)


def _plain(text: str) -> str:
    """What stands in a file, without what would move the cursor or fill the screen."""
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
    return shown if len(shown) <= _LONGEST_CELL else shown[:_LONGEST_CELL] + "…"
