"""A list linked with itself, or with a register: one shape for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from shanqiao.engines.linkage import Answer, Model, Reason, link, link_against, link_scored
from shanqiao.engines.linkage.by_splink import score_by_splink
from shanqiao.feeds.plan_files import Words

from ._reading import same_kind_of_rid

Engine = Literal["own", "splink", "spark"]
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What was found. A place is a row's number in ``rows``.

    Attributes:
        rows: what was read, the register first where there is one.
        begins: the place at which the list begins.
        pairs: first, second, found_by, levels, probability and weights of every pair that was compared.
        clusters: rid, cluster (the lowest rid in it), of the list.
        queue: first, second, probability, reason: what a person has to decide.
        answers: of each row of the list whether the register knows it; none without a register.
    """

    rows: pl.DataFrame
    begins: int
    pairs: pl.DataFrame
    clusters: pl.DataFrame
    queue: pl.DataFrame
    answers: pl.DataFrame | None = None

    @property
    def listed(self) -> int:
        """How many rows the list has."""
        return self.rows.height - self.begins

    @property
    def people(self) -> int:
        """How many people they are, as far as was found."""
        return self.clusters["cluster"].n_unique()

    @property
    def doubles(self) -> int:
        """Rows of the list that are further registrations of somebody on the list."""
        return self.listed - self.people

    @property
    def known(self) -> int:
        """Rows of the list whom the register surely knows."""
        return 0 if self.answers is None else self._answered(Answer.KNOWN)

    def _answered(self, answer: Answer) -> int:
        assert self.answers is not None
        return int((self.answers["answer"] == answer.value).sum())


class TooManyDoubles(Exception):
    """More rows are doubles than somebody believes; ``words`` says how many in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def link_list(
    people: pl.DataFrame, model: Model, *, engine: Engine = "own", tell: Tell | None = None
) -> Outcome:
    """Who on a list is one person.

    Raises:
        CannotUseSpark: it is asked for and not there.
    """
    if engine == "own":
        found = link(people, model, tell=tell)
    else:
        on: Literal["duckdb", "spark"] = "spark" if engine == "spark" else "duckdb"
        found = link_scored(
            people, model, lambda normal: score_by_splink(normal, model, on=on), tell=tell
        )
    place = pl.DataFrame({"rid": found.normal["rid"]}).with_row_index("place")
    queue = (
        found.queue.join(place.rename({"rid": "rid_a", "place": "first"}), on="rid_a")
        .join(place.rename({"rid": "rid_b", "place": "second"}), on="rid_b")
        .select("first", "second", "probability", "reason")
        .sort("first", "second")
    )
    return Outcome(people, 0, found.pairs, found.clusters, queue)


def link_list_against(
    people: pl.DataFrame, register: pl.DataFrame, model: Model, *, tell: Tell | None = None
) -> Outcome:
    """Who on a list is in a register already, and who is on the list twice."""
    people, register = same_kind_of_rid(people, register)
    found = link_against(people, register, model, tell=tell)
    clusters = found.answers.select("rid", "cluster")
    queue = pl.concat([found.queue, _perhaps_known(found.pairs, found.begins, model)])
    return Outcome(
        pl.concat([register, people]),
        found.begins,
        found.pairs,
        clusters,
        queue.sort("first", "second"),
        found.answers,
    )


def refuse_many_doubles(outcome: Outcome, most: float) -> None:
    """Stop where more than a share of the list are doubles, or are known to the register.

    Raises:
        TooManyDoubles: so it is, and somebody should look before anything is done with it.
    """
    of = max(outcome.listed, 1)
    for count, zh, en in (
        (outcome.doubles, "是名单内的重复登记", "are further registrations of people on the list"),
        (outcome.known, "已在登记册中", "are in the register already"),
    ):
        if count > most * of:
            raise TooManyDoubles(
                Words(
                    f"{of:,} 行中有 {count:,} 行（{count / of:.1%}）{zh}，超过 --most-doubles 定的 "
                    f"{most:.0%}；什么也没有写。请先查看名单是否导错、是否重复导入；确实如此，就放宽这个界限再做。",
                    f"{count:,} of {of:,} rows ({count / of:.1%}) {en}, more than the {most:.0%} of "
                    "--most-doubles; nothing was written. Look whether it is the right list and was not "
                    "sent before; if it is so indeed, allow more and run again.",
                )
            )


def _perhaps_known(pairs: pl.DataFrame, begins: int, model: Model) -> pl.DataFrame:
    """Pairs of list and register that are neither surely the same nor surely not, of rows not surely known."""
    at = model.thresholds
    between = pairs.filter(pl.col("first") < begins, pl.col("probability") >= at.ask)
    unsure = pl.col("probability").max().over("second") < at.same
    return between.filter(unsure).select(
        "first", "second", "probability", pl.lit(Reason.UNSURE.value).alias("reason")
    )
