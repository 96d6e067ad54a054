"""Many adjudicators at the same moment: whatever comes of it, every record has one person."""

import random
from collections import Counter
from functools import partial
from itertools import combinations

import pytest
from django.db import IntegrityError, connection, transaction

from shanqiao.apps.matching.actions import CannotApprove, approve_proposal
from shanqiao.apps.matching.models import Cover, Finding, Share
from shanqiao.apps.needs.actions import CannotRegisterNeed, register_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.sameness.actions import (
    CannotDecidePair,
    CannotUndoMerge,
    confirm_decision,
    decide_pair,
    undo_merge,
)
from shanqiao.apps.sameness.models import Decision, Merge, Pair, SamePerson
from shanqiao.apps.sameness.proposing import propose_pairs
from shanqiao.apps.sameness.queries import joined, remembered_distinct
from shanqiao.stories.checks import run_checks
from shanqiao.stories.one_person import settle_pair, settle_with_a_second
from tests.apps.crowd import all_at_once
from tests.apps.sameness_factories import a_pair, an_adjudicator, merged
from tests.factories import (
    NOON,
    a_manager,
    a_proposal,
    a_purse,
    a_resident,
    an_assessed_need,
    station_where,
)

WORKERS = 50


def components(residents):
    return joined(
        [r.pk for r in residents],
        Merge.objects.filter(undone_at=None).values_list("first_id", "second_id"),
    )


def assert_one_person_each(residents):
    """The pointers, computed anew from the merges by the slow way that anybody can check."""
    groups = components(residents)
    expected = {pk: min(group) for group in groups for pk in group if pk != min(group)}
    assert dict(SamePerson.objects.values_list("resident_id", "person_id")) == expected
    for group in groups:
        assert not remembered_distinct(group).exists()
        edges = Merge.objects.filter(undone_at=None, first__in=group).count()
        assert edges == len(group) - 1


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_merging_and_parting_at_once_leave_every_record_with_one_person(committed, seed):
    dice = random.Random(seed)
    residents = [a_resident() for _ in range(9)]
    people = [an_adjudicator() for _ in range(WORKERS)]
    pairs = [a_pair(*two) for two in combinations(residents, 2)]
    standing = [merged(residents[n], residents[n + 1], by=people[0]) for n in (0, 2, 4)]
    dice.shuffle(pairs)
    presses = [
        partial(undo_merge, merge=merge, why="two cards", by=people[n], at=NOON)
        for n, merge in enumerate(standing * 2)
    ]
    for person in people[len(presses) :]:
        says = dice.choice(["same", "same", "same", "distinct"])
        presses.append(
            partial(decide_pair, pair=pairs.pop(0) if len(pairs) > 9 else dice.choice(pairs), says=says,
                    why="x", by=person, at=NOON)
        )  # fmt: skip
    dice.shuffle(presses)

    outcomes = Counter(type(outcome).__name__ for outcome in all_at_once(presses))

    assert outcomes["Merge"] == len(standing)
    assert set(outcomes) <= {"Merge", "tuple", "CannotDecidePair", "CannotUndoMerge"}
    assert outcomes["tuple"] and outcomes["CannotDecidePair"]
    assert SamePerson.objects.exists()
    assert_one_person_each(residents)


def test_fifty_decide_one_pair_and_it_is_decided_once(committed):
    pair = a_pair()
    people = [an_adjudicator() for _ in range(WORKERS)]

    outcomes = all_at_once(
        [
            partial(
                decide_pair, pair=pair, says=("same", "distinct")[n % 2], why="x", by=p, at=NOON
            )
            for n, p in enumerate(people)
        ]
    )

    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotDecidePair) for outcome in outcomes) == WORKERS - 1
    assert Decision.objects.count() == 1


def test_fifty_undo_one_merge_and_it_is_undone_once(committed):
    merge = merged()
    people = [an_adjudicator() for _ in range(WORKERS)]

    outcomes = all_at_once(
        [partial(undo_merge, merge=merge, why="x", by=person, at=NOON) for person in people]
    )

    assert sum(isinstance(outcome, CannotUndoMerge) for outcome in outcomes) == WORKERS - 1
    assert Decision.objects.filter(says="distinct").count() == 1


def test_fifty_put_one_pair_into_the_queue_and_it_is_there_once(committed):
    one, other = a_resident(), a_resident()
    row = {"first": other.pk, "second": one.pk, "probability": 0.9, "evidence": {}}

    outcomes = all_at_once(
        [partial(propose_pairs, rows=[row], why=Pair.Why.DESK, at=NOON) for _ in range(WORKERS)]
    )

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Pair.objects.count() == 1


def test_two_stations_at_once_register_one_need_of_one_person(committed):
    records = [a_resident() for _ in range(4)]
    for other in records[1:]:
        merged(records[0], other)

    outcomes = all_at_once([partial(told, resident) for resident in records * 5])

    assert Need.objects.count() == 1
    refused = [outcome for outcome in outcomes if isinstance(outcome, CannotRegisterNeed)]
    assert len(refused) == len(outcomes) - 1


