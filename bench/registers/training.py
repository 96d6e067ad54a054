"""Learn the weights of a model from invented registers, without their truth or with it.

Without: m and u come from a model that was trained without labels, and what fields say together is learnt from the pairs
that valid identity numbers decide, as any city can do it with its own register. With the truth: m is counted over all
pairs that are one person, u over pairs drawn by chance, and where chance brings none over pairs of two people that met by a
key, since equal numbers always meet; the rest is learnt from all pairs that met. That is no way for a city. It says
what decided pairs could still add. The seeds are used for nothing else, and none of them is one by which we report.
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
    decided_by_numbers,
    learn,
    make_keys,
    normalise,
    prepare,
)

from .register import a_register

REGISTERS = ((100_000, 101, 1.0), (300_000, 107, 1.0), (100_000, 106, 2.0))  # size, seed, noise
_BY_CHANCE, _SEED = 4_000_000, 7
_EQUAL = {  # levels of equal values: their u is the share of the value
    "name": ("SAME", "SAME_SIMPLIFIED"),
    "birth": ("SAME",),
    "phone": ("SAME",),
    "address": ("SAME", "SAME_BUILDING"),
}


def trained(*, on, base=None, tell=print):
    """A model learnt from `REGISTERS`.

    Args:
        on: the day, as the model will say it.
        base: a model trained without labels; none to use the truth instead.
    """
    weights, decided = base, []
    for size, seed, noise in REGISTERS:
        tell(f"size {size}, seed {seed}, noise {noise:g}")
        register = a_register(size=size, seed=seed, noise=noise)
        if base:
            decided.append(decided_by_numbers(register.registrations))
        else:
            met = _Met(register)
            weights = weights or counted(met)
            decided.append(Decided(met.compared, met.same, size))
    tell("learning")
    return replace(learn(decided, weights, trained=_told(on, base)), version=f"chinese-{on[:7]}")


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
    """Equal values: their u is the share of the value. What other levels owe to shares is learnt."""
    if level in _EQUAL.get(field, ()):
        return replace(weight, share=field, typical=weight.u, strength=1.0)
    return weight


def _short(number):
    return float(f"{number:.4g}")


def _told(on, base):
    made = ", ".join(f"{size} rows with seed {seed} and noise {n:g}" for size, seed, n in REGISTERS)
    together = "what fields say together, and how much shares count, from pairs that {} decides, of invented registers: "
    told = {"on": on, "rows": sum(size for size, *_ in REGISTERS), "labels": base is None}
    if base is None:
        return told | {"how": "m and u counted; " + together.format("the truth") + made}
    return told | {
        "how": together.format("a valid identity number") + made,
        "m and u": {"version": base.version, **base.trained},
    }
