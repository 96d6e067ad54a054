"""A register in Latin letters in, people out."""

from __future__ import annotations

import numpy as np
import polars as pl

from .._cluster import Chances, Rows, cluster
from .._link import Linked
from .._model import LATIN, CannotReadModel, Model
from .._run import Run, Tell
from ._columns import Column, Role
from ._compare import compare_latin
from ._keys import candidates_latin
from ._normal import normalise_latin
from ._score import bits_latin, probabilities


def columns_in(model: Model) -> tuple[Column, ...]:
    """The columns a model was learnt with.

    Raises:
        CannotReadModel: it is not of profile latin, or does not say.
    """
    written = model.trained.get("columns")
    if model.profile != LATIN or not isinstance(written, dict):
        raise CannotReadModel(f"{model.version} is no model for Latin letters")
    return tuple(Column(name, Role(role)) for name, role in written.items())


def link_latin(register: pl.DataFrame, model: Model, *, tell: Tell | None = None) -> Linked:
    """Find who is one person in a register in Latin letters.

    Args:
        register: (n,) rows with ``rid`` and the columns of the model.
        model: as ``train_latin`` gives it.
        tell: is told (step, how many are done, of how many).

    Returns:
        As ``link``; pairs have first, second, for each column its level of ``Like``, share_… and weight_…, and probability.

    Raises:
        CannotReadModel: the model is for another profile.
        CannotReadRegister, CannotReadColumns: the register has not what the model reads.
    """
    columns, steps = columns_in(model), Run(tell, 4)
    normal = steps("normalise", lambda: normalise_latin(register, columns))
    rows = normal.height
    found = steps("candidates", lambda: candidates_latin(normal, columns))
    compared = steps(
        "compare", lambda: compare_latin(normal, columns, found["first"], found["second"])
    )
    bits = bits_latin(compared, model)
    weights = pl.DataFrame({f"weight_{field}": weight for field, weight in bits.items()})
    chance = pl.Series("probability", probabilities(bits, model, rows))
    pairs = pl.concat([found, compared, weights], how="horizontal").with_columns(chance)

    def more(a: Rows, b: Rows) -> Chances:
        return probabilities(bits_latin(compare_latin(normal, columns, a, b), model), model, rows)

    nobody = np.zeros(
        rows, dtype=np.uint64
    )  # a number of another country has no check digit we know
    people = steps("cluster", lambda: cluster(pairs, nobody, model.thresholds, more=more))
    rids = normal["rid"]
    queue = people.queue.select(
        rids.gather(people.queue["first"]).alias("rid_a"),
        rids.gather(people.queue["second"]).alias("rid_b"),
        "probability",
        "reason",
    )
    clusters = pl.DataFrame({"rid": rids, "cluster": rids.gather(people.cluster)})
    counts = {
        "registrations": rows,
        "pairs": pairs.height,
        "people": int(clusters["cluster"].n_unique()),
        "queue": queue.height,
    }
    return Linked(normal, pairs, clusters, queue, counts, steps.seconds)
