from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.eligibility import CannotReadExpression, parse

CELLS = {
    "age": st.none() | st.integers(0, 130),
    "disability": st.none() | st.integers(0, 4),
    "severity": st.integers(0, 100),
    "hardship": st.sampled_from(["none", "low_income", "dibao", "tekun"]),
    "illness": st.none() | st.sampled_from(["none", "C50", "N18"]),
    "local": st.none() | st.booleans(),
    "open_on": st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    "due_on": st.dates(date(2026, 1, 1), date(2026, 1, 9)),
}
SCHEMA = {
    "age": pl.Int64,
    "disability": pl.Int64,
    "severity": pl.Int64,
    "hardship": pl.String,
    "illness": pl.String,
    "local": pl.Boolean,
    "open_on": pl.Date,
    "due_on": pl.Date,
}
rows = st.lists(st.fixed_dictionaries(CELLS), max_size=8)
comparisons = st.one_of(
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["age", "disability", "severity"]),
        st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
        st.integers(0, 130) | st.sampled_from(["age", "severity"]),
    ),
    st.builds("disability in {}".format, st.lists(st.integers(0, 4), min_size=1)),
    st.sampled_from(
        [
            "local",
            "local == false",
            "true",
            "false",
            'hardship in ["dibao", "tekun"]',
            "illness != 'none'",
            '"C50" == illness',
            'due_on <= "2026-01-05"',
            "open_on < due_on",
        ]
    ),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=8,
)


@given(condition=conditions, needs=rows)
def test_a_column_of_needs_gets_the_same_answers_as_each_need_alone(condition, needs):
    expression = parse(condition)

    together = expression.over(pl.DataFrame(needs, schema=SCHEMA, orient="row")).to_list()

    assert together == [expression.evaluate(need) for need in needs]


@given(condition=conditions, needs=rows)
def test_not_turns_yes_and_no_and_leaves_unknown(condition, needs):
    yes, no = parse(condition), parse(f"!({condition})")

    turned = {True: False, False: True, None: None}

    assert [no.evaluate(need) for need in needs] == [turned[yes.evaluate(need)] for need in needs]


@given(condition=conditions, need=st.fixed_dictionaries(CELLS))
def test_a_condition_reads_the_same_after_it_was_written_down(condition, need):
    expression = parse(condition)

    again = parse(str(expression.tree))

    assert again.evaluate(need) == expression.evaluate(need)
    assert again.columns == expression.columns


@given(condition=conditions, need=st.fixed_dictionaries(CELLS))
def test_unknown_names_the_empty_cells_and_filling_them_always_gives_an_answer(condition, need):
    expression = parse(condition)

    empty = expression.unknown_because(need)

    assert bool(empty) == (expression.evaluate(need) is None)
    assert all(need[column] is None for column in empty)
    filled = {"age": 40, "disability": 0, "illness": "none", "local": True}
    assert expression.evaluate(need | {c: filled[c] for c in empty}) is not None


@pytest.mark.parametrize(
    ("condition", "columns"),
    [
        ("age >= 60 || (age >= 18 && disability in [1, 2])", {"age", "disability"}),
        ("open_on < due_on", {"open_on", "due_on"}),
        ("", set()),
        ("true", set()),
    ],
)
def test_an_expression_knows_which_columns_it_looks_at(condition, columns):
    assert parse(condition).columns == columns


@pytest.mark.parametrize(
    ("age", "disability", "answer"),
    [
        (70, None, True),  # old enough, whatever the rest
        (30, 1, True),
        (30, 3, False),
        (10, None, False),  # too young, whatever the rest
        (30, None, None),  # here the missing paper matters
        (None, 1, None),
        (None, 4, None),
    ],
)
def test_an_empty_cell_makes_unknown_only_where_it_matters(age, disability, answer):
    expression = parse("age >= 60 || (age >= 18 && disability in [1, 2])")

    assert expression.evaluate({"age": age, "disability": disability}) is answer


@pytest.mark.parametrize("condition", ["", "   ", "true"])
def test_no_condition_means_everybody(condition):
    frame = pl.DataFrame({"age": [None, 3]}, schema={"age": pl.Int64})

    assert parse(condition).evaluate({}) is True
    assert parse(condition).over(frame).to_list() == [True, True]


@pytest.mark.parametrize(
    ("condition", "position", "says"),
    [
        ("age >", 6, "ends too early"),
        ("age >= 60 &&", 13, "ends too early"),
        ("(age >= 60", 11, "ends too early"),
        ("age >= 60)", 10, "not expected"),
        ("age = 60", 5, "write =="),
        ("local & local", 7, "write &&"),
        ("age >= 60 and local", 11, "and is not expected"),
        ("age >= 6.5", 9, "not expected"),
        ("18 <= age < 60", 11, "not expected"),
        ("age in []", 9, "not expected"),
        ('"abc', 1, "not expected"),
        ("年龄 >= 60", 1, "not expected"),
        ("income < 3", 1, "no column income"),
        ("capacity > 3", 1, "no column capacity"),
        ('age >= "60"', 8, "cannot be compared with text"),
        ("hardship == 3", 13, "cannot be compared with a whole number"),
        ("age == hardship", 8, "cannot be compared with text"),
        ("age in [1, true]", 12, "cannot be compared with yes or no"),
        ('hardship > "dibao"', 10, "has no order"),
        ("local >= true", 7, "has no order"),
        ('due_on < "tomorrow"', 10, "not a day"),
        ("due_on < 20260101", 10, "cannot be compared with a whole number"),
        ("1 == 1", 6, "a column of the need belongs here"),
        ("age", 1, "not yes or no"),
        (f"age > {10**19}", 7, "too large"),
        (f"age > {'9' * 6000}", 7, "too large"),
        ("(" * 60 + "local" + ")" * 60, 51, "too deeply"),
        ("!" * 9000 + "local", 51, "too deeply"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_and_reason(condition, position, says):
    with pytest.raises(CannotReadExpression, match=says) as refused:
        parse(condition)

    assert refused.value.position == position
    assert refused.value.zh


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_in_words(text):
    refused_at = None
    try:
        parse(text)
    except CannotReadExpression as refusal:
        refused_at = refusal.position

    assert refused_at is None or 1 <= refused_at <= len(text) + 1


def test_a_long_list_of_conditions_is_read_and_asked():
    expression = parse(" || ".join(f"age == {age}" for age in range(3000)))
    frame = pl.DataFrame({"age": [2999, 3000, None]}, schema={"age": pl.Int64})

    assert expression.over(frame).to_list() == [True, False, None]


def test_the_shortest_way_to_yes_is_told():
    expression = parse("(age >= 60 && local) || disability in [1, 2]")
    need = {"age": 20, "local": False, "disability": None}

    way = expression.in_the_way(need)

    assert [str(leaf) for leaf in way] == ["disability in [1, 2]"]


def test_nothing_stands_in_the_way_of_a_yes_and_nothing_helps_against_false():
    assert parse("age >= 60").in_the_way({"age": 61}) == ()
    assert parse("false && age >= 60").in_the_way({"age": 20}) == ()
    assert [str(leaf) for leaf in parse("false || age >= 60").in_the_way({"age": 20})] == [
        "age >= 60"
    ]
