"""A list beside a register: the same chances as in one register, and nobody is known by less than what is sure."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.registers import a_register
from shanqiao.engines.linkage import (
    AGAINST_STEPS,
    CannotReadRegister,
    Model,
    link,
    link_against,
    normalise,
    read_model,
)
from shanqiao.engines.linkage._ids import IdKind
from tests.engines.linkage.registers import number_of

ENOUGH = 300


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model()


@pytest.fixture(scope="module")
def parts() -> tuple[pl.DataFrame, pl.DataFrame]:
    """(list, register): each with several registrations of some people, and people of the other."""
    rows = a_register(size=2 * ENOUGH, seed=9).registrations
    return rows.tail(ENOUGH), rows.head(ENOUGH)


def test_chances_are_those_of_one_register(
    parts: tuple[pl.DataFrame, pl.DataFrame], model: Model
) -> None:
    people, register = parts
    found = link_against(people, register, model)

    whole = link(pl.concat([register, people]), model).pairs
    columns = ["first", "second", "probability"]
    assert_frame_equal(
        found.pairs.select(columns), whole.filter(pl.col("second") >= ENOUGH).select(columns)
    )


def test_each_answer_is_what_one_would_read_out_of_the_pairs(
    parts: tuple[pl.DataFrame, pl.DataFrame], model: Model
) -> None:
    people, register = parts
    found = link_against(people, register, model)
    at, pairs = model.thresholds, found.pairs.select("first", "second", "probability").rows()
    answers = dict(found.answers.select("rid", "answer").rows())
    cluster = dict(found.answers.select("rid", "cluster").rows())
    rid = [*register["rid"].sort(), *people["rid"].sort()]

    known = {rid[b] for a, b, chance in pairs if a < ENOUGH and chance >= at.same}
    sure = [(rid[a], rid[b]) for a, b, chance in pairs if a >= ENOUGH and chance >= at.same]
    sure = [(a, b) for a, b in sure if cluster[a] == cluster[b]]
    for _ in people["rid"]:
        known |= {a for a, b in sure if b in known} | {b for a, b in sure if a in known}
    direct = {rid[b] for a, b, chance in pairs if a < ENOUGH and chance >= at.ask}
    beside = {one for one in answers if any(cluster[one] == cluster[two] for two in known)}

    said = {kind: {one for one, a in answers.items() if a == kind} for kind in ("known", "perhaps")}
    assert said["known"] == known
    assert said["perhaps"] == (direct | beside) - known
    assert min(len(known), len(said["perhaps"]), ENOUGH - len(known | direct | beside)) > 5


def test_a_row_is_known_by_way_of_another_only_as_surely_as_they_are_the_same(
    model: Model,
) -> None:
    one = {"rid": 1, "name": "陈伟强", "id_no": "44010219580312123X", "dob": "1958-03-12"}
    register = pl.DataFrame([one | {"phone": ""}])
    people = pl.DataFrame(
        [
            one | {"rid": 1, "phone": "13912340987"},
            {"rid": 2, "name": "陈伟强", "id_no": "", "dob": "", "phone": "13912340987"},
        ]
    )
    pairs = link_against(people, register, model).pairs
    chance = pairs.filter(pl.col("first") == 1)["probability"].item()
    answers = {}
    for name, same in (("sure", chance - 1e-6), ("unsure", chance + 1e-6)):
        at = replace(model.thresholds, ask=min(0.5, chance), same=min(same, 1.0), together=0.01)
        found = link_against(people, register, replace(model, thresholds=at))
        answers[name] = found.answers["answer"].to_list()

    assert answers == {"sure": ["known", "known"], "unsure": ["known", "perhaps"]}


def test_nobody_with_a_valid_number_is_known_as_somebody_with_another(model: Model) -> None:
    alike = {
        "name": "陈伟强",
        "dob": "1958-03-12",
        "phone": "13912340987",
        "address": "文德北路12号502",
    }
    numbers = [number_of(f"44010219580312{serial}") for serial in ("123", "125")]
    register = pl.DataFrame([alike | {"rid": 1, "id_no": numbers[0]}])
    people = pl.DataFrame(
        [alike | {"rid": 1, "id_no": numbers[1]}, alike | {"rid": 2, "id_no": ""}]
    )
    assert normalise(people)["id_kind"].to_list() == [IdKind.VALID, IdKind.MISSING]
    at = replace(model.thresholds, ask=1e-9, same=1e-6, together=1e-6)  # however little it takes

    found = link_against(people, register, replace(model, thresholds=at))

    assert found.answers["answer"].to_list() == ["perhaps", "known"]


def test_how_far_it_is_is_told(parts: tuple[pl.DataFrame, pl.DataFrame], model: Model) -> None:
    told: list[tuple[str, int, int]] = []
    link_against(*parts, model, tell=lambda *step: told.append(step))

    assert [step for step, _, _ in told] == list(AGAINST_STEPS)
    assert told[-1][1:] == (len(AGAINST_STEPS), len(AGAINST_STEPS))


def test_rows_that_cannot_be_told_apart_are_refused(model: Model) -> None:
    one, two = pl.DataFrame({"rid": [1]}), pl.DataFrame({"rid": [2, 2]})

    with pytest.raises(CannotReadRegister):
        link_against(one, two, model)


def test_an_empty_register_knows_nobody(
    parts: tuple[pl.DataFrame, pl.DataFrame], model: Model
) -> None:
    people, register = parts

    answers = link_against(people, register.clear(), model).answers

    assert set(answers["answer"]) == {"new"}
    assert answers["registered_as"].null_count() == ENOUGH
