"""What decided pairs add to a model."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from bench.registers.register import a_register
from shanqiao.engines.linkage import (
    Decided,
    candidates,
    compare,
    decided_by_numbers,
    learn,
    make_keys,
    normalise,
    prepare,
    read_model,
    score,
)
from shanqiao.engines.linkage._learn import _Design, with_shares
from shanqiao.engines.linkage._levels import Id, Name
from shanqiao.engines.linkage._minimum import minimum
from tests.engines.linkage.registers import number_of

STANDARD = read_model()
BEFORE = replace(STANDARD, together=())
SAID = {"on": "2026-11-26", "how": "decided at a desk", "labels": True}


def decided_pairs(seed):
    register = a_register(size=4_000, seed=seed)
    normal = normalise(register.registrations)
    pairs = candidates(make_keys(normal))
    first, second = (pairs[name].to_numpy().astype(np.int64) for name in ("first", "second"))
    ready = prepare(normal)
    pid = register.truth.sort("rid")["pid"].to_numpy()
    return Decided(compare(ready, first, ready, second), pid[first] == pid[second], normal.height)


def surprise(decided, model):
    """How far the probabilities are from what was decided, in bits for each pair."""
    chance = score(decided.comparison, model, rows=decided.rows)["probability"].to_numpy()
    of_truth = np.where(decided.same, chance, 1 - chance)
    return float(-np.log2(np.clip(of_truth, 1e-12, 1)).mean())


def test_what_was_decided_helps_to_judge_others():
    here, there = decided_pairs(201), decided_pairs(202)

    learnt = learn([here], BEFORE, trained=SAID, passes=60)

    assert surprise(there, learnt) < 0.7 * surprise(there, BEFORE)
    assert learnt.trained == SAID
    assert set(learnt.fields["name"]) == set(BEFORE.fields["name"])
    assert all(
        (weight.m, weight.u) == (BEFORE.fields[field][level].m, BEFORE.fields[field][level].u)
        for field, levels in learnt.fields.items()
        for level, weight in levels.items()
    )


def test_whoever_decided_nothing_changes_nothing():
    nothing = decided_pairs(201)
    nothing = Decided(nothing.comparison.head(0), nothing.same[:0], nothing.rows)

    learnt = learn([nothing], BEFORE, trained=SAID)

    assert learnt.together == ()
    assert learnt.fields == with_shares(BEFORE).fields


def test_learning_begins_with_what_the_model_says():
    here = decided_pairs(203)
    design = _Design.of(here, BEFORE)

    loss, _ = design.loss(np.zeros(design.size))

    assert loss == pytest.approx(surprise(here, BEFORE) * len(here.same) * np.log(2), rel=1e-3)


def test_the_slope_of_the_loss_is_how_it_changes():
    design = _Design.of(decided_pairs(204), BEFORE)
    dice = np.random.default_rng(1)
    at, way = dice.normal(size=(2, design.size)) * 0.1

    _, slope = design.loss(at)

    step = 1e-5
    up, down = design.loss(at + step * way)[0], design.loss(at - step * way)[0]
    assert slope @ way == pytest.approx((up - down) / (2 * step), rel=1e-4)


def test_the_lowest_point_of_a_bowl_is_found():
    dice = np.random.default_rng(2)
    sides = dice.normal(size=(6, 6))
    steep, bottom = sides @ sides.T + np.eye(6), dice.normal(size=6)

    def bowl(x):
        return float((x - bottom) @ steep @ (x - bottom)) + 3.0, 2 * steep @ (x - bottom)

    assert minimum(bowl, np.zeros(6), 200) == pytest.approx(bottom, abs=1e-2)


def test_at_the_lowest_point_nothing_moves():
    assert minimum(lambda x: (float(x @ x), 2 * x), np.zeros(3), 9).tolist() == [0, 0, 0]


def test_numbers_decide_where_nobody_has_decided():
    """They teach as much about those without a number as the truth would, or nearly."""
    here, there = a_register(size=4_000, seed=205), decided_pairs(206)
    unnumbered = there.comparison["id"].to_numpy() == Id.UNKNOWN
    there = Decided(there.comparison.filter(unnumbered), there.same[unnumbered], there.rows)

    learnt = learn([decided_by_numbers(here.registrations)], BEFORE, trained=SAID, passes=60)

    assert surprise(there, learnt) < 0.8 * surprise(there, BEFORE)
    assert not any("id" in one.when for one in learnt.together)


def test_pairs_decided_by_numbers_do_not_see_them():
    his, hers = number_of("44010219500102123"), number_of("44010219500102128")
    home = {"name": "陈伟强", "phone": "13912340987", "address": "文德北路12号502"}
    numbers = [his, hers, his[:6] + his[8:17], None, "1" * 18]
    register = pl.DataFrame(
        [{"rid": rid, "id_no": number, **home} for rid, number in enumerate(numbers)]
    )

    found = decided_by_numbers(register)

    assert found.same.tolist() == [False, True, False]
    assert set(found.comparison["id"]) == {Id.UNKNOWN} == set(found.comparison["birth"])
    assert set(found.comparison["name"]) == {Name.SAME}
    assert found.rows == 5 and "id" in found.unseen
