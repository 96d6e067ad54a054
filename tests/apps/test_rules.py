"""A rule of the city: worded by one, tried, switched on by another, and asked of one person."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from shanqiao.apps.people.models import Post
from shanqiao.apps.record.models import Entry
from shanqiao.apps.rules.actions import (
    CannotDraftRule,
    CannotSwitchOffRule,
    CannotSwitchOnRule,
    switch_off_rule,
)
from shanqiao.apps.rules.models import InForce, ParameterValue, RuleVersion, Simulation
from shanqiao.apps.rules.parameters import (
    CannotNameParameter,
    name_parameter,
)
from shanqiao.apps.rules.queries import in_force, may_have, rules_with_state
from tests.factories import NOON, TODAY, a_resident, a_social_worker, a_street, a_supervisor
from tests.rules import Keeping, a_rule_keeper

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BORN = date(1950, 1, 1)


@pytest.fixture
def keeping():
    return Keeping()


def test_a_rule_is_worded_tried_and_switched_on_by_another_person(keeping):
    resident = a_resident(born_on=BORN, hardship="dibao")
    version = keeping.draft()
    assert may_have(keeping.rule, resident, TODAY) is None
    keeping.simulate(version)

    keeping.switch_on(version)

    assert in_force(keeping.rule, on=TODAY).version == version
    assert may_have(keeping.rule, resident, TODAY).yes is True
    acts = list(Entry.objects.filter(act__startswith="rules.").values_list("act", flat=True))
    assert sorted(acts) == ["rules.draft", "rules.open", "rules.simulate", "rules.switch_on"]
    assert [(rule.is_on, rule.waits) for rule in rules_with_state(on=TODAY)] == [(True, False)]


def test_whoever_wrote_a_version_does_not_switch_it_on(keeping):
    version = keeping.draft()
    keeping.simulate(version)

    with pytest.raises(CannotSwitchOnRule, match="another rule keeper"):
        keeping.switch_on(version, by=keeping.writer)

    assert not InForce.objects.exists()


def test_what_nobody_tried_in_seven_days_is_not_switched_on(keeping):
    version, other = keeping.draft(), keeping.draft("age >= 65")
    with pytest.raises(CannotSwitchOnRule, match="simulate it"):
        keeping.switch_on(version)
    keeping.simulate(other)
    with pytest.raises(CannotSwitchOnRule, match="simulate it"):
        keeping.switch_on(version)  # another text was tried
    simulation = keeping.simulate(version)

    late = NOON + timedelta(days=7, seconds=30)
    with pytest.raises(CannotSwitchOnRule, match="simulate it"):
        keeping.switch_on(version, at=late, first_on=late.date())
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        InForce.objects.create(
            version=version,
            simulation=simulation,
            first_on=TODAY,
            switched_by=keeping.other,
            switched_at=late,
        )

    assert not InForce.objects.exists()


def test_a_version_is_switched_on_only_as_it_was_tried(keeping):
    """Tried against what is in force then, and of a day within a month."""
    begun, version = keeping.in_force(), keeping.draft("age >= 65")
    keeping.simulate(version, against="true", against_name="某项目")
    with pytest.raises(CannotSwitchOnRule, match="compared with what is in force then"):
        keeping.switch_on(version, first_on=TODAY + 3 * DAY)
    tried = keeping.simulate(version)
    with pytest.raises(CannotSwitchOnRule, match="within a month"):
        keeping.switch_on(version, first_on=TODAY + 32 * DAY)
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        InForce.objects.create(
            version=version,
            simulation=tried,
            first_on=TODAY + 32 * DAY,
            switched_by=keeping.other,
            switched_at=NOON,
        )

    keeping.switch_on(version, first_on=TODAY + 31 * DAY)

    begun.refresh_from_db()
    assert begun.last_on == TODAY + 30 * DAY


def test_the_table_itself_asks_whose_version_it_is(keeping):
    """Whoever writes past the actions cannot name another writer, or another version's simulation."""
    version, other = keeping.draft(), keeping.draft("age >= 65")
    tried, facts = keeping.simulate(version), {"first_on": TODAY, "switched_at": NOON}

    with pytest.raises(IntegrityError, match="another_person"), transaction.atomic():
        InForce.objects.create(
            version=version,
            simulation=tried,
            written_by=keeping.other,
            switched_by=keeping.writer,
            **facts,
        )
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        InForce.objects.create(version=other, simulation=tried, switched_by=keeping.other, **facts)


