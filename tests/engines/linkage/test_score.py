"""What a comparison weighs."""

import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.linkage import (
    LEVELS,
    SCORE_COLUMNS,
    CannotReadModel,
    LevelWeight,
    Model,
    Together,
    compare,
    evidence_in_words,
    model_of,
    normalise,
    prepare,
    read_model,
    score,
    write_model,
)
from shanqiao.engines.linkage._levels import Id, Name
from tests.engines.linkage.registers import patient, registers
from tests.engines.linkage.slowly_linked import bits_slowly

STANDARD = read_model()


def all_pairs(normal):
    places = list(combinations(range(normal.height), 2))
    first, second = (np.array([pair[end] for pair in places], dtype=np.int64) for end in (0, 1))
    ready = prepare(normal)
    return compare(ready, first, ready, second)


shares = st.floats(1e-6, 1, allow_subnormal=False)
weights = st.builds(
    LevelWeight,
    shares,
    shares,
    st.sampled_from(["", "name", "surname", "phone"]),
    shares,
    st.floats(-2, 2),
    st.sampled_from([0.0, 1e-3]),
)


@st.composite
def models(draw):
    """Any weights for some levels, and rules over any fields."""
    fields = {
        field: {one.code.name: draw(weights) for one in levels if one.code and draw(st.booleans())}
        for field, levels in LEVELS.items()
    }
    rules = []
    for _ in range(draw(st.integers(0, 4))):
        some = draw(st.sets(st.sampled_from(list(LEVELS)), max_size=3))
        when = {
            field: tuple(
                draw(st.sets(st.sampled_from([one.code.name for one in LEVELS[field]]), min_size=1))
            )
            for field in some
        }
        rules.append(Together(when, draw(st.floats(-9, 9))))
    return Model("test", "chinese", {}, draw(st.floats(0.01, 3)), fields, tuple(rules))


@pytest.mark.thorough
@patient
@given(registers(max_size=6), models())
def test_many_pairs_weigh_what_each_weighs_by_hand(register, model):
    normal = normalise(register)
    compared = all_pairs(normal)

    found = score(compared, model, rows=normal.height)

    assert found.schema == SCORE_COLUMNS and found.height == compared.height
    for pair, told in zip(compared.rows(named=True), found.rows(named=True), strict=True):
        by_field, together, total = bits_slowly(pair, model, normal.height)
        assert {f: told[f"weight_{f}"] for f in by_field} == pytest.approx(by_field, abs=1e-3)
        assert told["weight_together"] == pytest.approx(together, abs=1e-3)
        assert told["probability"] == pytest.approx(1 / (1 + 2.0**-total), abs=1e-3)


def test_the_same_evidence_says_less_in_a_larger_register():
    pair = all_pairs(
        normalise(pl.DataFrame([{"rid": 0, "name": "陈伟强"}, {"rid": 1, "name": "陳偉強"}]))
    )

    small, large = (
        score(pair, STANDARD, rows=rows)["probability"].item() for rows in (1_000, 1_000_000)
    )

    assert small > large


def test_what_is_not_known_weighs_nothing_by_itself():
    nothing = all_pairs(normalise(pl.DataFrame([{"rid": 0}, {"rid": 1}])))
    alone = replace(STANDARD, together=())

    found = score(nothing, alone, rows=1_000)

    assert all(found[column].item() == 0 for column in found.columns if column != "probability")
    assert found["probability"].item() == pytest.approx(STANDARD.partners / 2000)


def test_evidence_is_told_in_words_of_both_languages():
    levels = {"name": Name.SAME_SIMPLIFIED, "id": Id.CONFLICT, "phone": 0, "probability": 0.4}

    assert evidence_in_words(levels) == {"name": "繁简不同，实为同名", "id": "两个有效证件号不同"}
    assert evidence_in_words(levels, "en")["id"] == "two valid numbers that differ"


def test_a_model_is_read_as_it_was_written(tmp_path):
    write_model(STANDARD, tmp_path / "model.json")

    assert read_model(tmp_path / "model.json") == STANDARD
    assert STANDARD.trained["labels"] is False and STANDARD.trained["how"]


def test_every_level_of_the_standard_model_has_a_weight():
    for field, levels in LEVELS.items():
        assert set(STANDARD.fields[field]) == {one.code.name for one in levels if one.code}


def broken(**changes):
    data = json.loads(json.dumps(STANDARD.as_data))
    for path, value in changes.items():
        *way, last = path.split("__")
        place = data
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (broken(format=9), "format is 9"),
        (broken(partners=None), "partners is missing"),
        (broken(partners=0), "partners must be above 0"),
        (broken(fields__name__SAME__m=0), "fields.name.SAME.m is 0"),
        (broken(fields__name__SAME__share="rid"), "share is rid"),
        (broken(fields__name__EQUAL={"m": 1, "u": 1}), "name has no level EQUAL"),
        (broken(fields__colour={"SAME": {"m": 1, "u": 1}}), "there is no field colour"),
        (broken(together__0__bits=float("nan")), "together.0.bits"),
        (broken(thresholds__ask=0.999), "ask at most same"),
        (broken(fields__name__SAME={"weight": 1}), "not built as a model is"),
        ([], "not built as a model is"),
    ],
)
def test_a_model_that_cannot_be_is_refused_in_words(data, says):
    with pytest.raises(CannotReadModel, match=says):
        model_of(data, "city.json")


def test_a_file_that_is_no_model_is_refused_by_name(tmp_path):
    (tmp_path / "model.json").write_text("{", encoding="utf-8")

    with pytest.raises(CannotReadModel, match=r"model\.json: is not JSON"):
        read_model(tmp_path / "model.json")
    with pytest.raises(CannotReadModel, match=r"none\.json: cannot be read"):
        read_model(tmp_path / "none.json")
