"""A change of a city: what it may be, and by which step each condition is relaxed."""

from datetime import timedelta

import pytest

from shanqiao.engines.allocation import (
    CONDITIONS,
    CannotRelax,
    CannotUseCity,
    Change,
    changed,
    relaxed,
)

from .cities import DAY, STREETS, a_city, a_need, a_resource


def test_every_condition_is_relaxed_by_its_step():
    city = a_city(
        [],
        [
            a_resource(
                "r",
                eligible="local",
                streets=STREETS,
                person_cap=3,
                reserved_share=20,
                reserved_for="age >= 60",
                capacity=7,
            )
        ],
    )

    steps = {c: dict(relaxed(city, "r", c).resources["r"] or {}) for c in CONDITIONS}

    assert steps == {
        "eligible": {"eligible": ""},
        "streets": {"streets": ["440104", "440106"]},
        "valid": {
            "valid_from": DAY - timedelta(days=30),
            "valid_to": DAY + timedelta(days=60),
        },
        "person_cap": {"person_cap": 4},
        "reserved": {"reserved_share": 19},
        "capacity": {"capacity": 8},
    }


@pytest.mark.parametrize("condition", ["eligible", "streets", "person_cap", "reserved"])
def test_what_is_not_restricted_cannot_be_relaxed(condition):
    with pytest.raises(CannotRelax, match=f"r has no {condition}"):
        relaxed(a_city([], [a_resource("r")]), "r", condition)


def test_a_resource_that_is_not_there_cannot_be_relaxed():
    with pytest.raises(CannotRelax, match="no resource elsewhere"):
        relaxed(a_city([], [a_resource("r")]), "elsewhere", "eligible")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(resources={"r": {"colour": "red"}}), "resource r has no column colour"),
        (Change(resources={"s": {"capacity": 1}}), "resource s is new and lacks funder, kinds"),
        (Change(resources={"s": None}), "resource s is not there"),
        (Change(resources={"r": {"capacity": -1}}), "resource r has a capacity below 0"),
        (Change(resources={"r": {"capacity": "many"}}), "resources of the change"),
        (Change(resources={"r": {"eligible": "age >="}}), "resource r, eligible"),
        (Change(resources={"r": {"kinds": ["song"]}}), "song, which is not known"),
        (Change(resources={"r": {"valid_to": DAY - timedelta(1)}}), "r ends before it begins"),
        (Change(resources={"r": {"reserved_share": 10}}), "r reserves a share for nobody"),
        (Change(resources={"r": {"home": "here"}}), "r has a home that is no 9-digit street"),
        (Change(needs={"n": {"need": "m"}}), "need n cannot be renamed to m"),
        (Change(needs={"n": {"covered": 2}}), "n has more covered than its quantity"),
        (Change(needs={"n": {"age": 200}}), "n has an age beyond"),
        (Change(needs={"n": {"due_on": DAY - timedelta(1)}}), "n is due before it opens"),
        (Change(needs={"n": {"severity": None}}), "needs has empty cells in severity"),
    ],
)
def test_a_change_that_cannot_be_written_down_is_refused(change, says):
    city = a_city([a_need("n")], [a_resource("r")])

    with pytest.raises(CannotUseCity, match=says):
        changed(city, change)
