"""What a rule would change: for the city, and for one person."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from shanqiao.apps.rules.facts import people_in_care
from shanqiao.apps.rules.models import Simulation
from shanqiao.apps.rules.simulations import (
    CannotSimulateRule,
    run_simulation,
    simulate_rule,
    told,
)
from shanqiao.apps.rules.vocabulary import parameters_on, read_rule
from shanqiao.engines.eligibility import Changes
from shanqiao.stories.rules_in_words import in_both_languages
from shanqiao.stories.simulating import (
    broken_down,
    comparable_programmes,
    rules_for,
    unknown_in_words,
)
from tests.apps.sameness_factories import merged
from tests.factories import NOON, TODAY, a_resident, a_social_worker, a_supervisor
from tests.programmes import Aid
from tests.rules import Keeping

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeping():
    return Keeping()


def elders(worker, count, *, age, **facts):
    born_on = date(TODAY.year - age, 1, 1)
    facts = {"hardship": "dibao", "name": f"长者{age}", "born_on": born_on, **facts}
    return [a_resident(worker=worker, **facts) for _ in range(count)]


def test_a_change_tells_who_comes_in_and_who_goes_out(keeping):
    """Acceptance test 11: added and removed people, both."""
    worker = a_social_worker()
    elders(worker, 7, age=62)
    elders(worker, 11, age=72, hardship="none")
    elders(worker, 6, age=85)
    elders(worker, 5, age=70, born_on=None)
    keeping.in_force('age >= 60 && hardship == "dibao"')
    version = keeping.draft("age >= 70")

    answer = keeping.simulate(version, low=100, high=300).answer

    assert (answer["in"], answer["out"], answer["keeps"]) == (10, 5, 5)
    assert (answer["in_doubt"], answer["now_known"]) == (0, 0)
    assert answer["unknown"] == 5 and answer["unknown_by"] == [["age", 5]]
    assert answer["was"] == 10 and answer["yes"] == 15
    assert answer["cost"] == [15 * 100, (20 + 10) * 300]  # 17 are sure, 5 more may be; outwards
    tables = dict(broken_down(answer))
    assert [(row.label, row.came_in, row.went_out) for row in tables["Age"]] == [
        ("60–69", 0, 5),
        ("70–79", 10, 0),
        ("80+", 0, 0),
        ("not known", 0, 0),
    ]
    assert [row.label for row in tables["District"]] == ["Liwan District"]
    with override("en"):
        assert unknown_in_words(answer) == [("age", 5, "identity card or household register")]


def test_small_numbers_are_not_told_and_exact_ones_are_kept_nowhere(keeping):
    version, worker = keeping.draft(), a_social_worker()
    nobody = keeping.simulate(version).answer
    elders(worker, 3, age=62)
    elders(worker, 1, age=62, born_on=None)

    answer = keeping.simulate(version).answer

    assert answer == nobody
    assert answer["people"] == answer["yes"] == answer["in"] == 0
    assert answer["unknown_by"] == [["age", 0], ["hardship", 0]]
    assert answer["cost"] == [0, 10 * 30_000]
    assert answer["tables"]["district"] == []


def test_whether_one_person_is_there_is_not_told_by_those_beside_them(keeping):
    """The bracketing of a few people by wordings one apart, from nobody to four of them."""
    worker, version = a_social_worker(), keeping.draft("age >= 85")
    elders(worker, 5, age=86)
    told_of = [keeping.simulate(version).answer]
    for _ in range(4):
        elders(worker, 1, age=87)
        told_of.append(keeping.simulate(version).answer)

    assert all(answer == told_of[0] for answer in told_of)


def test_who_has_it_and_cannot_be_said_to_keep_it_does_not_go_out(keeping):
    worker = a_social_worker()
    elders(worker, 6, age=62)
    elders(worker, 5, age=62, hardship="none")
    elders(worker, 7, age=70, born_on=None)
    keeping.in_force('hardship == "dibao"')

    answer = keeping.simulate(keeping.draft('age >= 60 || hardship == "none"')).answer

    assert (answer["in"], answer["out"], answer["keeps"]) == (5, 0, 5)
    assert (answer["in_doubt"], answer["now_known"], answer["unknown"]) == (5, 0, 5)
    ages = {row.label: row for row in dict(broken_down(answer))["Age"]}
    assert (ages["not known"].in_doubt, ages["not known"].went_out) == (5, 0)


def test_who_could_not_be_said_to_have_it_is_told_apart_from_who_comes_in(keeping):
    worker = a_social_worker()
    elders(worker, 6, age=62, born_on=None)
    elders(worker, 7, age=42)
    keeping.in_force("age >= 60")

    answer = keeping.simulate(keeping.draft('hardship == "dibao"')).answer

    assert (answer["in"], answer["now_known"], answer["in_doubt"]) == (5, 5, 0)


def test_the_truth_lies_within_the_interval():
    changes = Changes(
        people=100,
        after=(13, 8),
        before=(3, 0),
        came_in=11,
        went_out=1,
        keeps=2,
        in_doubt=0,
        now_known=0,
        unknown_by=(("age", 8),),
        tables={},
    )

    kept = told(changes, low=10, high=20)

    low, high = kept["cost"]
    assert low <= 13 * 10 <= 21 * 20 <= high
    assert kept["cost_before"] == [0, (5 + 5) * 20]


def test_one_person_on_two_records_is_counted_once():
    one, other = elders(a_social_worker(), 2, age=62)
    merged(one, other)

    assert list(people_in_care()) == [one]


def test_a_version_is_compared_with_what_is_in_force_that_day(keeping):
    version = keeping.draft()
    asked = simulate_rule(version=version, on=TODAY, low=1, high=1, by=keeping.writer, at=NOON)
    assert asked.against == "" and "not in force" in asked.against_name
    begun = keeping.in_force("age >= 65")

    later = simulate_rule(version=version, on=TODAY, low=1, high=1, by=keeping.writer, at=NOON)

    assert later.against == begun.version.text and f"{TODAY:%Y-%m-%d}" in later.against_name


def test_a_programme_whose_purse_asks_about_people_can_be_compared_with(keeping):
    everybody, elders_only = Aid(), Aid(eligible="age >= 60")
    Aid(eligible="urgency >= 2")  # about needs

    found = dict(comparable_programmes(on=TODAY))

    assert found == {everybody.programme: "true", elders_only.programme: "age >= 60"}
    elders(everybody.worker, 5, age=62)
    answer = keeping.simulate(keeping.draft("age >= 70"), against="true", against_name="甲").answer
    assert (answer["was"], answer["out"]) == (5, 5)
    with pytest.raises(CannotSimulateRule, match="asks about needs"):
        keeping.simulate(keeping.draft(), against="urgency >= 2", against_name="乙")


def test_only_rule_keepers_try_rules_and_a_least_is_not_above_a_most(keeping):
    with pytest.raises(CannotSimulateRule, match="Only rule keepers"):
        keeping.simulate(keeping.draft(), by=a_supervisor())
    with pytest.raises(CannotSimulateRule, match="today or a later day"):
        keeping.simulate(keeping.draft(), on=TODAY - timedelta(days=1))
    with pytest.raises(CannotSimulateRule, match="not above"):
        keeping.simulate(keeping.draft(), low=2, high=1)

    assert not Simulation.objects.exists()


def test_a_simulation_without_the_value_of_its_line_says_so(keeping):
    keeping.parameter(first_on=TODAY + timedelta(days=9))

    simulation = keeping.simulate(keeping.draft("income_per_head < dibao_line"))

    assert simulation.answer is None and "dibao_line has no value" in simulation.says
    assert run_simulation(simulation=simulation, at=NOON).says == simulation.says


def test_what_would_change_for_one_person(keeping):
    [sixty_two] = elders(a_social_worker(), 1, age=62)
    [without_age] = elders(a_social_worker(), 1, age=62, born_on=None)
    keeping.in_force()
    keeping.draft("age >= 70", at=NOON + timedelta(minutes=1))

    [one], [other] = rules_for(sixty_two, on=TODAY), rules_for(without_age, on=TODAY)

    assert (one.now.yes, one.change) == (True, "out")
    assert (other.now.yes, other.change) == (None, "unknown")
    assert other.papers == other.papers_then == ("identity card or household register",)


def test_many_rules_are_asked_of_a_person_as_fast_as_one(keeping, django_assert_num_queries):
    [person] = elders(a_social_worker(), 1, age=62)
    keeping.parameter("elder_age", 60, unit="years")
    keeping.in_force("age >= elder_age")
    keeping.draft("age >= 70")
    with CaptureQueriesContext(connection) as of_one:
        rules_for(person, on=TODAY)
    for _ in range(3):
        other = keeping.open()
        version = keeping.draft(rule=other)
        keeping.simulate(version)
        keeping.switch_on(version)
        keeping.draft("age >= 70", rule=other)

    with django_assert_num_queries(len(of_one)):
        assert [one.change for one in rules_for(person, on=TODAY)] == ["out"] * 4


def test_what_stands_in_the_way_is_told_in_words(keeping):
    [young] = elders(a_social_worker(), 1, age=42)
    keeping.in_force()

    [one] = rules_for(young, on=TODAY)

    assert one.why == ("60 or older",) and one.change == ""


def test_a_rule_is_told_in_both_languages_with_the_line_of_the_day(keeping):
    keeping.parameter()
    rule = read_rule('!local || (income_per_head <= dibao_line && hardship in ["dibao", "tekun"])')

    chinese, english = in_both_languages(rule, parameters_on(TODAY))

    assert english == (
        "not so: household registration in the city, or (income per head a month at most "
        "Minimum living standard (¥1,238.00), and hardship category: minimum living allowance or "
        "destitute, state-supported)"
    )
    assert "家庭人均月收入" in chinese and "最低生活保障标准" in chinese and "¥1,238.00" in chinese
