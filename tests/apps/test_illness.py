"""Serious-illness aid: the gap comes from bills and earlier payers, funds stay below it, and what is too much comes back."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from shanqiao.apps.approvals.actions import CannotOrder, place_order
from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.illness.actions import (
    CannotConsult,
    CannotHandInBill,
    CannotOpenAid,
    CannotWriteClaim,
    consult,
    open_aid,
    strike_bill,
    write_paid,
)
from shanqiao.apps.illness.counting import counted
from shanqiao.apps.illness.models import Bill, BillLine, Claim, IllnessAid, Layer
from shanqiao.apps.matching.actions import CannotApprove, release_grant
from shanqiao.apps.matching.asking_back import CannotWaive, waive
from shanqiao.apps.matching.models import AskedBack
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.paying.returning import take_money_back
from shanqiao.apps.programmes.templates import shipped
from tests.apps.refusing import refused_by
from tests.factories import (
    NOON,
    TODAY,
    a_cashier,
    a_manager,
    a_payment,
    a_social_worker,
    an_assessed_need,
)
from tests.illness import LATER, YUAN, Patient, lacks

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return Patient()


def outstanding():
    return {row.grant_id: row.outstanding // YUAN for row in AskedBack.objects.outstanding()}


def test_the_gap_is_what_bills_say_less_what_earlier_payers_paid(patient):
    first = patient.bill((30_000, 24_000), (10_000, 0))
    assert lacks(patient) == (40_000, 0)

    patient.paid(first, Layer.BASIC, 15_000)
    patient.paid(first, Layer.SERIOUS, 4_000)
    assert lacks(patient) == (40_000, 19_000)
    patient.bill((5_000, 5_000))

    assert lacks(patient) == (45_000, 19_000)
    latest = latest_assessments(needs=[patient.need]).get()
    assert (latest.severity, latest.urgency, latest.signed_by) == (50, 1, patient.worker)


def test_what_is_awaited_counts_where_the_treatment_can_wait_and_not_where_it_cannot(patient):
    bill = patient.bill((10_000, 10_000))
    waits = patient.asked(bill, Layer.BASIC, 6_000)
    urgent = patient.asked(bill, Layer.MEDICAL_AID, 2_000, can_wait=False)

    now = counted(patient.aid)

    assert (now.gap // YUAN, now.gap_if_all_pay // YUAN) == (4_000, 2_000)
    assert lacks(patient) == (10_000, 6_000)
    patient.decided(waits, 5_000)
    patient.decided(urgent, 0)
    assert lacks(patient) == (10_000, 5_000)


def test_several_funds_together_never_give_more_than_the_gap(patient):
    bill = patient.bill((10_000, 8_000))
    patient.paid(bill, Layer.BASIC, 6_000)
    patient.granted(3_000)

    with pytest.raises(CannotApprove, match=r"lacks|covered"):
        patient.granted(1_500)
    patient.granted(1_000)
    assert lacks(patient) == (10_000, 6_000)


def test_where_an_earlier_payer_pays_later_what_has_not_left_goes_first_and_the_rest_in_proportion(
    patient,
):
    bill = patient.bill((10_000, 8_000))
    claim = patient.asked(bill, Layer.MEDICAL_AID, 4_000, can_wait=False)
    one, two, waiting = (patient.granted(yuan) for yuan in (6_000, 2_000, 2_000))
    paid = [a_payment(grant=grant) for grant in (one, two)]

    asked = patient.decided(claim, 4_000)

    assert {row.grant_id: row.count // YUAN for row in asked} == {
        waiting.pk: 2_000, one.pk: 1_500, two.pk: 500,
    }  # fmt: skip
    assert "medical aid" in asked[0].why
    # the third is taken back before it leaves, the others come back by the bank
    release_grant(grant=waiting, why="医疗救助已付", by=a_manager(waiting.purse.fund), at=LATER)
    for payment, yuan in zip(paid, (1_500, 500), strict=True):
        take_money_back(
            payment=payment, count=yuan * YUAN, reference=f"back {payment.pk}", why="医疗救助已付",
            by=a_cashier(payment.grant.purse.fund), at=LATER,
        )  # fmt: skip
    assert outstanding() == {}
    assert lacks(patient) == (10_000, 4_000)


def test_a_grant_that_is_asked_back_does_not_leave_until_it_is_waived(patient):
    bill = patient.bill((10_000, 8_000))
    grant = patient.granted(9_000)
    patient.paid(bill, Layer.BASIC, 4_000)
    cashier, manager = (role(grant.purse.fund) for role in (a_cashier, a_manager))

    with pytest.raises(CannotPay, match="more than is lacking"):
        pay_grant(grant=grant, reference="bank 1", by=cashier, at=LATER)
    with pytest.raises(CannotOrder, match="more than is lacking"):
        place_order(grant=grant, by=cashier, at=LATER)
    (asked,) = AskedBack.objects.outstanding()
    for by, why in ((cashier, "家属已垫付"), (manager, " ")):
        with pytest.raises(CannotWaive):
            waive(asked=asked, why=why, by=by, at=LATER)
    waive(asked=asked, why="家属已垫付，不再追回", by=manager, at=LATER)

    assert pay_grant(grant=grant, reference="bank 1", by=cashier, at=LATER)
    with pytest.raises(CannotWaive, match="settled"):
        waive(asked=asked, why="again", by=manager, at=LATER)


def test_what_was_asked_back_once_is_not_asked_back_twice(patient):
    bill = patient.bill((10_000, 10_000))
    payment = a_payment(grant=patient.granted(10_000))
    patient.paid(bill, Layer.BASIC, 3_000)
    asked = patient.paid(bill, Layer.SERIOUS, 1_000, at=LATER)

    assert [row.count // YUAN for row in asked] == [1_000]
    assert sum(row.outstanding for row in AskedBack.objects.outstanding()) == 4_000 * YUAN
    take_money_back(
        payment=payment, count=3_500 * YUAN, reference="back", why="医保已付",
        by=a_cashier(payment.grant.purse.fund), at=LATER + timedelta(hours=1),
    )  # fmt: skip
    assert [row.outstanding // YUAN for row in AskedBack.objects.outstanding()] == [500]
    assert patient.paid(bill, Layer.MEDICAL_AID, 100, at=LATER)[0].count == 100 * YUAN


def test_a_need_that_is_closed_is_still_asked_back(patient):
    bill = patient.bill((10_000, 10_000))
    claim = patient.asked(bill, Layer.BASIC, 5_000, can_wait=False)
    a_payment(grant=patient.granted(10_000))
    close_need(need=patient.need, why="met", by=patient.worker, at=LATER)

    asked = patient.decided(claim, 5_000)

    assert [row.count // YUAN for row in asked] == [5_000]


def test_a_bill_counts_once_in_the_whole_city_however_its_number_is_written(patient):
    other = Patient()
    bill = patient.bill(number="44-0012 3456")

    with pytest.raises(CannotHandInBill, match="once in the whole city"):
        other.bill(number="４４００１２３４５６")
    strike_bill(bill=bill, why="是别人的", by=patient.worker, at=LATER)

    assert other.bill(number="4400123456")
    with pytest.raises(CannotHandInBill, match="already"):
        strike_bill(bill=bill, why="again", by=patient.worker, at=LATER)


def test_without_its_bill_nothing_is_shown_to_be_lacking_and_what_was_given_is_asked_back(patient):
    bill = patient.bill((10_000, 0))
    payment = a_payment(grant=patient.granted(10_000))

    strike_bill(bill=bill, why="发票是假的", by=patient.worker, at=LATER)

    assert lacks(patient) == (10_000, 10_000)
    assert outstanding() == {payment.grant_id: 10_000}


def test_no_payer_pays_more_than_is_left_of_a_bill(patient):
    bill = patient.bill((10_000, 6_000))
    patient.paid(bill, Layer.BASIC, 5_000)

    for layer, yuan in ((Layer.SERIOUS, 1_001), (Layer.COMMERCIAL, 5_001)):
        with pytest.raises(CannotWriteClaim, match="more than is left"):
            patient.paid(bill, layer, yuan)
    claim = patient.asked(bill, Layer.SERIOUS, 9_000)
    with pytest.raises(CannotWriteClaim, match="more than is left"):
        patient.decided(claim, 1_001)
    patient.decided(claim, 1_000)
    with pytest.raises(CannotWriteClaim, match="decided already"):
        patient.decided(claim, 1_000)
    with refused_by("illness_no_more_than_the_bill"):
        Claim.objects.create(
            bill=bill, layer=4, expected=1, asked_on=TODAY, by=patient.worker, at=NOON,
            paid=10**9, decided_on=TODAY, decided_by=patient.worker, decided_at=NOON,
        )  # fmt: skip


def test_what_is_written_badly_is_refused_with_what_to_do(patient):
    worker, bill = patient.worker, patient.bill()
    with pytest.raises(CannotHandInBill, match="at least one line"):
        patient.bill(lines=[])
    with pytest.raises(CannotHandInBill, match="future"):
        patient.bill(issued_on=TODAY + timedelta(days=1))
    with pytest.raises(CannotHandInBill, match="within insurance"):
        patient.bill((100, 101))
    with pytest.raises(CannotHandInBill, match="number of the bill"):
        patient.bill(number="12-")
    with pytest.raises(CannotHandInBill, match="looks after"):
        patient.bill(by=a_social_worker())
    patient.asked(bill, Layer.BASIC, 10)
    with pytest.raises(CannotWriteClaim, match="has not decided"):
        patient.asked(bill, Layer.BASIC, 20)
    with pytest.raises(CannotWriteClaim, match="after the bill"):
        write_paid(
            bill=bill, layer=2, paid=1, decided_on=bill.issued_on - timedelta(days=1),
            by=worker, at=NOON,
        )  # fmt: skip
    with pytest.raises(CannotOpenAid, match="already"):
        open_aid(need=patient.need, diagnosis="d", hospital="h", by=worker, at=NOON)
    meals = an_assessed_need(worker=worker, kind="meal", needed=3)
    with pytest.raises(CannotOpenAid, match="medical costs"):
        open_aid(need=meals, diagnosis="d", hospital="h", by=worker, at=NOON)
    with refused_by("illness_for_medical_costs"):
        IllnessAid.objects.create(
            need=meals, diagnosis="d", hospital="h", opened_by=worker, opened_at=NOON
        )
    for rows, change in (
        (BillLine.objects.filter(bill=bill), {"amount": 1}),
        (Bill.objects.filter(pk=bill.pk), {"tail": "0000"}),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**change)


def test_the_questions_are_answered_to_their_end(patient):
    held = shipped()["serious_illness"]
    for answers in (["yes"], ["maybe"]):
        with pytest.raises(CannotConsult):
            consult(aid=patient.aid, held=held, answers=answers, by=patient.worker, at=NOON)

    row = consult(
        aid=patient.aid, held=held, answers=["no", "other", "no", "can"], by=patient.worker, at=NOON
    )

    row.refresh_from_db()
    assert row.template.code == "serious_illness"
    assert row.answers == '["no", "other", "no", "can"]'