def test_a_later_version_ends_the_one_before_on_the_day_before(keeping):
    first = keeping.in_force()
    later = keeping.draft("age >= 65")
    keeping.simulate(later)

    second = keeping.switch_on(later, first_on=TODAY + 10 * DAY)

    first.refresh_from_db()
    assert (first.last_on, second.first_on) == (TODAY + 9 * DAY, TODAY + 10 * DAY)
    assert in_force(keeping.rule, on=TODAY + 9 * DAY) == first
    assert in_force(keeping.rule, on=TODAY + 10 * DAY) == second


def test_a_version_that_is_in_force_is_not_overtaken_on_its_first_day_nor_used_twice(keeping):
    begun = keeping.in_force()
    later = keeping.draft("age >= 65")
    keeping.simulate(later)

    with pytest.raises(CannotSwitchOnRule, match="Please choose a later day"):
        keeping.switch_on(later)
    with pytest.raises(CannotSwitchOnRule, match="today or later"):
        keeping.switch_on(later, first_on=TODAY - DAY)
    keeping.simulate(begun.version)
    with pytest.raises(CannotSwitchOnRule, match="as a new version"):
        keeping.switch_on(begun.version, first_on=TODAY + 3 * DAY)

    begun.refresh_from_db()
    assert begun.ended_at is None


def test_a_rule_ends_with_a_reason_and_stays_ended(keeping):
    keeping.in_force()
    ask = {"rule": keeping.rule, "last_on": TODAY + DAY, "by": keeping.writer, "at": NOON}
    with pytest.raises(CannotSwitchOffRule, match="and why"):
        switch_off_rule(why=" ", **ask)
    with pytest.raises(CannotSwitchOffRule, match="today or later"):
        switch_off_rule(why="重复", **(ask | {"last_on": TODAY - DAY}))

    switch_off_rule(why="与新政策重复", **ask)

    assert in_force(keeping.rule, on=TODAY + DAY) and not in_force(keeping.rule, on=TODAY + 2 * DAY)
    with pytest.raises(CannotSwitchOffRule, match="without an end"):
        switch_off_rule(why="再次", **ask)


def test_only_rule_keepers_write_rules(keeping):
    supervisor = a_supervisor()

    with pytest.raises(CannotDraftRule, match="Only rule keepers"):
        keeping.open(by=supervisor)
    with pytest.raises(CannotDraftRule, match="Only rule keepers"):
        keeping.draft(by=supervisor)
    with pytest.raises(CannotNameParameter, match="Only rule keepers"):
        name_parameter(code="x", name="甲", name_en="x", unit="fen", by=supervisor, at=NOON)


def test_a_rule_keeper_keeps_the_rules_of_the_city_and_of_no_station():
    keeper, worker = a_rule_keeper(), a_social_worker()
    station = worker.posts.get().station

    with pytest.raises(IntegrityError, match="people_station"), transaction.atomic():
        Post.objects.create(person=keeper, role="rule_keeper", station=station, since=NOON)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('hardship == "dibo"', "Place 13.*dibao"),
        ("age >=", "ends too early"),
        ("urgency > 2", "no column urgency"),
        ("income_per_head <= no_such_line", "no column no_such_line"),
        ('district == "990000"', "district is never"),
        (" ", "what the rule asks"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(keeping, text, says):
    a_street()

    with pytest.raises(CannotDraftRule, match=says):
        keeping.draft(text)

    assert not RuleVersion.objects.exists()


def test_what_is_written_stays_as_written(keeping):
    version, value = keeping.draft(), keeping.parameter()

    for change in (
        lambda: RuleVersion.objects.filter(pk=version.pk).update(text="true"),
        lambda: ParameterValue.objects.filter(pk=value.pk).update(whole=1),
        lambda: ParameterValue.objects.filter(pk=value.pk).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()

    version.refresh_from_db(), value.refresh_from_db()
    assert version.text != "true" and value.whole == 123_800


def test_a_simulation_that_ended_stays_as_it_ended(keeping):
    simulation = keeping.simulate(keeping.draft())

    with pytest.raises(ProgrammingError, match="stays as it ended"), transaction.atomic():
        Simulation.objects.filter(pk=simulation.pk).update(answer={})
