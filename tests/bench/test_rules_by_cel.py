"""Our rules are a part of CEL: cel-python, which shares no code with us but the reader lark, gives the same answers.

A fact that is not known is left out of what CEL is given. Asking for it is then an error, and CEL's && and || pass over
an error exactly where Kleene's pass over unknown, so an error at the end is our unknown.
"""

import os
import sys
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.eligibility import parse
from tests.engines.rules_at_random import CITY, PARAMETERS, conditions, residents

pytestmark = pytest.mark.skipif(
    find_spec("celpy") is None and not os.environ.get("CI"),
    reason="cel-python was left out (requirements-bench.in installs it)",
)


@pytest.fixture(scope="module", autouse=True)
def deep():
    """cel-python lets Python nest deeper, and leaves it so; hypothesis would wonder at it in the middle of a test."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(2_500)  # as celpy.Environment does
    yield
    sys.setrecursionlimit(before)


@settings(deadline=None)
@given(condition=conditions, rows=st.lists(residents, min_size=1, max_size=4))
def test_cel_gives_the_same_answers(condition, rows):
    from bench.rules_cel import ask, given_to_cel, program_of

    expression, program = parse(condition, CITY).bind(PARAMETERS), program_of(condition)

    answers = [ask(program, given_to_cel(row | PARAMETERS)) for row in rows]

    assert answers == [expression.evaluate(row) for row in rows]


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("local && age >= 60", None),
        ("age >= 60 && local", None),
        ("local && false", False),
        ("false && local", False),
        ("local || true", True),
        ("true || local", True),
        ("!(local)", None),
    ],
)
def test_an_error_of_cel_spreads_as_unknown_does(condition, answer):
    from bench.rules_cel import ask, given_to_cel, program_of

    row = {"local": None, "age": 70}

    assert parse(condition, CITY).evaluate(row) is answer
    assert ask(program_of(condition), given_to_cel(row)) is answer
