"""A committee decides by its rules: one answer each, none from whoever has an interest, counted twice."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from shanqiao.apps.funds.actions import CannotOpenFund
from shanqiao.apps.governing.actions import (
    CannotAppoint,
    CannotEndMembership,
    CannotWriteRules,
    declare_interest,
    end_membership,
    write_rules,
)
from shanqiao.apps.governing.committee_problems import problems_of_committees
from shanqiao.apps.governing.models import Result, Vote
from shanqiao.apps.governing.queries import motions_waiting_for, rules_of
from shanqiao.apps.governing.voting import (
    CannotClose,
    CannotPutMotion,
    CannotVote,
    cast_vote,
    close_motion,
)
from shanqiao.apps.registry.actions import withdraw_certificate
from shanqiao.apps.registry.queries import certificate_of
from tests.factories import NOON, TODAY, a_fund, a_host, a_person
from tests.governing import (
    a_governed_fund,
    a_member,
    a_motion,
    a_restricted_purse,
    answer,
    carry,
    members,
)

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)


def test_a_community_fund_is_opened_only_under_a_certificate_of_the_day():
    host = a_host(certificate=False)

    with pytest.raises(CannotOpenFund, match="no certificate"):
        a_fund(host=host)

    assert a_fund(host=host, kind="enterprise").host == host


def test_a_withdrawn_certificate_holds_until_the_day_before():
    host = a_host()
    withdraw_certificate(
        certificate=certificate_of(host, on=TODAY), on=TODAY, why="〔2026〕1号", at=NOON
    )

    assert certificate_of(host, on=TODAY) is None
    assert certificate_of(host, on=TODAY - timedelta(days=1)) is not None
    with pytest.raises(CannotOpenFund):
        a_fund(host=host)


def test_a_committee_tells_all_it_lacks():
    whole, even, empty = a_governed_fund(), a_governed_fund(members=6), a_fund()
    a_member(fund=empty, paid=True)

    found = problems_of_committees([whole, even, empty], on=TODAY)

    assert found[whole.pk] == []
    assert found[even.pk] == ["The number of members is even; it should be odd."]
    assert len(found[empty.pk]) == 5


def test_committees_of_many_funds_are_asked_about_in_two_questions(django_assert_num_queries):
    funds = [a_governed_fund(), a_governed_fund(), a_governed_fund()]

    with django_assert_num_queries(2):
        problems_of_committees(funds, on=TODAY)


def test_nobody_is_on_a_committee_twice_and_it_has_one_chair():
    fund = a_governed_fund()
    chair = members(fund)[0]

    with pytest.raises(CannotAppoint, match="already"):
        a_member(fund=fund, person=chair.person)
    with pytest.raises(CannotAppoint, match="has a chair"):
        a_member(fund=fund, role="chair")


def test_a_member_leaves_today_or_later_and_for_good():
    member = members(a_governed_fund())[4]
    with pytest.raises(CannotEndMembership, match="passed"):
        end_membership(member=member, until=TODAY - timedelta(days=1), at=NOON)

    end_membership(member=member, until=TODAY, at=NOON)

    with pytest.raises(CannotEndMembership, match="already"):
        end_membership(member=member, until=TODAY, at=NOON)


@pytest.mark.parametrize(
    ("choices", "carried"),
    [
        pytest.param(["yes", "yes", "yes"], True, id="three of five answer, all yes"),
        pytest.param(["yes", "yes"], False, id="two of five are not more than half"),
        pytest.param(["yes", "yes", "no", "no"], False, id="half is not more than half"),
        pytest.param(["yes", "yes", "no", "abstain"], False, id="an abstention is no yes"),
        pytest.param(["yes", "yes", "recused", "recused"], True, id="two of three who may decide"),
        pytest.param(["recused"] * 5, False, id="nobody may decide"),
    ],
)
def test_a_motion_is_carried_by_more_than_half_of_more_than_half(choices, carried):
    motion = a_motion()
    answer(motion, *choices)

    result = close_motion(motion=motion, by=motion.put_by, at=TOMORROW)

    assert result.carried == carried
    assert "needed" in result.reasons[0]["en"]


@pytest.mark.parametrize(("yes", "carried"), [(3, False), (4, True)])
def test_an_investment_needs_two_thirds_of_the_whole_committee(yes, carried):
    purse = a_restricted_purse()
    motion = a_motion(
        fund=purse.fund,
        kind="investment",
        purse=purse,
        amount=1_000,
        instrument="deposit",
        invested_until=date(2027, 1, 1),
    )
    answer(motion, *["yes"] * yes)

    assert close_motion(motion=motion, by=motion.put_by, at=TOMORROW).carried == carried


@pytest.mark.parametrize(
    ("says", "amount", "until", "why"),
    [
        ({"government": True}, 1_000, date(2027, 1, 1), "government"),
        ({"not_invested": True}, 1_000, date(2027, 1, 1), "givers said"),
        ({}, 1_000, date(2028, 1, 1), "before the investment ends"),
        ({}, 9_000_000, date(2027, 1, 1), "not so much free"),
    ],
)
def test_what_may_not_be_invested_is_not_even_asked(says, amount, until, why):
    purse = a_restricted_purse(**says)

    with pytest.raises(CannotPutMotion, match=why):
        a_motion(
            fund=purse.fund,
            kind="investment",
            purse=purse,
            amount=amount,
            instrument="deposit",
            invested_until=until,
        )


def test_who_has_an_interest_takes_no_part():
    host = a_host()
    motion = a_motion(party=host)
    one, other, third = members(motion.fund)[:3]
    declare_interest(fund=motion.fund, party=host, words="在该机构任职", by=one.person, at=NOON)
    declare_interest(fund=motion.fund, motion=motion, words="亲属", by=other.person, at=NOON)

    for member in (one, other):
        with pytest.raises(CannotVote, match="declared an interest"):
            cast_vote(motion=motion, choice="yes", by=member.person, at=NOON)
        with pytest.raises(DatabaseError, match="takes no part"), transaction.atomic():
            Vote.objects.create(motion=motion, member=member, choice="yes", at=NOON)
        cast_vote(motion=motion, choice="recused", by=member.person, at=NOON)
    cast_vote(motion=motion, choice="yes", by=third.person, at=NOON)


def test_only_members_answer_once_and_in_time():
    motion = a_motion(way="meeting", on=TODAY + timedelta(days=1))
    member = members(motion.fund)[0]

    with pytest.raises(CannotVote, match="day of its meeting"):
        cast_vote(motion=motion, choice="yes", by=member.person, at=NOON)
    with pytest.raises(CannotVote, match="Only members"):
        cast_vote(motion=motion, choice="yes", by=a_person(), at=TOMORROW)
    assert list(motions_waiting_for(member.person, on=TOMORROW.date())) == [motion]
    cast_vote(motion=motion, choice="yes", by=member.person, at=TOMORROW)
    with pytest.raises(CannotVote, match="answered already"):
        cast_vote(motion=motion, choice="no", by=member.person, at=TOMORROW)
    assert list(motions_waiting_for(member.person, on=TOMORROW.date())) == []


def test_it_is_counted_when_all_answered_or_the_day_is_over():
    motion = a_motion()
    answer(motion, "yes", "yes", "yes", "no")
    with pytest.raises(CannotClose, match="Not everybody"):
        close_motion(motion=motion, by=motion.put_by, at=NOON)

    cast_vote(motion=motion, choice="no", by=members(motion.fund)[4].person, at=NOON)

    assert close_motion(motion=motion, by=motion.put_by, at=NOON).carried
    with pytest.raises(CannotClose, match="closed"):
        close_motion(motion=motion, by=motion.put_by, at=NOON)
    with pytest.raises(CannotVote, match="closed"):
        cast_vote(motion=motion, choice="no", by=members(motion.fund)[0].person, at=NOON)


def test_a_count_that_is_not_that_of_the_votes_is_refused_by_the_database():
    motion = a_motion()
    answer(motion, "yes", "no", "no", "no", "no")
    told = {
        "members": 5, "yes": 4, "no": 1, "abstained": 0, "recused": 0,
        "present_needed": 3, "yes_needed": 3, "carried": True,
    }  # fmt: skip

    with pytest.raises(DatabaseError, match="those of the votes"), transaction.atomic():
        Result.objects.create(
            motion=motion, reasons=[], closed_by=motion.put_by, closed_at=NOON, **told
        )
    with pytest.raises(DatabaseError, match="governing_carried_as_counted"), transaction.atomic():
        Result.objects.create(
            motion=motion, reasons=[], closed_by=motion.put_by, closed_at=NOON,
            **told | {"yes": 1, "no": 4},
        )  # fmt: skip


def test_later_rules_are_decided_and_may_ask_for_more():
    fund = a_governed_fund()
    with pytest.raises(CannotWriteRules, match="carried"):
        write_rules(fund=fund, text="第二版", since=TODAY, at=NOON)
    motion = a_motion(fund=fund, kind="rules")
    carry(motion)

    write_rules(fund=fund, text="第二版", since=TODAY, majority_over=66, motion=motion, at=NOON)

    assert [r.version for r in rules_of(fund)] == [2, 1]
    later = a_motion(fund=fund)
    answer(later, "yes", "yes", "yes", "no", "no")
    assert not close_motion(motion=later, by=later.put_by, at=NOON).carried
    with pytest.raises(CannotWriteRules, match="more than half"):
        a_governed_fund(majority_over=30)


def test_a_motion_needs_rules_and_a_day_to_come():
    with pytest.raises(CannotPutMotion, match="no rules"):
        a_motion(fund=a_governed_fund(rules=False))
    with pytest.raises(CannotPutMotion, match="passed"):
        a_motion(on=TODAY - timedelta(days=1))
    with pytest.raises(CannotPutMotion, match="which purse"):
        a_motion(kind="big_use", amount=100)
