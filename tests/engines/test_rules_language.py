"""Conditions about residents: the words they may use, and one answer however it is asked."""

import pickle
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.eligibility import (
    NEED,
    RESIDENT,
    CannotReadExpression,
    LacksParameter,
    Term,
    Words,
    compare,
    parse,
)
from shanqiao.engines.eligibility._slow import answer_slowly
from tests.engines.rules_at_random import CITY, PARAMETERS, SCHEMA, conditions, residents


@given(condition=conditions, rows=st.lists(residents, max_size=8))
def test_columns_rows_and_the_definition_agree(condition, rows):
    expression = parse(condition, CITY).bind(PARAMETERS)
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")

    slow = [answer_slowly(condition, row | PARAMETERS) for row in rows]

    assert [expression.evaluate(row) for row in rows] == slow
    assert expression.over(frame).to_list() == slow


@given(condition=conditions, rows=st.lists(residents, max_size=8))
def test_what_is_not_known_is_told_in_columns_as_of_each_alone(condition, rows):
    expression = parse(condition, CITY).bind(PARAMETERS)
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")

    told = expression.unknown_over(frame).to_dicts()

    for row, empty in zip(rows, told or [{}] * len(rows), strict=True):
        names = {name for name, keeps in empty.items() if keeps}
        assert names == set(expression.unknown_because(row))


@given(condition=conditions)
def test_a_rule_reads_the_same_after_it_was_written_down(condition):
    expression = parse(condition, CITY)

    assert str(parse(str(expression.tree), CITY).tree) == str(expression.tree)


def test_an_unknown_income_is_no_refusal_and_names_the_paper():
    rule = parse("income_per_head <= dibao_line && local", CITY).bind(PARAMETERS)
    row = {"income_per_head": None, "local": True}

    assert rule.evaluate(row) is None
    assert rule.unknown_because(row) == ("income_per_head",)
    assert [paper.zh for paper in rule.missing_papers(row)] == ["收入证明或近 12 个月银行流水"]
    assert rule.missing_papers(row | {"local": False}) == ()


def test_a_parameter_may_stand_on_either_side_and_is_bound_before_it_is_asked():
    one, other = (
        parse(text, CITY)
        for text in ("income_per_head <= dibao_line", "dibao_line >= income_per_head")
    )

    assert one.tree == other.tree
    assert one.parameters == {"dibao_line"}
    assert str(one.bind(PARAMETERS).tree) == "income_per_head <= 123800"
    assert one.bind(PARAMETERS).parameters == frozenset()
    with pytest.raises(LacksParameter) as refused:
        one.bind({"other": 1})
    assert refused.value.names == ("dibao_line",)


@pytest.mark.parametrize(
    ("condition", "position", "says"),
    [
        ('hardship == "dibo"', 13, 'is never "dibo"; did you mean dibao'),
        ('illness in ["serius"]', 13, "did you mean serious"),
        ('sex == "x"', 8, "did you mean female, male"),
        ("incom_per_head > 3", 1, "did you mean income_per_head"),
        ("disability in [1, 7]", 19, "lies between 0 and 4"),
        ("age >= 600", 8, "lies between 0 and 150"),
        ('street == "3"', 11, "a code of 9 digits"),
        ("dibao_line > 100", 1, "the same for everybody"),
        ("dibao_line in [1]", 1, "the same for everybody"),
        ("dibao_line < edge_line", 14, "the same for everybody"),
        ("born_on < dibao_line", 11, "cannot be compared with a whole number"),
        ("severity > 3", 1, "a resident has no column severity"),
        ("__import__('os') == 1", 11, "not expected"),
        ("age.real == 1", 4, "not expected"),
    ],
)
def test_what_a_rule_cannot_ask_is_refused_with_what_is_near(condition, position, says):
    vocabulary = CITY.with_parameters({"edge_line": Term(type="whole", words=Words("线", "line"))})

    with pytest.raises(CannotReadExpression, match=says) as refused:
        parse(condition, vocabulary)

    assert refused.value.position == position
    assert refused.value.zh


def test_a_parameter_is_a_number_or_a_day_under_a_name_that_is_free():
    text = Term(type="text", words=Words("文字", "text"))

    with pytest.raises(ValueError, match="whole number or a day"):
        RESIDENT.with_parameters({"line": text})
    with pytest.raises(ValueError, match="already"):
        RESIDENT.with_parameters({"age": Term(type="whole", words=Words("年龄", "age"))})


def test_vocabularies_are_told_apart_by_what_is_in_them():
    assert pickle.loads(pickle.dumps(RESIDENT)) == RESIDENT
    assert hash(pickle.loads(pickle.dumps(NEED))) == hash(NEED)
    assert RESIDENT != NEED and CITY != RESIDENT
    assert parse("age >= 60") != parse("age >= 60", RESIDENT)


def test_a_change_is_told_by_who_comes_in_and_who_goes_out():
    frame = pl.DataFrame(
        {
            "age": [50, 61, 66, 70, None, None],
            "sex": ["female", "male", "female", None, "male", "female"],
        },
        schema={"age": pl.Int64, "sex": pl.String},
    )

    changes = compare(
        frame, parse("age >= 65", RESIDENT), parse("age >= 60 && age < 70", RESIDENT), by=["sex"]
    )

    assert (changes.people, changes.after, changes.before) == (6, (2, 2), (2, 2))
    assert (changes.came_in, changes.went_out, changes.keeps) == (1, 1, 1)
    assert changes.unknown_by == (("age", 2),)
    assert changes.tables["sex"].rows() == [
        ("female", 3, 1, 1, 0, 0, 1, 0, 0),
        ("male", 2, 0, 1, 0, 1, 0, 0, 0),
        (None, 1, 1, 0, 1, 0, 0, 0, 0),
    ]


def test_what_is_not_known_neither_comes_in_nor_goes_out():
    answers = [("dibao", 70), ("dibao", 50), ("dibao", None), ("none", 70), (None, 70), (None, 50)]
    frame = pl.DataFrame(answers, schema={"hardship": pl.String, "age": pl.Int64}, orient="row")

    changes = compare(frame, parse("age >= 60", RESIDENT), parse('hardship == "dibao"', RESIDENT))

    assert (changes.keeps, changes.went_out, changes.in_doubt) == (1, 1, 1)
    assert (changes.came_in, changes.now_known) == (1, 1)
    assert (changes.before, changes.after) == ((3, 2), (3, 1))
    assert changes.unknown_by == (("age", 1),)


def test_a_rule_that_nobody_had_before_only_lets_people_in():
    frame = pl.DataFrame({"age": [50, 70]}, schema={"age": pl.Int64})

    changes = compare(frame, parse("age >= 65", RESIDENT), None)

    assert (changes.came_in, changes.went_out, changes.before) == (1, 0, (0, 0))
    assert compare(frame.head(0), parse("", RESIDENT), None).people == 0


def test_the_day_somebody_was_born_is_asked_as_a_day():
    rule = parse('born_on < "1966-05-06"', RESIDENT)

    assert rule.evaluate({"born_on": date(1966, 5, 5)}) is True
    assert rule.evaluate({"born_on": date(1966, 5, 6)}) is False
