"""Splink's SQL says of every pair what our own comparison and scorer say."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings

from bench.registers.register import a_register
from shanqiao.engines.linkage import (
    COMPARISON_COLUMNS,
    LEVELS,
    LevelWeight,
    Together,
    candidates,
    compare,
    frequencies,
    make_keys,
    normalise,
    prepare,
    read_model,
    score,
)
from shanqiao.engines.linkage.by_splink import PAIR_COLUMNS, score_by_splink
from tests.engines.linkage.registers import registers

few = settings(deadline=None, max_examples=8)  # each example asks a database


def a_model():
    """The model that comes with shanqiao, with everything in it that a model can have."""
    model = read_model()
    name = model.fields["name"] | {
        "SAME_PINYIN": LevelWeight(0.03, 7e-6, "name", 1e-4, 0.5, 1e-3),
        "CALL_NAME_FITS": LevelWeight(0.03, 6e-4, "surname", 1e-2, 0.5),  # one has no surname
        "DIFFERENT": LevelWeight(0.01, 0.9, "surname", 1e-2, -0.3),
    }
    phone = {
        level: weight for level, weight in model.fields["phone"].items() if level != "DIFFERENT"
    }
    together = (
        Together({"name": ("LAST_DIFFERS", "SAME_SURNAME"), "phone": ("SAME",)}, -4.5),
        Together({"phone": ("SAME",), "address": ("SAME", "SAME_BUILDING")}, -2.0),
        Together({"name": ("UNKNOWN", "MASK_FITS"), "id": ("SAME",), "birth": ("FAR",)}, 1.5),
        Together({"gender": ("DIFFERENT",)}, -0.5),
        Together({}, 0.25),
    )
    return replace(
        model,
        fields={**model.fields, "name": name, "phone": phone},
        together=model.together + together,
    )


def our_pairs(normal, model):
    pairs = candidates(make_keys(normal))
    ready = prepare(normal)
    compared = compare(ready, pairs["first"], ready, pairs["second"])
    scored = score(compared, model, rows=normal.height)
    return pl.concat([pairs, compared, scored], how="horizontal").select(
        pl.col(name).cast(kind) for name, kind in PAIR_COLUMNS.items()
    )


def assert_same(found, ours):
    exact = ["first", "second", "found_by", *COMPARISON_COLUMNS]
    assert found.select(exact).equals(ours.select(exact))
    for name in set(PAIR_COLUMNS) - set(exact):
        apart = (found[name].cast(pl.Float64) - ours[name].cast(pl.Float64)).abs().max()
        assert apart is None or apart < 1e-4, name


@pytest.mark.thorough
@few
@given(registers(max_size=40))
def test_splink_finds_compares_and_weighs_as_we_do_whatever_stations_write(register):
    normal, model = normalise(register), a_model()

    found = score_by_splink(normal, model)

    assert_same(found, our_pairs(normal, model))


@pytest.fixture(scope="module")
def a_city():
    return normalise(a_register(size=4_000, seed=121, noise=2).registrations)


def test_splink_finds_compares_and_weighs_a_city_as_we_do(a_city):
    model = a_model()

    found = score_by_splink(a_city, model)

    assert_same(found, our_pairs(a_city, model))
    seen = {field: found[field].n_unique() for field in LEVELS}
    assert seen["name"] > 15 and seen["id"] > 7 and seen["birth"] > 8  # or little was compared
    assert found.filter(pl.col("weight_together").abs() > 1).height > 100


def test_a_telephone_of_many_brings_together_only_those_heard_alike():
    names = ["陈伟强", "陳偉強", *(f"李{character}明" for character in "秀英丽珍志华国婷杰辉文")]
    rows = [{"rid": rid, "name": name, "phone": "83330918"} for rid, name in enumerate(names)]
    normal, model = normalise(pl.DataFrame(rows)), a_model()

    found = score_by_splink(normal, model)

    assert found.select("first", "second").rows() == [(0, 1)]
    assert_same(found, our_pairs(normal, model))


def test_how_common_a_value_is_may_be_counted_elsewhere(a_city):
    part, model = a_city[:600], a_model()
    counted = frequencies(a_city)

    found = score_by_splink(part, model, counted=counted)

    ready = prepare(part, counted)
    ours = compare(ready, found["first"], ready, found["second"])
    apart = (found["probability"] - score(ours, model, rows=600)["probability"]).abs().max()
    assert apart < 1e-4
    assert not found["share_name"].equals(our_pairs(part, model)["share_name"])


def test_nobody_and_one_alone_make_no_pair(a_city):
    for size in (0, 1):
        assert score_by_splink(a_city[:size], a_model()).equals(pl.DataFrame(schema=PAIR_COLUMNS))
