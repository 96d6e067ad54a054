from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

SHOWN = 50  # of one sort; how many more there are is told


@dataclass(frozen=True)
class Violation:
    """One thing that is not as it must be.

    Attributes:
        code: which condition, for the machine.
        about: the identities it is about, such as need and resource.
        zh, en: what is wrong, in words.
    """

    code: str
    about: tuple[str, ...]
    zh: str
    en: str

    def __str__(self) -> str:
        return self.en


def told(
    code: str, zh: str, en: str, rows: pl.DataFrame, about: tuple[str, ...]
) -> list[Violation]:
    """One violation per row, in order of ``about``; after `SHOWN` only how many more there are.

    Args:
        zh, en: words in which {column} stands for the cell of the row.
        rows: the rows that are wrong.
    """
    found = list(_each(code, zh, en, rows.sort(about).head(SHOWN), about))
    more = rows.height - len(found)
    if more:
        found.append(Violation(code, (), f"{code}：还有 {more} 处", f"{code}: {more} more"))
    return found


def _each(
    code: str, zh: str, en: str, rows: pl.DataFrame, about: tuple[str, ...]
) -> Iterator[Violation]:
    for row in rows.to_dicts():
        keys = tuple(str(row[column]) for column in about)
        yield Violation(code, keys, zh.format(**row), en.format(**row))
