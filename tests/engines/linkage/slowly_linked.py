"""The slow ways for what comes after comparing: weights one pair at a time, clusters by trying all."""

import math
from itertools import combinations

import numpy as np

from shanqiao.engines.linkage import LEVELS

SURE = 12.0


def bits_slowly(pair, model, rows):
    """Weights of one pair by field, and the odds in bits; ``pair`` is one row of a comparison."""
    names = {field: LEVELS[field][pair[field]].code.name for field in LEVELS}
    weights = {}
    for field, level in names.items():
        weight = model.fields[field].get(level)
        bits = 0.0
        if weight is not None:
            bits = math.log2(weight.m) - math.log2(weight.u)
            share = pair[f"share_{weight.share}"] if weight.share else None
            if share is not None:
                seen = max(share, weight.rarest)
                bits += weight.strength * (math.log2(weight.typical) - math.log2(seen))
        weights[field] = bits
    together = sum(
        one.bits
        for one in model.together
        if all(names[field] in levels for field, levels in one.when.items())
    )
    prior = min(model.partners / (rows + 1000), 0.5)
    return weights, together, math.log2(prior / (1 - prior)) + together + sum(weights.values())


def clusters_slowly(chances, numbers, thresholds, most):
    """Clusters (a set of sets of places) of registrations of which every pair has a probability in ``chances``."""
    clusters = {frozenset([row]) for row in range(len(numbers))}
    parts = _parts(chances, len(numbers), thresholds.ask)
    while True:
        joins = []
        for one, other in combinations(sorted(clusters, key=min), 2):
            valid = {numbers[row] for row in one | other} - {0}
            if parts[min(one)] != parts[min(other)] or len(valid) > 1:
                continue
            bits = [_bits(chances.get((min(a, b), max(a, b)), 0.0)) for a in one for b in other]
            mean = sum(bits) / len(bits)
            if mean >= _odds(thresholds.together) and len(one | other) <= most:
                joins.append((-mean, min(one), min(other), one, other))
        if not joins:
            return clusters
        *_, one, other = min(joins, key=lambda join: join[:3])
        clusters = clusters - {one, other} | {one | other}


def _parts(chances, many, ask):
    part = list(range(many))
    for (a, b), chance in chances.items():
        if chance >= ask:
            part = [part[a] if here == part[b] else here for here in part]
    return part


def _odds(chance):
    return (
        math.log2(chance) - math.log2(1 - chance)
        if 0 < chance < 1
        else math.copysign(60, chance - 0.5)
    )


def _bits(chance):
    return float(np.clip(_odds(chance), -SURE, SURE))
