"""Several rule keepers press at the same moment: a rule has one version a day, a parameter one value."""

from datetime import timedelta
from functools import partial
from itertools import pairwise

from shanqiao.apps.rules.actions import CannotSwitchOnRule
from shanqiao.apps.rules.calling_off import CannotCallOff, call_off_version
from shanqiao.apps.rules.models import InForce, ParameterValue
from shanqiao.apps.rules.parameters import CannotWriteParameter, name_parameter, write_parameter
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY
from tests.rules import Keeping, a_rule_keeper


def test_of_several_who_switch_on_other_versions_at_once_one_does(committed):
    keeping = Keeping()
    versions = [keeping.draft(f"age >= {years}") for years in range(60, 66)]
    for version in versions:
        keeping.simulate(version)
    others = [a_rule_keeper() for _ in versions]

    outcomes = all_at_once(
        [
            partial(keeping.switch_on, version, by=other)
            for version, other in zip(versions, others, strict=True)
        ]
    )

    assert sum(isinstance(outcome, InForce) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotSwitchOnRule) for outcome in outcomes) == 5
    assert InForce.objects.count() == 1


def test_of_several_who_follow_one_version_at_once_one_does(committed):
    keeping = Keeping()
    first = keeping.in_force()
    versions = [keeping.draft(f"age >= {years}") for years in range(60, 66)]
    for version in versions:
        keeping.simulate(version)
    day = TODAY + timedelta(days=3)

    outcomes = all_at_once(
        [partial(keeping.switch_on, version, first_on=day) for version in versions]
    )

    first.refresh_from_db()
    assert sum(isinstance(outcome, InForce) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotSwitchOnRule) for outcome in outcomes) == 5
    assert first.last_on == day - timedelta(days=1)


def test_a_version_that_is_followed_while_it_is_called_off_leaves_one_version_a_day(committed):
    keeping = Keeping()
    first = keeping.in_force()
    versions = [keeping.draft(f"age >= {years}") for years in range(60, 65)]
    for version in versions:
        keeping.simulate(version)
    wrong, *others = versions
    keeping.switch_on(wrong, first_on=TODAY + timedelta(days=3))
    for version in others:
        keeping.simulate(version, on=TODAY + timedelta(days=9))
    off = partial(call_off_version, version=wrong, why="写错", by=keeping.writer, at=NOON)

    off_or_not, *outcomes = all_at_once(
        [
            off,
            *(
                partial(keeping.switch_on, version, first_on=TODAY + timedelta(days=9))
                for version in others
            ),
        ]
    )

    assert off_or_not is None or isinstance(off_or_not, CannotCallOff)
    assert all(isinstance(one, (InForce, CannotSwitchOnRule)) for one in outcomes)
    first.refresh_from_db()
    standing = list(InForce.objects.standing().order_by("first_on"))
    assert len(standing) == 1 + (off_or_not is not None) + any(
        isinstance(one, InForce) for one in outcomes
    )
    for one, later in pairwise(standing):
        assert one.last_on == later.first_on - timedelta(days=1)
    assert standing[-1].last_on is None


def test_of_several_who_write_a_value_at_once_one_does(committed):
    keeper = a_rule_keeper()
    parameter = name_parameter(
        code="line", name="线", name_en="Line", unit="fen", by=keeper, at=NOON
    )

    outcomes = all_at_once(
        [
            partial(
                write_parameter,
                parameter=parameter,
                value=fen,
                first_on=TODAY,
                source="文件",
                by=keeper,
                at=NOON,
            )
            for fen in range(8)
        ]
    )

    assert sum(isinstance(outcome, ParameterValue) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotWriteParameter) for outcome in outcomes) == 7
