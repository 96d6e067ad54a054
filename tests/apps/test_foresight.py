from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.bulk import approve_proposals, decline_proposals
from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.matching.models import Decline, Grant, Proposal
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.apps.residents.models import Consent
from tests.factories import (
    NOON,
    a_fund,
    a_handler,
    a_manager,
    a_plan,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

two_needs_of_two_people = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(1, 70_000)),
    min_size=1,
    max_size=8,
    unique_by=lambda proposal: proposal[:2],
)


def loaded():
    return list(Proposal.objects.select_related("need__resident", "purse__fund", "plan"))


class Foresight(TestCase):
    def setUp(self):
        self.fund = a_fund()
        self.manager = a_manager(self.fund)

    @pytest.mark.thorough
    @settings(max_examples=25, deadline=None)
    @given(two_needs_of_two_people)
    def test_what_was_foreseen_is_what_happens(self, wanted):
        purses = [
            a_purse(fund=self.fund, received=100_000, kinds=("cash_medical", "cash_living"), **cap)
            for cap in ({}, {"person_cap": 50_000})
        ]
        needs = []
        for _ in range(2):
            worker = a_social_worker()
            resident = a_resident(worker=worker)
            needs += [
                an_assessed_need(worker=worker, resident=resident, kind=kind, needed=60_000)
                for kind in ("cash_medical", "cash_living")
            ]
        plan = a_plan()
        for need, purse, count in wanted:
            a_proposal(need=needs[need], purse=purses[purse], count=count, plan=plan)

        foreseen = foresee_approvals(proposals=loaded(), by=self.manager, at=NOON)
        outcomes = approve_proposals(proposals=loaded(), by=self.manager, at=NOON)

        assert [f.proposal for f in foreseen] == [o.proposal for o in outcomes]
        for thought, outcome in zip(foreseen, outcomes, strict=True):
            assert thought.goes_through == (outcome.grant is not None)
            assert not outcome.refusal or outcome.refusal in [p.says for p in thought.problems]

    def test_each_refusal_is_told_beforehand_in_the_words_of_the_refusal(self):
        plan, worker = a_plan(by=self.manager), a_social_worker()
        proposer = a_proposal(purse=a_purse(fund=self.fund), plan=plan)
        elsewhere = a_proposal(purse=a_purse())
        closed = a_proposal(purse=a_purse(fund=self.fund))
        close_need(need=closed.need, why="withdrawn", by=worker, at=NOON)
        silent = a_proposal(purse=a_purse(fund=self.fund))
        withdraw_consent(
            resident=silent.need.resident, purpose=Consent.Purpose.FINDING_HELP, by=worker, at=NOON
        )

        foreseen = foresee_approvals(proposals=loaded(), by=self.manager, at=NOON)

        says = {f.proposal: [p.says for p in f.problems] for f in foreseen}
        assert "somebody else of your fund approves" in says[proposer][0]
        assert "Only the fund manager" in says[elsewhere][0]
        assert "closed" in says[closed][0] and "no longer agrees" in says[silent][0]
        outcomes = approve_proposals(proposals=loaded(), by=self.manager, at=NOON)
        assert all(outcome.refusal in says[outcome.proposal] for outcome in outcomes)

    def test_a_warning_stops_nothing(self):
        need = an_assessed_need(due_on=NOON.date() + timedelta(days=365))
        a_proposal(need=need, purse=a_purse(fund=self.fund))

        (only,) = foresee_approvals(
            proposals=loaded(), by=self.manager, at=NOON + timedelta(days=200)
        )

        assert "half a year ago" in only.problems[0].says and only.goes_through

    def test_foreseeing_costs_the_same_for_two_and_for_twelve(self):
        purse = a_purse(fund=self.fund)
        for _ in range(12):
            a_proposal(purse=purse, count=1)
        proposals = loaded()

        with self.assertNumQueries(17):
            foresee_approvals(proposals=proposals[:2], by=self.manager, at=NOON)
        with self.assertNumQueries(16):  # the seats are known by now
            foresee_approvals(proposals=proposals, by=self.manager, at=NOON)

    def test_one_refusal_stops_no_other(self):
        first, second, third = (a_proposal(purse=a_purse(fund=self.fund)) for _ in "abc")
        approve_proposal(proposal=second, by=self.manager, at=NOON)

        outcomes = approve_proposals(proposals=[third, second, first], by=self.manager, at=NOON)

        assert [o.proposal for o in outcomes] == [first, second, third]
        assert [bool(o.grant) for o in outcomes] == [True, False, True]
        assert "answered already" in outcomes[1].refusal and Grant.objects.count() == 3

    def test_declining_several_says_what_came_of_each(self):
        mine, theirs = a_proposal(purse=a_purse(fund=self.fund)), a_proposal()

        outcomes = decline_proposals(
            proposals=[theirs, mine], reason="purpose", by=self.manager, at=NOON
        )

        assert [bool(o.refusal) for o in outcomes] == [False, True]
        assert Decline.objects.get().proposal == mine

    def test_a_handler_is_told_that_the_manager_decides(self):
        a_proposal(purse=a_purse(fund=self.fund))

        (only,) = foresee_approvals(proposals=loaded(), by=a_handler(self.fund), at=NOON)

        assert not only.goes_through
