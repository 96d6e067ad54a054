"""Many people at the forms of one trust at the same moment."""

from datetime import date
from functools import partial

from shanqiao.apps.trusts.actions import CannotFileTrust, end_trust, file_trust_change
from shanqiao.apps.trusts.models import Trust, TrustFiling
from tests.apps.crowd import all_at_once
from tests.factories import NOON, a_person
from tests.trusts import a_trust


def test_twenty_people_file_a_change_once(committed):
    trust, people = a_trust(), [a_person() for _ in range(20)]
    filing = partial(
        file_trust_change, change=trust.changes.get(kind="signed"), on=date(2026, 5, 4), at=NOON
    )

    outcomes = all_at_once([partial(filing, number=f"{n}", by=who) for n, who in enumerate(people)])

    assert sum(isinstance(outcome, TrustFiling) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotFileTrust) for outcome in outcomes) == 19


def test_two_people_end_a_trust_once(committed):
    trust = a_trust()
    end = partial(end_trust, trust=trust, on=NOON.date(), why="", at=NOON)

    outcomes = all_at_once([partial(end, by=who) for who in (a_person(), a_person())])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "CannotEndTrust",
        "TrustChange",
    ]
    assert Trust.objects.get().changes.count() == 2
