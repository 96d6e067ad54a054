"""Who is truly who, where somebody knows it: read from files, to say how good a linking was."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from shanqiao.engines.linkage import Judgement, judge
from shanqiao.feeds.plan_files import Words

_HARD = ("hard.parquet", "hard.csv")


class CannotReadTruth(Exception):
    """The file does not say who is who; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def judged(clusters: pl.DataFrame, path: Path) -> Judgement:
    """Clusters beside the truth.

    Args:
        clusters: rid, cluster.
        path: CSV or Parquet with rid, pid and, if known, kinds (the corruptions of a row: a list, in CSV with | between
            them). A file ``hard.parquet`` or ``hard.csv`` beside it (kind, group, rid) names who is easily taken
            for somebody else.

    Raises:
        CannotReadTruth: it cannot be read, or has none of these rids.
    """
    truth = _table(path, ("rid", "pid"))
    beside = next((path.parent / name for name in _HARD if (path.parent / name).is_file()), None)
    hard = _table(beside, ("kind", "group", "rid")) if beside and beside != path else None
    if "kinds" in truth.columns and truth.schema["kinds"] == pl.String:
        listed = pl.col("kinds").fill_null("").str.split("|")
        truth = truth.with_columns(listed.list.eval(pl.element().filter(pl.element() != "")))
    clusters, truth = (_rid_as_text(table) for table in (clusters, truth))
    truth = truth.filter(pl.col("rid").is_in(clusters["rid"].implode()))
    if truth.is_empty() or truth["rid"].is_duplicated().any():
        raise CannotReadTruth(
            Words(
                f"{path} 里没有一个编号与名单相同，或有编号出现两次；请确认是同一份名单的答案。",
                f"{path} has no rid of the list, or one twice; make sure it is the truth of this list.",
            )
        )
    if hard is not None:
        hard = _rid_as_text(hard).filter(pl.col("rid").is_in(truth["rid"].implode()))
    return judge(clusters, truth, hard)


def _table(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    try:
        csv = path.suffix.lower() != ".parquet"
        table = pl.read_csv(path, infer_schema=False) if csv else pl.read_parquet(path)
    except (OSError, PolarsError) as error:
        said = str(error).splitlines()[0]
        raise CannotReadTruth(
            Words(f"读不了 {path}：{said}", f"{path} cannot be read: {said}")
        ) from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        some = "、".join(missing), ", ".join(missing)
        raise CannotReadTruth(
            Words(f"{path} 缺少列 {some[0]}。", f"{path} lacks the columns {some[1]}.")
        )
    return table


def _rid_as_text(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(pl.col("rid").cast(pl.String))
