"""Serious-illness aid, written to by many at the same moment."""

from functools import partial

from shanqiao.apps.illness.actions import CannotHandInBill, CannotWriteClaim, decide_claim
from shanqiao.apps.illness.counting import counted
from shanqiao.apps.illness.models import Bill, Layer
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY, a_fund, a_manager, a_proposal, a_purse
from tests.illness import LATER, YUAN, Patient, lacks


def test_a_fund_that_approves_while_insurance_pays_is_refused_or_asked_back(committed):
    for _ in range(5):
        patient = Patient()
        bill = patient.bill((10_000, 10_000))
        proposal = a_proposal(
            need=patient.need, purse=a_purse(fund=a_fund(), received=10**9), count=8_000 * YUAN
        )

        approved, paid = all_at_once(
            [
                partial(
                    approve_proposal, proposal=proposal, by=a_manager(proposal.purse.fund), at=NOON
                ),
                partial(patient.paid, bill, Layer.BASIC, 6_000),
            ]
        )

        if isinstance(approved, CannotApprove):
            assert paid == []
        else:
            assert [row.count // YUAN for row in paid] == [4_000]
        assert lacks(patient) == (10_000, 6_000)


def test_ten_who_write_decisions_at_once_never_pay_more_than_the_bill(committed):
    patient = Patient()
    bill = patient.bill((1_000, 1_000))
    claims = [patient.asked(bill, layer, 400) for layer in Layer]

    outcomes = all_at_once(
        [
            partial(
                decide_claim,
                claim=claim,
                paid=400 * YUAN,
                decided_on=TODAY,
                by=patient.worker,
                at=LATER,
            )
            for claim in claims
        ]
    )

    assert sum(isinstance(one, CannotWriteClaim) for one in outcomes) == len(claims) - 2
    assert counted(patient.aid).paid == 800 * YUAN


def test_of_ten_stations_with_the_same_bill_one_hands_it_in(committed):
    patients = [Patient() for _ in range(10)]

    outcomes = all_at_once([partial(p.bill, number="SAME-0001") for p in patients])

    assert sum(isinstance(one, CannotHandInBill) for one in outcomes) == 9
    assert Bill.objects.count() == 1
