"""What a purse keeps for some people: over all plans, at every approval, and against a crowd."""

import io
import zipfile
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from shanqiao.apps.funds.actions import receive_gift
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal, release_grant
from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.matching.frozen import freeze, thaw
from shanqiao.apps.matching.models import Grant, Proposal, Reserve
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.matching.queries import city_on, key
from shanqiao.stories.checks import run_checks
from tests.apps.crowd import all_at_once
from tests.factories import (
    NOON,
    a_grant,
    a_manager,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

LATER = NOON + timedelta(days=1)
KEPT = 'hardship == "dibao"'
CASH = ("cash_medical", "cash_living")
WORKERS = 50


def a_need_of(hardship, **facts):
    worker = a_social_worker()
    resident = a_resident(worker=worker, hardship=hardship)
    return an_assessed_need(worker=worker, resident=resident, **facts)


@pytest.fixture
def purse(db):
    """100 000 fen, of which 40 000 are kept."""
    return a_purse(received=100_000, reserved_share=40, reserved_for=KEPT)


def grant(purse, hardship, count):
    return a_grant(proposal=a_proposal(need=a_need_of(hardship), purse=purse, count=count))


def test_what_is_kept_is_granted_to_nobody_else_and_all_of_it_to_those_it_is_kept_for(purse):
    grant(purse, "none", 60_000)

    with pytest.raises(CannotApprove, match="kept for the people its givers named"):
        grant(purse, "none", 1)

    assert grant(purse, "dibao", 40_000)
    assert (purse.reserve.outside, purse.reserve.limit) == (60_000, 60_000)


def test_what_those_it_is_kept_for_get_takes_nothing_from_the_others(purse):
    grant(purse, "dibao", 40_000)

    assert grant(purse, "none", 60_000)


def test_a_part_of_a_fen_is_kept(db):
    purse = a_purse(received=99, reserved_share=50, reserved_for=KEPT)

    with pytest.raises(CannotApprove, match="kept for the people"):
        grant(purse, "none", 50)

    assert grant(purse, "none", 49)


def test_whoever_is_not_known_to_be_meant_stands_outside(db):
    purse = a_purse(received=100, reserved_share=100, reserved_for="age >= 60")

    with pytest.raises(CannotApprove, match="kept for the people"):
        grant(purse, "none", 1)


def test_a_purse_that_keeps_nothing_counts_nobody_outside(db):
    granted = a_grant()

    assert not granted.outside
    assert not Reserve.objects.exists()


def test_a_later_gift_opens_its_part_to_all(purse):
    grant(purse, "none", 60_000)
    receive_gift(purse=purse, count=100_000, key="more", about="more", at=NOON)

    grant(purse, "none", 60_000)

    with pytest.raises(CannotApprove, match="kept for the people"):
        grant(purse, "none", 1)


def test_what_is_taken_back_is_open_again(purse):
    first = grant(purse, "none", 60_000)
    inside = grant(purse, "dibao", 10_000)

    for taken in (first, inside):
        release_grant(grant=taken, why="moved", by=taken.approved_by, at=NOON)

    assert Reserve.objects.get().outside == 0
    assert grant(purse, "none", 60_000)


def test_plan_after_plan_the_reserve_stays_what_it_was(purse):
    for day in range(4):
        a_need_of("none", needed=30_000)
        propose_plan(at=NOON + timedelta(days=day))
        for proposal in Proposal.objects.waiting():
            approve_proposal(
                proposal=proposal, by=a_manager(purse.fund), at=NOON + timedelta(days=day)
            )

    purse.refresh_from_db()
    assert (purse.promised, purse.free) == (60_000, 40_000)
    assert [result.check.code for result in run_checks(at=LATER) if not result.holds] == []


def test_of_a_cap_and_a_reserve_the_plan_proposes_what_can_be_approved(db):
    """Nothing that a plan proposes is refused, whatever was granted before."""
    fund_purse = a_purse(
        received=200_000, kinds=CASH, person_cap=70_000, reserved_share=50, reserved_for=KEPT
    )
    manager = a_manager(fund_purse.fund)
    for day, hardship in enumerate(("none", "dibao", "none", "dibao", "none")):
        worker = a_social_worker()
        resident = a_resident(worker=worker, hardship=hardship)
        for kind in CASH:
            an_assessed_need(worker=worker, resident=resident, kind=kind, needed=50_000)
            at = NOON + timedelta(days=day)
            propose_plan(at=at)
            for proposal in Proposal.objects.waiting():
                approve_proposal(proposal=proposal, by=manager, at=at)

    fund_purse.refresh_from_db()
    assert (fund_purse.reserve.outside, fund_purse.free) == (100_000, 0)


def test_what_would_be_refused_is_foreseen_in_the_same_words(purse):
    manager = a_manager(purse.fund)
    proposals = [
        a_proposal(need=a_need_of(hardship), purse=purse, count=40_000)
        for hardship in ("none", "dibao", "none")
    ]

    foreseen = foresee_approvals(proposals=proposals, by=manager, at=NOON)

    assert [one.goes_through for one in foreseen] == [True, True, False]
    words = [problem.says for problem in foreseen[-1].problems]
    for proposal in proposals[:2]:
        approve_proposal(proposal=proposal, by=manager, at=NOON)
    with pytest.raises(CannotApprove) as refused:
        approve_proposal(proposal=proposals[2], by=manager, at=NOON)
    assert words[0] == str(refused.value)


def test_a_plan_is_told_only_what_it_has_to_count(purse):
    """People only where a cap for one person may bind; the rest is a sum."""
    capped, free = a_purse(kinds=CASH, person_cap=90_000), a_purse()
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    need = an_assessed_need(worker=worker, resident=resident, needed=80_000)
    for from_purse in (purse, capped, free):
        a_grant(proposal=a_proposal(need=need, purse=from_purse, count=10_000))
        met = a_need_of("none", needed=5_000)
        a_grant(proposal=a_proposal(need=met, purse=from_purse, count=5_000))

    before = city_on(at=NOON).before.rows()

    assert before == [
        (key(purse.pk), "", 15_000, True),
        (key(capped.pk), key(resident.pk), 10_000, False),
    ]


def test_what_was_granted_before_is_frozen_with_the_plan(purse):
    grant(purse, "none", 10_000)
    city = city_on(at=NOON)

    thawed = thaw(freeze(city))

    assert thawed.before.rows() == city.before.rows() != []
    assert thawed.digest() == city.digest()


def test_a_plan_frozen_when_nothing_was_counted_still_thaws(purse):
    a_need_of("none")
    city = city_on(at=NOON)
    old = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(freeze(city))) as new, zipfile.ZipFile(old, "w") as archive:
        for name in ("needs.jsonl", "resources.jsonl", "kinds.jsonl"):
            archive.writestr(name, new.read(name))

    thawed = thaw(old.getvalue())

    assert thawed.before.is_empty()
    assert thawed.digest() == city.digest()


