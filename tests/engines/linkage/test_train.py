"""Weights are learnt without labels, and come near those that labels would give."""

import math

import polars as pl
import pytest

from bench.registers.metrics import judge
from bench.registers.register import a_register
from shanqiao.engines.linkage import (
    LEVELS,
    compare,
    link_normal,
    normalise,
    prepare,
    read_model,
    write_model,
)
from shanqiao.engines.linkage.by_splink import CannotTrain, estimate, train

SIZE, PAIRS = 8_000, 1_500_000

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def learnt(told):
    register = a_register(size=SIZE, seed=131).registrations
    return estimate(
        register, tell=lambda *step: told.append(step), pairs=PAIRS, version="of a test"
    )


def counted(register):
    """Shares of each level among pairs of one person, by the labels nobody has in a city."""
    normal, truth = normalise(register.registrations), register.truth.select("rid", "pid")
    rows = normal.select("rid").with_row_index("place").join(truth, on="rid")
    pairs = rows.join(rows, on="pid").filter(pl.col("place") < pl.col("place_right"))
    ready = prepare(normal)
    compared = compare(ready, pairs["place"], ready, pairs["place_right"])
    return {
        (field, one.code.name): (compared[field] == one.code).sum() / (compared[field] > 0).sum()
        for field in LEVELS
        for one in LEVELS[field]
        if one.code
    }


def test_what_one_person_looks_like_is_learnt_without_labels(learnt):
    true = counted(a_register(size=SIZE, seed=131))

    usual = {key: share for key, share in true.items() if share > 0.02}
    apart = {
        (field, level): math.log2(learnt.fields[field][level].m / share)
        for (field, level), share in usual.items()
    }
    assert len(usual) > 15
    assert max(map(abs, apart.values())) < 1, apart  # bits
    assert sum(map(abs, apart.values())) / len(apart) < 0.2, apart


def test_people_of_another_city_are_found_with_what_was_learnt(learnt):
    city = a_register(size=SIZE, seed=132)

    linked = link_normal(normalise(city.registrations), learnt)

    assert judge(linked.clusters, city.truth).f1[0] > 0.95


def test_the_same_register_teaches_the_same(learnt, tmp_path):
    register = a_register(size=SIZE, seed=131).registrations.sample(
        fraction=1, shuffle=True, seed=1
    )

    again = estimate(register, pairs=PAIRS, version="of a test")

    assert again == learnt
    write_model(again, tmp_path / "model.json")
    assert read_model(tmp_path / "model.json") == learnt


def test_it_is_told_how_far_learning_is(learnt, told):
    assert [done for _, done, _ in told] == list(range(1, 9))
    assert {of for _, _, of in told} == {8}
    assert learnt.trained["labels"] is False
    assert learnt.trained["rows"] == SIZE


def test_what_is_said_together_is_taken_from_a_model_with_labels_and_told():
    base = read_model()

    learnt = estimate(a_register(size=1_000, seed=133).registrations, base=base, pairs=50_000)

    assert learnt.together == base.together
    assert learnt.thresholds == base.thresholds
    assert learnt.trained["together"] == (f"of {base.version}" if base.together else "none")


def test_a_city_trains_on_its_own_register_without_labels():
    city = a_register(size=6_000, seed=135)
    told = []

    model = train(
        city.registrations,
        tell=lambda *step: told.append(step),
        pairs=PAIRS,
        version="our own",
    )

    linked = link_normal(normalise(city.registrations), model)
    assert judge(linked.clusters, city.truth).f1[0] > 0.98
    assert model.version == "our own"
    assert model.together
    assert [done for _, done, _ in told] == list(range(1, 10))
    assert {of for *_, of in told} == {9}


def test_where_numbers_are_not_written_the_estimate_alone_is_learnt():
    city = a_register(size=1_000, seed=136).registrations
    few = city.with_columns(pl.when(pl.col("rid") % 2 == 0).then("id_no").otherwise(pl.lit("")))

    assert train(few).together == ()


def test_too_little_is_not_learnt_from():
    few = a_register(size=60, seed=134).registrations
    names = a_register(size=1_000, seed=134).registrations.unique("name")
    nobody_twice = names.with_columns(id_no=pl.lit(""), phone=pl.lit(""), address=pl.lit(""))

    with pytest.raises(CannotTrain, match="fewer than 100"):
        estimate(few)
    with pytest.raises(CannotTrain, match="teach"):
        estimate(nobody_twice, pairs=100_000)
