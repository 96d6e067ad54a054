"""Everything that is wrong with the files, collected before anything is said."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ._reasons import REASONS, Words

_FACTS = {
    "file": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
    "detail_zh": pl.String,
    "detail_en": pl.String,
}
COMPLAINT_COLUMNS = ("file", "line", "column", "value", "reason", "reason_zh", "reason_en")
LINE = "(line)"  # in frames of rows; brackets, so that no column of a file is called the same
NOTHING = Words("", "")


class Complaints:
    """Bad cells, rows and files.

    A row is known by the line of the file it begins on (for Parquet: by its number, the first
    row being 1); frames carry it in the column ``LINE``.
    """

    def __init__(self, reasons: Mapping[str, Words] = REASONS) -> None:
        self._reasons = reasons
        self._found: list[pl.DataFrame] = []
        self.stop_a_file = False  # then leaving rows out would not help

    def about_file(
        self,
        file: str,
        reason: str,
        *,
        line: int | None = None,
        column: str = "",
        value: str = "",
        detail: Words = NOTHING,
    ) -> None:
        """One thing is wrong with a file, or with one place in it."""
        self.stop_a_file = True
        row = (file, line, column, value, reason, detail.zh, detail.en)
        self._found.append(pl.DataFrame([row], schema=_FACTS, orient="row"))

    def about_rows(
        self,
        file: str,
        reason: str,
        rows: pl.DataFrame,
        *,
        column: str,
        value: str | None = None,
        detail: Words | tuple[pl.Expr, pl.Expr] = NOTHING,
    ) -> None:
        """The same thing is wrong with several rows.

        Args:
            rows: the bad rows, with their ``LINE``.
            value: the column of ``rows`` that holds what was written; ``column`` if not said.
            detail: what the sentence adds, the same for all rows or counted out per row.
        """
        if rows.is_empty():
            return
        zh, en = detail if not isinstance(detail, Words) else (pl.lit(detail.zh), pl.lit(detail.en))
        self._found.append(
            rows.select(
                file=pl.lit(file),
                line=pl.col(LINE).cast(pl.Int64),
                column=pl.lit(column),
                value=pl.col(value or column).cast(pl.String).fill_null(""),
                reason=pl.lit(reason),
                detail_zh=zh,
                detail_en=en,
            )
        )

    def lines(self, file: str) -> pl.Series:
        """The lines of a file that something is wrong with, each once."""
        facts = self._facts().filter(pl.col("file") == file, pl.col("line").is_not_null())
        return facts["line"].unique()

    def frame(self) -> pl.DataFrame:
        """All of them in words, by file, line and column."""
        facts = self._facts().unique().sort("file", "line", "column", "reason", nulls_last=False)
        in_words = [_in_words(row, self._reasons) for row in facts.iter_rows(named=True)]
        words = pl.DataFrame(
            in_words, schema={"reason_zh": pl.String, "reason_en": pl.String}, orient="row"
        )
        return facts.hstack(words).select(COMPLAINT_COLUMNS)

    def __len__(self) -> int:
        return self._facts().unique().height

    def _facts(self) -> pl.DataFrame:
        return pl.concat(self._found) if self._found else pl.DataFrame(schema=_FACTS)


def _in_words(complaint: dict[str, object], reasons: Mapping[str, Words]) -> tuple[str, str]:
    words = reasons[str(complaint["reason"])]
    facts = {"column": complaint["column"], "value": complaint["value"]}
    return (
        words.say("zh", **facts, detail=complaint["detail_zh"]),
        words.say("en", **facts, detail=complaint["detail_en"]),
    )
