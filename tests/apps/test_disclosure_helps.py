"""Whatever a month holds, nothing published of it gives a small number away; tried without a database."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.apps.disclosure.helps import KINDS, UNITS, Helps
from shanqiao.apps.disclosure.lists import ALL, hide_in_list
from shanqiao.apps.needs.kinds import unit_of
from shanqiao.engines.suppression import bounds

DISTRICTS = ("440103", "440104", "440105")

months = st.dictionaries(
    st.tuples(st.sampled_from(DISTRICTS), st.sampled_from(KINDS)),
    st.tuples(st.integers(1, 9), st.integers(1, 9_000)),
    max_size=12,
)


def helps_in(month):
    """So many residents in each (district, kind), each with the same amount; some have two kinds."""
    facts = [
        (f"{district} {number}", district, kind, 1, str(unit_of(kind)), amount)
        for (district, kind), (people, amount) in month.items()
        for number in range(people)
    ]
    return Helps.of(facts, districts=DISTRICTS)


@settings(deadline=None, max_examples=60)
@given(month=months)
def test_no_count_of_one_to_four_can_be_worked_out(month):
    helps = helps_in(month)
    told = helps.told(threshold=5)
    table = helps.counts()

    known = bounds(table, told.hidden)

    for cell in table.few(threshold=5):
        assert known[cell].low == 0
        assert known[cell].high is None or known[cell].high >= 5


@settings(deadline=None, max_examples=60)
@given(month=months)
def test_no_amount_of_few_people_can_be_worked_out(month):
    helps = helps_in(month)
    told = helps.told(threshold=5)

    for unit in UNITS:
        table = helps.amounts_in(unit)
        known = bounds(table, told.hidden_amounts[unit])
        for cell in table.few(threshold=5):
            assert known[cell].low == 0
            assert known[cell].high is None or known[cell].high > table.value(cell)


@settings(deadline=None, max_examples=60)
@given(month=months)
def test_counts_and_amounts_are_hidden_in_the_same_places(month):
    for row in helps_in(month).told(threshold=5).rows():
        if row["kind"] != ALL:
            assert (row["helps"] is None) == (row["amount"] is None)


@settings(deadline=None, max_examples=60)
@given(month=months)
def test_what_is_told_is_true(month):
    helps = helps_in(month)

    for row in helps.told(threshold=5).rows():
        if row["helps"] is not None and row["kind"] != ALL and row["district"] != ALL:
            people, amount = month.get((row["district"], row["kind"]), (0, 0))
            assert row["helps"] == people
            assert row["amount"] == people * amount


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 9), st.integers(1, 900)))
)
def test_in_a_list_few_people_are_never_the_rest(funds):
    people = {name: {f"{name}{n}" for n in range(many)} for name, (many, _each) in funds.items()}
    numbers = {name: many * each for name, (many, each) in funds.items()}

    told = hide_in_list(numbers, people, threshold=5)

    hidden = [name for name in numbers if told[name] is None]
    assert {name for name in numbers if 0 < len(people[name]) < 5} <= set(hidden)
    if hidden and told[ALL] is not None:
        assert len(set().union(*(people[name] for name in hidden))) >= 5
        assert len(hidden) >= 2


@settings(deadline=None, max_examples=60)
@given(month=months)
def test_no_sum_of_a_districts_money_is_that_of_few_people(month):
    """What is hidden in a row whose total is told can be added up; then five people or more stand behind it."""
    helps = helps_in(month)
    table = helps.amounts_in("fen")
    hidden = helps.told(threshold=5).hidden_amounts["fen"]

    for row in range(table.rows):
        secret = [c for c in range(table.columns) if (row, c) in hidden and table.people[row][c]]
        if secret and (row, table.columns) not in hidden:
            assert sum(table.people[row][c] for c in secret) >= 5
