"""Learn the weights of a model from registers whose truth is known.

m is counted over all pairs that are one person. u is counted over pairs drawn by chance, and where chance brings none,
over the pairs of two people that met by a key: equal numbers always meet. What fields say together is learnt from
all pairs that met. The seeds are used for nothing else, and none of them is one by which we report.
"""

from dataclasses import replace

import numpy as np
import polars as pl

from shanqiao.engines.linkage import (
    LEVELS,
    Decided,
    LevelWeight,
    Model,
    Thresholds,
    candidates,
    compare,
    learn,
    make_keys,
    normalise,
    prepare,
)

from .register import a_register

REGISTERS = ((100_000, 101, 1.0), (300_000, 107, 1.0), (100_000, 106, 2.0))  # size, seed, noise
_BY_CHANCE, _SEED = 4_000_000, 7
_HEARD = (
    *("LOOK_ALIKE", "SAME_SOUND", "SAME_PINYIN", "SAME_CANTONESE"),
    *("MISHEARD", "REORDERED", "SAME_SPELLING"),
)
_EQUAL = {  # levels of equal values: their u is the share of the value
    "name": ("SAME", "SAME_SIMPLIFIED"),
    "birth": ("SAME",),
    "phone": ("SAME",),
    "address": ("SAME", "SAME_BUILDING"),
}
_NO_SHARE = ("DIFFERENT", "DOES_NOT_FIT")
_USUAL = 1e-5  # the share at which other levels are not corrected


def trained(*, on, tell=print):
    """A model learnt from `REGISTERS`.

    Args:
        on: the day, as the model will say it.
    """
    weights, decided = None, []
    for size, seed, noise in REGISTERS:
        tell(f"size {size}, seed {seed}, noise {noise:g}")
        register = a_register(size=size, seed=seed, noise=noise)
        met = _Met(register)
        if weights is None:
            weights = counted(met)
        decided.append(Decided(met.compared, met.same, size))
    tell("learning")
    return learn(decided, weights, trained=_told(on))


class _Met:
    """The pairs of a register that meet, and which of them are one person."""

    def __init__(self, register):
        normal = normalise(register.registrations)
        pairs = candidates(make_keys(normal))
        first, second = (pairs[name].to_numpy().astype(np.int64) for name in ("first", "second"))
        self.pid = register.truth.sort("rid")["pid"].to_numpy()
        self.ready = prepare(normal)
        self.compared = compare(self.ready, first, self.ready, second)
        self.same = self.pid[first] == self.pid[second]


def counted(met):
    """A model with m and u alone."""
    rows = pl.DataFrame({"pid": met.pid}).with_row_index("row")
    true = rows.join(rows, on="pid").filter(pl.col("row") < pl.col("row_right"))
    one = compare(met.ready, true["row"].to_numpy(), met.ready, true["row_right"].to_numpy())
    dice = np.random.default_rng(_SEED)
    first, second = dice.integers(0, rows.height, (2, _BY_CHANCE))
    other = met.pid[first] != met.pid[second]
    two = compare(met.ready, first[other], met.ready, second[other])
    every = rows.height * (rows.height - 1) / 2
    fields = {}
    for field, levels in LEVELS.items():
        m = _counts(one[field], len(levels))
        chance = _counts(two[field], len(levels)) / two.height * every
        u = np.maximum(chance, _counts(met.compared.filter(~met.same)[field], len(levels)))
        fields[field] = dict(_weights(field, levels, _shares(m), _shares(u)))
    partners = _short(2 * true.height / rows.height)
    return Model("chinese-2026-11", "chinese", {}, partners, fields, (), Thresholds(0.5, 0.99, 0.5))


def _counts(levels, many):
    return np.bincount(levels.to_numpy(), minlength=many).astype(float)


def _shares(counts):
    """Of the known ones; each level counts one more, so that none is impossible."""
    known = counts[1:] + 1
    return np.concatenate([[0.0], known / known.sum()])


def _weights(field, levels, m, u):
    for one in levels[1:]:
        weight = LevelWeight(_short(m[one.code]), _short(u[one.code]))
        yield one.code.name, _with_share(field, one.code.name, weight)


def _with_share(field, level, weight):
    """By which share the weight is corrected. Strengths of levels that are not equal start at 0, and are learnt."""
    if level in _EQUAL.get(field, ()):
        return replace(weight, share=field, typical=max(weight.u, _USUAL), strength=1.0)
    if field == "name" and level in _HEARD:
        return replace(weight, share="name", typical=_USUAL)
    if field == "name" and level not in _NO_SHARE:
        return replace(weight, share="surname", typical=0.02)
    if field in ("birth", "phone", "address"):
        return replace(weight, share=field, typical=_USUAL)
    return weight


def _short(number):
    return float(f"{number:.4g}")


def _told(on):
    made = ", ".join(f"{size} rows with seed {seed} and noise {n:g}" for size, seed, n in REGISTERS)
    return {
        "on": on,
        "how": "m and u counted, and what fields say together learnt, from pairs whose truth is known",
        "from": f"invented registers of bench.registers: {made}",
        "rows": sum(size for size, *_ in REGISTERS),
        "labels": True,
    }