def test_a_need_registered_while_the_records_are_merged_is_seen_by_one_of_both(committed):
    """Either the need came first and stays, or the merge, and the second need is refused; nothing between."""
    for _ in range(6):
        one, other = a_resident(), a_resident()
        told(one)
        pair, person = a_pair(one, other), an_adjudicator()

        need, decided = all_at_once(
            [
                partial(told, other),
                partial(decide_pair, pair=pair, says="same", why="x", by=person, at=NOON),
            ]
        )

        assert isinstance(decided, tuple)
        assert isinstance(need, Need | CannotRegisterNeed)
        assert other.needs.exists() == isinstance(need, Need)


def test_two_merges_by_plain_sql_each_right_alone_are_not_both_let_in(committed):
    a, b, c = (a_resident() for _ in range(3))
    waiting = [
        decide_pair(pair=pair, says="same", why="x", by=an_adjudicator(), at=NOON)[0]
        for pair in (a_pair(a, b, probability=0.5), a_pair(b, c, probability=0.5))
    ]

    outcomes = all_at_once([partial(_by_hand, decision) for decision in waiting])

    assert [isinstance(outcome, IntegrityError) for outcome in outcomes].count(True) == 1
    assert Merge.objects.count() == 1
    assert_one_person_each([a, b, c])


def _by_hand(decision):
    """An edge with its pointer, as somebody with access to the database might write it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sameness_merge (decision_id, first_id, second_id, merged_at, merged_by_id, undone_why)"
            " SELECT decision.id, first_id, second_id, now(), by_id, '' FROM sameness_decision AS decision"
            " JOIN sameness_pair AS pair ON pair.id = pair_id WHERE decision.id = %s",
            [decision.pk],
        )
        cursor.execute(
            "INSERT INTO sameness_sameperson (resident_id, person_id) VALUES (%s, %s)",
            [decision.pair.second_id, decision.pair.first_id],
        )


def told(resident):
    worker = resident.registered_by
    return register_need(
        resident=resident, station=station_where(worker), kind=Kind.CASH_MEDICAL, by=worker, at=NOON
    )


@pytest.mark.thorough
def test_a_merge_among_fifty_approvals_leaves_no_double_that_nobody_sees(committed):
    one, other = an_assessed_need(needed=100_000), an_assessed_need(needed=80_000)
    pair, person = a_pair(one.resident, other.resident), an_adjudicator()
    proposals = [a_proposal(need=(one, other)[n % 2], count=10_000) for n in range(40)]
    presses = [
        partial(approve_proposal, proposal=p, by=a_manager(p.purse.fund), at=NOON)
        for p in proposals
    ]
    presses.insert(15, partial(settle_pair, pair=pair, says="same", why="x", by=person, at=NOON))

    outcomes = all_at_once(presses)

    (decided,) = (outcome for outcome in outcomes if isinstance(outcome, tuple))
    decision, merge, _findings = decided
    if merge is None:  # money was promised to both by then, so a second person looks
        assert decision.risks == ["money"]
        settle_with_a_second(decision=decision, agrees=True, by=an_adjudicator(), at=NOON)
    assert Finding.objects.count() == 1
    assert [r.check.code for r in run_checks(at=NOON) if not r.holds] == []
    assert {type(o).__name__ for o in outcomes} <= {"Grant", "CannotApprove", "tuple"}


@pytest.mark.thorough
def test_fifty_approvals_for_both_needs_of_a_finding_promise_what_the_larger_lacks(committed):
    one, other = an_assessed_need(needed=100_000), an_assessed_need(needed=80_000)
    pair = a_pair(one.resident, other.resident)
    settle_pair(pair=pair, says="same", why="x", by=an_adjudicator(), at=NOON)
    proposals = [a_proposal(need=(one, other)[n % 2], count=10_000) for n in range(WORKERS)]

    outcomes = all_at_once(
        [
            partial(approve_proposal, proposal=p, by=a_manager(p.purse.fund), at=NOON)
            for p in proposals
        ]
    )

    assert Counter(type(o).__name__ for o in outcomes) == {"Grant": 10, "CannotApprove": 40}
    assert sum(Cover.objects.values_list("granted", flat=True)) == 100_000


@pytest.mark.thorough
def test_many_approvals_for_the_records_of_one_person_stay_within_the_cap(committed):
    kinds = ("cash_medical", "cash_living", "cash_education")
    purse, records = a_purse(person_cap=70_000, kinds=kinds), [a_resident() for _ in range(6)]
    needs = [
        an_assessed_need(resident=resident, worker=resident.registered_by, kind=kind)
        for resident in records
        for kind in kinds
    ]
    for other in records[1:]:
        decision, merge = decide_pair(
            pair=a_pair(records[0], other), says="same", why="x", by=an_adjudicator(), at=NOON
        )
        if merge is None:
            confirm_decision(decision=decision, agrees=True, by=an_adjudicator(), at=NOON)
    manager = a_manager(purse.fund)
    proposals = [a_proposal(need=need, purse=purse, count=10_000) for need in needs]

    outcomes = all_at_once(
        [partial(approve_proposal, proposal=p, by=manager, at=NOON) for p in proposals]
    )

    assert Counter(type(o).__name__ for o in outcomes) == {"Grant": 7, "CannotApprove": 11}
    assert sum(Share.objects.filter(purse=purse).values_list("granted", flat=True)) == 70_000
    assert {str(o) for o in outcomes if isinstance(o, CannotApprove)} == {
        "The givers allow no more than that for one person."
    }
