"""What rules are asked of: parameters with their days, facts of residents, and the papers that are missing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from shanqiao.apps.residents.actions import register_resident
from shanqiao.apps.residents.households import form_household
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.rules import facts
from shanqiao.apps.rules.actions import (
    CannotSwitchOnRule,
)
from shanqiao.apps.rules.facts import SCHEMA, facts_of, people_in_care
from shanqiao.apps.rules.models import ParameterValue
from shanqiao.apps.rules.parameters import (
    CannotEndParameter,
    CannotNameParameter,
    CannotWriteParameter,
    end_parameter,
    name_parameter,
    write_parameter,
)
from shanqiao.apps.rules.queries import may_have
from shanqiao.engines.eligibility import RESIDENT, parse
from tests.factories import NOON, TODAY, a_resident, a_social_worker
from tests.instruments import a_sitting
from tests.rules import Keeping

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BORN = date(1950, 1, 1)


@pytest.fixture
def keeping():
    return Keeping()


def test_a_parameter_has_one_value_a_day_and_each_has_a_source(keeping):
    value = keeping.parameter()
    facts = {"parameter": value.parameter, "by": keeping.writer, "at": NOON}
    with pytest.raises(CannotWriteParameter, match="another value on some of these days"):
        write_parameter(value=1, first_on=TODAY + DAY, source="文件", **facts)
    with pytest.raises(CannotWriteParameter, match="which document"):
        write_parameter(value=1, first_on=TODAY - DAY, last_on=TODAY - DAY, source=" ", **facts)

    with pytest.raises(CannotEndParameter, match="today or later"):
        end_parameter(value=value, last_on=TODAY - DAY, by=keeping.writer, at=NOON)
    end_parameter(value=value, last_on=TODAY + 9 * DAY, by=keeping.writer, at=NOON)
    write_parameter(value=130_000, first_on=TODAY + 10 * DAY, source="文件", **facts)

    with pytest.raises(CannotEndParameter, match="already"):
        end_parameter(value=value, last_on=TODAY + 8 * DAY, by=keeping.writer, at=NOON)


@pytest.mark.parametrize("code", ["age", "dibao_line"])
def test_a_name_that_rules_know_is_not_given_twice(keeping, code):
    keeping.parameter()

    with pytest.raises(CannotNameParameter, match="already"):
        name_parameter(code=code, name="甲", name_en="x", unit="fen", by=keeping.writer, at=NOON)


def test_a_name_is_in_small_letters(keeping):
    with pytest.raises(CannotNameParameter, match="small letters"):
        name_parameter(
            code="Line 1", name="甲", name_en="x", unit="fen", by=keeping.writer, at=NOON
        )


def test_last_year_is_judged_by_last_years_line(keeping):
    """The rule speaks of the line by name; on each day it is the value of that day."""
    keeping.parameter("grown", 18, unit="years", first_on=TODAY - 400 * DAY, last_on=TODAY - DAY)
    value = ParameterValue.objects.get()
    write_parameter(
        parameter=value.parameter,
        value=16,
        first_on=TODAY,
        source="文件",
        by=keeping.writer,
        at=NOON,
    )
    resident = a_resident(born_on=date(TODAY.year - 17, 1, 1))
    keeping.in_force("age >= grown")
    rule = keeping.rule

    assert may_have(rule, resident, TODAY).yes is True
    assert facts_of(Resident.objects.all(), TODAY - DAY)["age"].to_list() == [17]


def test_a_rule_whose_line_has_no_value_that_day_is_not_switched_on_and_says_so_later(keeping):
    keeping.parameter("line", 3, unit="people", last_on=TODAY + DAY)
    version = keeping.draft("household_size <= line")
    keeping.simulate(version)
    with pytest.raises(CannotSwitchOnRule, match="line has no value on"):
        keeping.switch_on(version, first_on=TODAY + 2 * DAY)
    keeping.switch_on(version)

    answer = may_have(keeping.rule, a_resident(), TODAY + 5 * DAY)

    assert answer.yes is None and answer.lacks == ("line",)


def test_an_unknown_income_is_no_refusal_and_names_the_paper(keeping):
    """Acceptance test 10: unknown is not "no"."""
    keeping.parameter()
    keeping.in_force("income_per_head <= dibao_line && local")
    here, elsewhere = a_resident(local=True), a_resident(local=False, name="李秀英")

    answer, refusal = (may_have(keeping.rule, one, TODAY) for one in (here, elsewhere))

    assert answer.yes is None
    assert [paper.en for paper in answer.papers] == [
        "proof of income, or bank statements of 12 months"
    ]
    assert refusal.yes is False and refusal.papers == ()
    assert [str(leaf) for leaf in refusal.in_the_way] == [
        "income_per_head <= 123800",
        "local == true",
    ]


def test_facts_of_a_household_are_counted_on_the_day(keeping):
    worker = a_social_worker()
    mother = a_resident(worker=worker, born_on=date(1990, 1, 1), sex="female", illness="chronic")
    child = a_resident(worker=worker, born_on=date(2015, 1, 1), name="小明", agrees=False)
    alone = a_resident(worker=worker, name="老王", born_on=None)
    form_household(
        head=mother,
        members=[(child, "child")],
        on=TODAY - 30 * DAY,
        by=worker,
        at=NOON,
    )

    now = {row["resident"]: row for row in facts_of(people_in_care(), TODAY).to_dicts()}
    then = {row["resident"]: row for row in facts_of(people_in_care(), TODAY - 60 * DAY).to_dicts()}

    assert (now[mother.pk]["household_size"], now[mother.pk]["children"]) == (2, 1)
    assert now[mother.pk]["illness"] == "chronic" and now[child.pk]["illness"] is None
    assert then[mother.pk]["household_size"] is None
    assert (now[alone.pk]["age"], now[alone.pk]["household_size"]) == (None, None)
    assert list(facts_of(Resident.objects.none(), TODAY).schema) == list(SCHEMA)


def test_a_score_counts_where_it_is_known_exactly(keeping, monkeypatch):
    """As the room of instruments gives them: a whole Decimal, an interval, an open end."""
    exact, between, open_end = (a_resident() for _ in range(3))
    rows = [
        {"resident_id": exact.pk, "scale": "income_per_head", "low": Decimal(90_000), "high": Decimal(90_000)},
        {"resident_id": between.pk, "scale": "income_per_head", "low": Decimal(1), "high": Decimal(2)},
        {"resident_id": open_end.pk, "scale": "income_per_head", "low": Decimal(1), "high": None},
        {"resident_id": exact.pk, "scale": "something_else", "low": Decimal(1), "high": Decimal(1)},
    ]  # fmt: skip
    monkeypatch.setattr(facts, "scores_of", lambda residents, on: facts._as_frame(rows))
    keeping.parameter()
    keeping.in_force("income_per_head <= dibao_line")

    answers = [may_have(keeping.rule, one, TODAY).yes for one in (exact, between, open_end)]

    assert answers == [True, None, None]


def test_an_income_that_three_people_share_is_known(keeping):
    """1,000 yuan for three are 333.33… yuan each: known, and rounded down to whole fen."""
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    answers = {"persons": 3, "income_month": 100_000}
    a_sitting(code="household_economy", worker=worker, resident=resident, answers=answers)
    keeping.parameter(value=33_333)
    keeping.in_force("income_per_head <= dibao_line")

    assert facts_of(people_in_care(), TODAY)["income_per_head"].to_list() == [33_333]
    assert may_have(keeping.rule, resident, TODAY).yes is True


def test_the_vocabulary_knows_the_categories_of_the_tables():
    for name, choices in (
        ("hardship", Resident.Hardship),
        ("illness", Resident.Illness),
        ("sex", Resident.Sex),
    ):
        assert {code for code, _words in RESIDENT.terms[name].values} == set(choices.values)


def test_names_are_never_put_into_sql():
    """What is typed stands beside the SQL as a value; the SQL holds signs and columns only."""
    sql, values = parse('item == "x\' OR 1=1 --"').sql({"item": "item"})

    assert values == ["x' OR 1=1 --"] and "OR" not in sql
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM (VALUES ('a'), (NULL)) AS t (item)", values)
        assert [row[0] for row in cursor.fetchall()] == [False, None]


def test_registering_somebody_changes_what_a_rule_can_say(keeping):
    worker = a_social_worker()
    keeping.in_force("disability in [1, 2]")
    station = worker.posts.get().station
    unknown = register_resident(
        name="陈伯", sex="male", street=station.street, station=station, by=worker, at=NOON
    )

    answer = may_have(keeping.rule, unknown, TODAY)

    assert answer.yes is None and [paper.zh for paper in answer.papers] == ["残疾人证"]
