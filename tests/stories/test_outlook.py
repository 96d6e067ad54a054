"""Who would help with a need now, told before any plan is made."""

from datetime import timedelta

import pytest

from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.needs.kinds import Kind
from shanqiao.stories.outlook import outlook_of
from tests.factories import (
    NOON,
    TODAY,
    a_fund,
    a_grant,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    a_street,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def amounts(outlook):
    return [(one.purse, one.count, one.from_later) for one in outlook.helps]


def assert_the_next_plan_agrees(need, outlook):
    """Where nothing else has changed, the plan gives what was told."""
    propose_plan(at=LATER)
    given = Proposal.objects.waiting().filter(need=need).values_list("purse", "count")
    assert sorted(given) == sorted((one.purse.pk, one.count) for one in outlook.helps)


def test_what_is_free_and_fits_would_serve_it():
    need, purse = an_assessed_need(needed=100_000), a_purse(received=70_000)
    a_purse(eligible="age < 18")

    outlook = outlook_of(need_with_unit(need), at=NOON)

    assert amounts(outlook) == [(purse, 70_000, 0)]
    assert (outlook.lacking, outlook.still_lacking) == (100_000, 30_000)
    assert_the_next_plan_agrees(need, outlook)


def test_what_is_proposed_to_graver_needs_is_spoken_for():
    purse = a_purse(received=100_000)
    an_assessed_need(needed=80_000, severity=90)
    propose_plan(at=NOON)
    need = an_assessed_need(needed=50_000, severity=20)

    outlook = outlook_of(need_with_unit(need), at=NOON)

    assert amounts(outlook) == [(purse, 25_000, 5_000)]  # the first half, of which 5,000 give way
    assert_the_next_plan_agrees(need, outlook)


def test_later_needs_give_way_to_a_graver_one():
    purse = a_purse(received=100_000)
    an_assessed_need(needed=200_000, severity=10, urgency=0)
    propose_plan(at=NOON)
    need = an_assessed_need(needed=60_000, severity=90, urgency=2)

    outlook = outlook_of(need_with_unit(need), at=NOON)

    assert amounts(outlook) == [(purse, 30_000, 30_000)]
    assert_the_next_plan_agrees(need, outlook)


def test_what_is_free_elsewhere_comes_before_what_others_would_give_way_for():
    a_purse(received=50_000)
    an_assessed_need(needed=100_000, severity=10, urgency=0)
    propose_plan(at=NOON)
    free = a_purse(received=90_000)
    need = an_assessed_need(needed=60_000, severity=90, urgency=2)

    outlook = outlook_of(need_with_unit(need), at=NOON)

    assert amounts(outlook) == [(free, 60_000, 0)]


def test_what_the_resident_had_before_counts():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    purse = a_purse(person_cap=60_000)
    first = an_assessed_need(worker=worker, resident=resident, kind=Kind.CASH_MEDICAL)
    a_grant(proposal=a_proposal(need=first, purse=purse, count=45_000))
    second = an_assessed_need(worker=worker, resident=a_resident(), kind=Kind.CASH_MEDICAL)

    assert amounts(outlook_of(need_with_unit(first), at=NOON)) == [(purse, 15_000, 0)]
    assert amounts(outlook_of(need_with_unit(second), at=NOON)) == [(purse, 60_000, 0)]


def test_what_is_reserved_for_others_is_not_for_this_need():
    purse = a_purse(received=100_000, reserved_share=70, reserved_for="disability >= 1")
    worker = a_social_worker()
    outside = an_assessed_need(
        worker=worker, resident=a_resident(worker=worker, disability=0), needed=90_000
    )

    outlook = outlook_of(need_with_unit(outside), at=NOON)

    assert amounts(outlook) == [(purse, 30_000, 0)]
    assert_the_next_plan_agrees(outside, outlook)


def test_nobody_now_says_why_and_what_would_change_it():
    a_street(code="440104001", name="北京街道")
    unknown = a_purse(eligible='illness == "kidney"')
    asks = a_purse(eligible='hardship == "tekun"')
    elsewhere = a_purse(streets=["440104001"])
    past = a_purse(valid_from=TODAY + timedelta(days=400), valid_to=TODAY + timedelta(days=500))
    need = an_assessed_need()

    outlook = outlook_of(need_with_unit(need), at=NOON)

    assert not outlook.helps and outlook.count == 0
    told = {one.purse: (one.says, one.would) for one in outlook.cannot}
    assert [one.purse for one in outlook.cannot] == [unknown, past, asks, elsewhere]
    assert "illness" in told[unknown][0] and "were known: illness" in told[unknown][1]
    assert told[past][0].startswith("It gives only from")
    assert told[asks][1] == "It would change if its givers asked for less."
    assert told[elsewhere][1] == "It would change if its givers served this street too."


def test_where_all_went_to_graver_needs_it_says_so():
    a_purse(received=30_000)
    an_assessed_need(needed=60_000, severity=90, urgency=2)
    propose_plan(at=NOON)
    need = an_assessed_need(needed=60_000, severity=10, urgency=0)

    [one] = outlook_of(need_with_unit(need), at=NOON).cannot

    assert one.says == "All of it is proposed to needs that come before in the order."


def test_other_kinds_of_help_are_not_spoken_of():
    a_purse(kinds=(Kind.MEAL,), received=50)

    outlook = outlook_of(need_with_unit(an_assessed_need(kind=Kind.CASH_MEDICAL)), at=NOON)

    assert (outlook.helps, outlook.cannot) == ((), ())


def test_a_need_that_no_plan_includes_has_no_outlook():
    worker = a_social_worker()
    silent = a_resident(worker=worker, agrees=False)

    assert outlook_of(an_assessed_need(worker=worker, resident=silent), at=NOON) is None


def test_asking_changes_nothing():
    need = an_assessed_need()
    a_purse(fund=a_fund())
    propose_plan(at=NOON)
    before = list(Proposal.objects.values())

    outlook_of(need_with_unit(need), at=NOON)

    assert list(Proposal.objects.values()) == before


def need_with_unit(need):
    """As the lists of a station give it."""
    need.unit = "fen"
    return need
