"""Residents who are assessed, and crises; through the actions."""

from shanqiao.apps.crises.actions import raise_crisis
from shanqiao.apps.instruments.actions import assess_with, second_assessment
from shanqiao.apps.instruments.held import in_force
from shanqiao.data.instruments import instrument_files
from tests.factories import NOON, TODAY, a_resident, a_social_worker, station_where

BARTHEL = instrument_files()["barthel-1.toml"]


def of_the_city(**changes):
    """The file of daily living as a city words it anew: version 2, and what changes (old text, new text)."""
    text = BARTHEL
    for old, new in {'version = "1"': 'version = "2"', **changes}.items():
        text = text.replace(old, new, 1)
    return text


def answers_to(code, *, option=0, **other):
    """Every question of an instrument answered with its n-th option (yes, and 1, of others), but for ``other``.

    None leaves a question out.
    """
    found = {}
    for item in in_force(on=TODAY)[code].instrument.items:
        match item.kind:
            case "choice":
                found[item.code] = item.options[min(option, len(item.options) - 1)].code
            case "multi":
                found[item.code] = [item.options[0].code]
            case "yesno":
                found[item.code] = option == 0
            case _:
                found[item.code] = max(1, item.least or 0)
    found |= other
    return {name: answer for name, answer in found.items() if answer is not None}


def a_sitting(*, code="barthel", worker=None, resident=None, answers=None, at=NOON, **facts):
    worker = worker or a_social_worker()
    return assess_with(
        resident=resident or a_resident(worker=worker),
        station=station_where(worker),
        code=code,
        answers=answers_to(code) if answers is None else answers,
        by=worker,
        at=at,
        **facts,
    )


def a_second(first, *, worker=None, answers=None, at=NOON):
    worker = worker or a_social_worker(station=first.station)
    return second_assessment(
        first=first,
        station=station_where(worker),
        answers=answers_to(first.edition.code) if answers is None else answers,
        by=worker,
        at=at,
    )


def a_crisis(*, kind="suicide", worker=None, resident=None, words="说不想活了", at=NOON):
    worker = worker or a_social_worker()
    return raise_crisis(
        resident=resident or a_resident(worker=worker),
        station=station_where(worker),
        kind=kind,
        words=words,
        by=worker,
        at=at,
    )
