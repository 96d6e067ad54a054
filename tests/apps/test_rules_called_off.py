"""What was switched on for a wrong day is called off before it, and what it would have followed goes on."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from shanqiao.apps.record.models import Entry
from shanqiao.apps.rules.actions import CannotSwitchOffRule, CannotSwitchOnRule, switch_off_rule
from shanqiao.apps.rules.calling_off import CannotCallOff, call_off_value, call_off_version
from shanqiao.apps.rules.models import InForce, ParameterValue
from shanqiao.apps.rules.parameters import (
    CannotEndParameter,
    CannotWriteParameter,
    end_parameter,
    write_parameter,
)
from shanqiao.apps.rules.queries import in_force, rules_with_state, to_come
from shanqiao.apps.rules.vocabulary import parameters_on
from tests.apps.refusing import refused_by
from tests.factories import NOON, TODAY, a_supervisor
from tests.rules import Keeping

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FURTHEST = TODAY + 366 * DAY


@pytest.fixture
def keeping():
    return Keeping()


@pytest.fixture
def call_off(keeping):
    def called_off(version, **facts):
        call_off_version(
            **{"version": version, "why": "年份写错", "by": keeping.writer, "at": NOON, **facts}
        )

    return called_off


def a_later(keeping, days, text="age >= 65"):
    version = keeping.draft(text)
    keeping.simulate(version, on=TODAY + days * DAY)
    return keeping.switch_on(version, first_on=TODAY + days * DAY)


def test_a_version_with_a_wrong_day_is_called_off_and_the_one_before_goes_on(keeping, call_off):
    first, wrong = keeping.in_force(), a_later(keeping, 30)

    call_off(wrong.version)

    first.refresh_from_db()
    assert (first.last_on, first.ended_at, first.ended_by, first.ended_why) == (
        None,
        None,
        None,
        "",
    )
    assert in_force(keeping.rule, on=TODAY + 40 * DAY) == first
    assert not to_come(keeping.rule, after=TODAY)
    assert Entry.objects.filter(act="rules.call_off", why="年份写错").exists()
    again = keeping.switch_on(wrong.version, first_on=TODAY + 3 * DAY)
    assert in_force(keeping.rule, on=TODAY + 3 * DAY) == again
    assert wrong.version.in_force == again


def test_an_end_that_was_decided_stays_where_what_follows_is_called_off(keeping, call_off):
    first = keeping.in_force()
    switch_off_rule(
        rule=keeping.rule, last_on=TODAY + 2 * DAY, why="停", by=keeping.writer, at=NOON
    )
    later = a_later(keeping, 3)
    assert in_force(keeping.rule, on=TODAY + 3 * DAY) == later

    call_off(later.version)

    first.refresh_from_db()
    assert first.last_on == TODAY + 2 * DAY
    assert in_force(keeping.rule, on=TODAY + 3 * DAY) is None


def test_what_is_in_force_is_not_called_off_and_a_chain_from_its_end(keeping, call_off):
    first, second, third = keeping.in_force(), a_later(keeping, 5), a_later(keeping, 9, "age >= 66")
    with pytest.raises(CannotCallOff, match="Please end it"):
        call_off(first.version)
    with pytest.raises(CannotCallOff, match="call that one off first"):
        call_off(second.version)
    with pytest.raises(CannotCallOff, match="Say why"):
        call_off(third.version, why=" ")
    with pytest.raises(CannotCallOff, match="Only rule keepers"):
        call_off(third.version, by=a_supervisor())
    with pytest.raises(CannotCallOff, match="Please end it"):
        call_off(third.version, at=NOON + 9 * DAY)

    call_off(third.version)
    call_off(second.version)

    assert in_force(keeping.rule, on=TODAY + 9 * DAY) == first
    with pytest.raises(CannotCallOff, match="Nothing is to come"):
        call_off(second.version)


def test_a_day_more_than_a_year_away_is_taken_for_a_mistake(keeping):
    keeping.in_force()
    version = keeping.draft("age >= 65")
    keeping.simulate(version)
    too_far = {"by": keeping.writer, "at": NOON, "last_on": FURTHEST + DAY}
    with pytest.raises(CannotSwitchOnRule, match="more than a year"):
        keeping.switch_on(version, first_on=FURTHEST + DAY)
    with pytest.raises(CannotSwitchOffRule, match="more than a year"):
        switch_off_rule(rule=keeping.rule, why="停", **too_far)
    with pytest.raises(CannotWriteParameter, match="more than a year"):
        keeping.parameter(first_on=FURTHEST + DAY)
    value = keeping.parameter("elder_age", 60, unit="years")
    with pytest.raises(CannotEndParameter, match="more than a year"):
        end_parameter(value=value, **too_far)


def test_a_value_with_a_wrong_day_is_called_off_and_written_again(keeping):
    value = keeping.parameter(first_on=TODAY + 9 * DAY)
    call_off_value(value=value, why="日期写错", by=keeping.writer, at=NOON)

    right = {"value": 99, "first_on": TODAY, "source": "文件", "by": keeping.writer, "at": NOON}
    running = write_parameter(parameter=value.parameter, **right)

    assert parameters_on(TODAY + 10 * DAY) == {"dibao_line": 99}
    with pytest.raises(CannotCallOff, match="Please end it"):
        call_off_value(value=running, why="日期写错", by=keeping.writer, at=NOON)
    with pytest.raises(CannotEndParameter):
        end_parameter(value=value, last_on=TODAY + 9 * DAY, by=keeping.writer, at=NOON)


def test_a_value_that_was_written_with_an_end_may_end_earlier_and_not_later(keeping):
    value = keeping.parameter(last_on=TODAY + 9 * DAY)
    ask = {"value": value, "by": keeping.writer, "at": NOON}
    with pytest.raises(CannotEndParameter, match="may only end earlier"):
        end_parameter(last_on=TODAY + 10 * DAY, **ask)

    end_parameter(last_on=TODAY + 3 * DAY, **ask)

    assert parameters_on(TODAY + 3 * DAY) and not parameters_on(TODAY + 4 * DAY)


def test_the_tables_let_nothing_be_called_off_late_taken_back_or_told_otherwise(keeping, call_off):
    first, later = keeping.in_force(), a_later(keeping, 5)
    value = keeping.parameter()
    off = {"called_off_by": keeping.writer, "called_off_why": "错"}
    for row in (first, value):
        with refused_by("rules_called_off_before_its_day"):
            type(row).objects.filter(pk=row.pk).update(called_off_at=NOON, **off)
    goes_on = {"ended_at": None, "ended_by": None, "ended_why": "", "last_on": None}
    with pytest.raises(ProgrammingError, match="change once"), transaction.atomic():
        InForce.objects.filter(pk=first.pk).update(**goes_on)
    call_off(later.version)

    for change in (
        {"called_off_why": "别的"},
        {"called_off_at": None, "called_off_by": None, "called_off_why": ""},
        {
            "ended_at": NOON,
            "ended_by": keeping.writer,
            "ended_why": "停",
            "last_on": TODAY + 9 * DAY,
        },
    ):
        with pytest.raises(ProgrammingError, match="change once"), transaction.atomic():
            InForce.objects.filter(pk=later.pk).update(**change)
    with pytest.raises(ProgrammingError, match="change once"), transaction.atomic():
        ParameterValue.objects.filter(pk=value.pk).update(whole=7, called_off_at=NOON, **off)


def test_only_a_version_that_is_newer_than_the_one_in_force_waits(keeping):
    keeping.draft("age >= 70")
    in_force = keeping.in_force()
    assert [rule.waits for rule in rules_with_state(on=TODAY)] == [False]

    keeping.draft("age >= 75")

    assert [rule.waits for rule in rules_with_state(on=TODAY)] == [True]
    assert in_force.version.in_force == in_force
