"""A list laid beside a register: who on it is new, who is known, and who is there twice on the list itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from ._candidates import candidates
from ._cluster import Rows, cluster
from ._compare import compare
from ._hashes import NOTHING, Hashes
from ._keys import make_keys
from ._link import valid_numbers
from ._model import Model, Thresholds
from ._normal import normalise
from ._parts import parts_of
from ._prepared import prepare
from ._score import score

AGAINST_STEPS = ("normalise", "keys", "candidates", "prepare", "compare", "score", "cluster")
ANSWER_COLUMNS: dict[str, pl.DataType | None] = {
    "rid": None,  # of the list, in its order
    "answer": pl.String(),  # Answer
    "registered_as": None,  # rid of the register it is most like, if it is known or perhaps known
    "probability": pl.Float64(),  # that the two are one person; none where it is known by way of another row of the list
    "cluster": None,  # the lowest rid of the list that is the same person; its own where there is no other
}


class Answer(StrEnum):
    """What a register says of one row of a list."""

    NEW = "new"  # nobody in the register is like it
    KNOWN = "known"  # surely one person with a row of the register
    PERHAPS = "perhaps"  # a person has to decide


@dataclass(frozen=True)
class Against:
    """What was found between a list of n rows and a register.

    Args:
        normal: rows of both in normal form, the register first; ``rid`` is a row's place.
        rids: the rids of the list and of the register, in the order of ``normal`` each.
        begins: where the list begins in ``normal``.
        pairs: rows: first, second (places in ``normal``), found_by, the levels of ``compare`` and the columns of ``score``; of
            pairs within the list, and between list and register.
        answers: (n,) rows, columns ``ANSWER_COLUMNS``, by rid.
        queue: rows: first, second, probability, reason: pairs within the list that a person has to decide.
    """

    normal: pl.DataFrame
    rids: tuple[pl.Series, pl.Series]
    begins: int
    pairs: pl.DataFrame
    answers: pl.DataFrame
    queue: pl.DataFrame


def link_against(
    people: pl.DataFrame,
    register: pl.DataFrame,
    model: Model,
    *,
    tell: Callable[[str, int, int], None] | None = None,
) -> Against:
    """Which rows of a list are in a register already, and which are one person among themselves.

    A row is known when it is surely the same (``same``) as one of the register, or as a row of the list that is; perhaps
    known from ``ask`` on, or when it is put together with a row that is known. What the register holds twice is none of
    this question.

    Args:
        people: (n,) rows as ``normalise`` reads them.
        register: rows of the same kind; its rids may be those of other people on the list.
        tell: is told (step, how many of ``AGAINST_STEPS`` are done, of how many).

    Raises:
        CannotReadRegister: rows of one of the two cannot be told apart by ``rid``.
    """
    steps = _Steps(tell)
    known, listed = normalise(register), normalise(people)
    normal = pl.concat(
        [known.drop("rid"), listed.drop("rid")],
    ).select(pl.int_range(pl.len(), dtype=pl.Int64).alias("rid"), pl.all())
    begins = known.height
    steps.done("normalise")
    keys = make_keys(normal)
    steps.done("keys")
    met = candidates(keys).filter(pl.col("second") >= begins)
    steps.done("candidates")
    ready = prepare(normal)
    steps.done("prepare")
    first, second = (met[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    compared = compare(ready, first, ready, second)
    steps.done("compare")
    pairs = pl.concat([met, compared, score(compared, model, rows=normal.height)], how="horizontal")
    steps.done("score")

    def more(a: Rows, b: Rows) -> npt.NDArray[np.float64]:
        compared = compare(ready, a + begins, ready, b + begins)
        return score(compared, model, rows=normal.height)["probability"].to_numpy()

    inside = pairs.filter(pl.col("first") >= begins).with_columns(
        pl.col("first") - begins, pl.col("second") - begins
    )
    found = cluster(inside, valid_numbers(ready)[begins:], model.thresholds, more=more)
    settled = _settled(inside, found.cluster, model.thresholds.same)
    numbers = valid_numbers(ready)
    answers = _answers(pairs, found.cluster, settled, numbers, begins, model.thresholds)
    steps.done("cluster")
    rids = (listed["rid"], known["rid"])
    queue = found.queue.with_columns(pl.col("first") + begins, pl.col("second") + begins)
    return Against(normal, rids, begins, pairs, _with_rids(answers, rids, begins), queue)


def _settled(inside: pl.DataFrame, of_list: Rows, same: float) -> Rows:
    """(n,) the lowest place among those that hang together by pairs that are surely the same."""
    sure = inside.filter(pl.col("probability") >= same)
    first, second = (sure[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    together = of_list[first] == of_list[second]
    return parts_of(first[together], second[together], len(of_list))


def _answers(
    pairs: pl.DataFrame, of_list: Rows, settled: Rows, numbers: Hashes, begins: int, at: Thresholds
) -> pl.DataFrame:
    """(n,) answer, registered (a place in the register, or none), probability, cluster (a place in the list).

    Whoever has a valid number is never known as somebody with another one, however alike: a person decides.
    """
    best = (
        pairs.filter((pl.col("first") < begins) & (pl.col("probability") >= at.ask))
        .sort(["second", "probability", "first"], descending=[False, True, False])
        .unique("second", keep="first", maintain_order=True)
        .select(
            place=pl.col("second").cast(pl.Int64) - begins,
            registered=pl.col("first").cast(pl.Int64),
            probability="probability",
        )
    )
    rows = pl.DataFrame({"cluster": of_list, "settled": settled})
    rows = rows.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("place"))
    rows = rows.join(best, on="place", how="left", maintain_order="left")
    strongest = pl.col("probability").fill_null(-1.0).arg_max()
    sure = pl.col("probability").fill_null(0.0) >= at.same
    # what is surely known of one row is known of those surely the same, and perhaps of the rest of its cluster
    rows = rows.with_columns(
        pl.when(sure).then("registered").get(strongest).over(group).alias(f"by_{group}")
        for group in ("settled", "cluster")
    )
    lent = ~sure & pl.coalesce("by_settled", "by_cluster").is_not_null()
    registered = pl.when(lent).then(pl.coalesce("by_settled", "by_cluster")).otherwise("registered")
    rows = rows.with_columns(registered.alias("registered"), lent.alias("lent"))
    own, theirs = numbers[begins:], numbers[rows["registered"].fill_null(0).to_numpy()]
    apart = pl.Series((own != NOTHING) & (theirs != NOTHING) & (own != theirs))
    lent, registered = pl.col("lent"), pl.col("registered")
    answer = (
        pl.when(~apart & (sure | (lent & pl.col("by_settled").is_not_null())))
        .then(pl.lit(Answer.KNOWN.value))
        .when(registered.is_not_null())
        .then(pl.lit(Answer.PERHAPS.value))
        .otherwise(pl.lit(Answer.NEW.value))
    )
    return rows.select(
        "cluster",
        answer.alias("answer"),
        registered.alias("registered"),
        pl.when(~lent).then("probability").alias("probability"),
    )


def _with_rids(
    answers: pl.DataFrame, rids: tuple[pl.Series, pl.Series], begins: int
) -> pl.DataFrame:
    listed, known = rids
    return pl.DataFrame(
        {
            "rid": listed,
            "answer": answers["answer"],
            "registered_as": known.gather(answers["registered"])
            if known.len()
            else pl.Series([None] * listed.len(), dtype=known.dtype),
            "probability": answers["probability"],
            "cluster": listed.gather(answers["cluster"]),
        }
    )


class _Steps:
    """Tells how far it is."""

    def __init__(self, tell: Callable[[str, int, int], None] | None) -> None:
        self._tell = tell

    def done(self, step: str) -> None:
        if self._tell:
            self._tell(step, AGAINST_STEPS.index(step) + 1, len(AGAINST_STEPS))