@pytest.mark.thorough
def test_fifty_workers_approving_the_last_of_what_is_open_to_all_approve_it_once(committed):
    purse = a_purse(received=1_000, reserved_share=90, reserved_for=KEPT)
    managers = [a_manager(purse.fund) for _ in range(WORKERS)]
    proposals = [a_proposal(need=a_need_of("none"), purse=purse, count=100) for _ in range(WORKERS)]

    outcomes = all_at_once(
        [
            partial(approve_proposal, proposal=p, by=m, at=NOON)
            for p, m in zip(proposals, managers, strict=True)
        ]
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, CannotApprove)]
    assert (len(refused), Grant.objects.count()) == (WORKERS - 1, 1)
    assert {str(refusal) for refusal in refused} == {
        "What is left of this purse is kept for the people its givers named."
    }
    purse.refresh_from_db()
    assert (purse.promised, purse.reserve.outside) == (100, 100)


@pytest.mark.thorough
def test_while_others_take_the_open_part_gifts_arrive_and_grants_are_taken_back(committed):
    """Fifty presses cross over one purse: nobody waits in a ring, and the reserve is whole after them."""
    purse = a_purse(received=1_000, reserved_share=50, reserved_for=KEPT)
    manager = a_manager(purse.fund)
    early = [grant(purse, "none", 10) for _ in range(10)]
    proposals = [
        a_proposal(need=a_need_of(hardship), purse=purse, count=40)
        for hardship in ("none", "dibao")
        for _ in range(15)
    ]
    presses = [partial(approve_proposal, proposal=p, by=manager, at=NOON) for p in proposals]
    presses += [partial(release_grant, grant=g, why="no", by=g.approved_by, at=NOON) for g in early]
    presses += [
        partial(receive_gift, purse=purse, count=10, key=f"late {n}", about="late", at=NOON)
        for n in range(10)
    ]

    outcomes = all_at_once(presses)

    assert {type(o) for o in outcomes if isinstance(o, Exception)} <= {CannotApprove}
    assert [result.check.code for result in run_checks(at=NOON) if not result.holds] == []
    reserve, standing = Reserve.objects.get(), Grant.objects.filter(outside=True, release=None)
    assert 400 <= reserve.outside == sum(g.count for g in standing) <= 550


def test_the_database_itself_keeps_what_is_kept(purse):
    grant(purse, "none", 60_000)

    with pytest.raises(IntegrityError, match="matching_reserve_is_kept"), transaction.atomic():
        Reserve.objects.update(outside=60_001)
