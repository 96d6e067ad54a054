import pytest

from shanqiao.apps.delivery.actions import CannotConfirm, CannotPay, confirm_receipt, pay_grant
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.funds.models import Movement
from shanqiao.apps.matching.actions import release_grant
from tests.factories import (
    NOON,
    a_cashier,
    a_document,
    a_grant,
    a_handler,
    a_manager,
    a_payment,
    a_person,
    a_social_worker,
)

pytestmark = pytest.mark.django_db


def pay(grant, by=None):
    return pay_grant(grant=grant, reference="2026-1", by=by or a_cashier(grant.purse.fund), at=NOON)


def confirm(payment, by=None, **word):
    by = by or a_social_worker()
    word = {"says": "received", "witness": "resident"} | word
    return confirm_receipt(payment=payment, evidence=a_document(by=by), by=by, at=NOON, **word)


def test_a_payment_moves_what_was_promised_to_what_was_given():
    grant = a_grant(count=80_000)

    payment = pay(grant)

    grant.purse.refresh_from_db()
    assert (payment.count, payment.approved_by) == (80_000, grant.approved_by)
    assert (grant.purse.promised, grant.purse.given) == (0, 80_000)
    assert Movement.objects.get(into="given").count == 80_000


def test_a_grant_is_paid_once():
    grant = a_grant()
    pay(grant)

    with pytest.raises(CannotPay, match="paid, or on its way to the bank, already"):
        pay(grant)

    assert Payment.objects.count() == 1


def test_a_grant_taken_back_is_not_paid():
    grant = a_grant()
    release_grant(grant=grant, why="a mistake", by=grant.approved_by, at=NOON)

    with pytest.raises(CannotPay, match="taken back already"):
        pay(grant)


@pytest.mark.parametrize("somebody", [a_manager, a_handler, lambda fund: a_person()])
def test_only_the_cashier_pays(somebody):
    grant = a_grant()

    with pytest.raises(CannotPay, match="Only the cashier"):
        pay(grant, by=somebody(grant.purse.fund))


def test_a_payment_without_a_reference_is_refused():
    grant = a_grant()

    with pytest.raises(CannotPay, match="bank reference"):
        pay_grant(grant=grant, reference="", by=a_cashier(grant.purse.fund), at=NOON)


def test_the_resident_confirms_with_evidence():
    payment = a_payment(count=80_000)

    receipt = confirm(payment)

    assert (receipt.arrived, receipt.evidence.media_type) == (80_000, "image/png")


def test_part_of_it_arrived():
    payment = a_payment(count=80_000)

    assert confirm(payment, says="partly", arrived=30_000).arrived == 30_000


@pytest.mark.parametrize("arrived", [None, 0, 80_000])
def test_a_part_is_more_than_nothing_and_less_than_all(arrived):
    with pytest.raises(CannotConfirm, match="less than all"):
        confirm(a_payment(count=80_000), says="partly", arrived=arrived)


def test_nothing_arrived_counts_as_nothing():
    assert confirm(a_payment(), says="not_received").arrived == 0


def test_it_is_confirmed_once_and_by_a_station():
    payment = a_payment()
    with pytest.raises(CannotConfirm, match="social worker"):
        confirm(payment, by=a_person())
    confirm(payment)

    with pytest.raises(CannotConfirm, match="confirmed already"):
        confirm(payment)
