from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shanqiao.apps.approvals.actions import (
    CannotAddApproval,
    CannotOrder,
    CannotSetBands,
    add_approval,
    fail_order,
    place_order,
    set_bands,
)
from shanqiao.apps.approvals.models import Order
from shanqiao.apps.approvals.queries import bands_of, rule_in_force
from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.funds.actions import give_seat
from shanqiao.apps.matching.actions import CannotRelease, release_grant
from tests.factories import (
    NOON,
    a_cashier,
    a_fund,
    a_grant,
    a_manager,
    a_payment,
    a_plan,
    a_proposal,
    a_purse,
    a_supervisor,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
BANDS = [(50_000, 1), (200_000, 2), (None, 3)]


@pytest.fixture
def fund():
    return a_fund()


def with_bands(fund, bands=BANDS):
    return set_bands(fund=fund, bands=bands, why="council of May", by=a_manager(fund), at=NOON)


def a_grant_of(fund, count, **facts):
    purse = a_purse(fund=fund, received=10_000_000)
    need = an_assessed_need(needed=count)
    return a_grant(proposal=a_proposal(need=need, purse=purse, count=count, **facts))


def pay(grant, by=None):
    return pay_grant(grant=grant, reference="1", by=by or a_cashier(grant.purse.fund), at=NOON)


@pytest.mark.parametrize(
    ("count", "missing"), [(50_000, 0), (50_001, 1), (200_000, 1), (200_001, 2)]
)
def test_a_grant_is_paid_when_the_approvals_of_its_band_are_there(fund, count, missing):
    with_bands(fund)
    grant = a_grant_of(fund, count)

    for _ in range(missing):
        with pytest.raises(CannotPay, match="more people must approve"):
            pay(grant)
        add_approval(grant=grant, by=a_manager(fund), at=NOON)

    assert pay(grant).count == count


def test_without_bands_one_approval_is_enough_and_meals_have_none(fund):
    assert pay(a_grant_of(fund, 900_000)).count == 900_000


def test_a_fund_may_ask_for_more_than_its_host_and_never_for_less(fund):
    set_bands(host=fund.host, bands=[(None, 2)], why="statute", by=a_supervisor(), at=NOON)
    with_bands(fund, [(None, 1)])
    grant = a_grant_of(fund, 100)

    with pytest.raises(CannotPay, match="more people must approve"):
        pay(grant)


def test_bands_hold_for_what_is_approved_from_then_on(fund):
    earlier = a_grant_of(fund, 300_000)
    later = NOON + timedelta(hours=1)
    set_bands(fund=fund, bands=BANDS, why="council", by=a_manager(fund), at=later)

    assert pay(earlier).count == 300_000
    assert rule_in_force(fund=fund, at=NOON) is None
    assert bands_of(rule_in_force(fund=fund, at=later)) == BANDS


@pytest.mark.parametrize(
    ("bands", "says"),
    [
        ([(100, 1)], "last band has no upper end"),
        ([(None, 1), (None, 2)], "last band has no upper end"),
        ([(200, 1), (100, 2), (None, 3)], "ends above the one before"),
        ([(100, 2), (None, 1)], "larger amount is not approved by fewer"),
        ([(None, 10)], "One to nine"),
        ([], "last band"),
    ],
)
def test_bands_that_contradict_each_other_are_refused(fund, bands, says):
    with pytest.raises(CannotSetBands, match=says):
        with_bands(fund, bands)


def test_bands_are_set_by_who_decides_or_supervises_with_a_reason(fund):
    with pytest.raises(CannotSetBands, match="Only the fund manager"):
        set_bands(fund=fund, bands=BANDS, why="x", by=a_cashier(fund), at=NOON)
    with pytest.raises(CannotSetBands, match="Only the fund manager"):
        set_bands(host=fund.host, bands=BANDS, why="x", by=a_manager(fund), at=NOON)
    with pytest.raises(CannotSetBands, match="Say why"):
        set_bands(fund=fund, bands=BANDS, why="", by=a_manager(fund), at=NOON)


def test_each_approval_is_another_persons(fund):
    with_bands(fund)
    grant = a_grant_of(fund, 300_000)
    second = a_manager(fund)
    add_approval(grant=grant, by=second, at=NOON)

    for person, says in (
        (second, "approved this grant already"),
        (grant.approved_by, "You made this grant"),
        (a_cashier(fund), "Only a fund manager"),
        (a_manager(a_fund()), "Only a fund manager"),
    ):
        with pytest.raises(CannotAddApproval, match=says):
            add_approval(grant=grant, by=person, at=NOON)


def test_whoever_asked_for_the_plan_or_assessed_does_not_approve_later(fund):
    with_bands(fund)
    asked = a_manager(fund)
    grant = a_grant_of(fund, 300_000, plan=a_plan(by=asked))
    grant.refresh_from_db()
    assessor = grant.assessed_by
    give_seat(fund=fund, person=assessor, role="decides", at=NOON)

    with pytest.raises(CannotAddApproval, match="asked for this grant"):
        add_approval(grant=grant, by=asked, at=NOON)
    with pytest.raises(CannotAddApproval, match="assessed this need"):
        add_approval(grant=grant, by=assessor, at=NOON)


def test_the_database_itself_counts_approvals_and_knows_the_hands(fund):
    """Whatever the row claims: the number, the approver and the payer are asked of the grant."""
    with_bands(fund)
    grant = a_grant_of(fund, 300_000)
    cashier, second, third = a_cashier(fund), a_manager(fund), a_manager(fund)
    lie = {
        "grant": grant,
        "count": 1,
        "unit": "fen",
        "needed": 0,
        "approvals": 9,
        "first_by": cashier,
        "ordered_at": NOON,
    }

    with pytest.raises(IntegrityError, match="approvals_all_are_there"), transaction.atomic():
        Order.objects.create(**lie, ordered_by=cashier)
    add_approval(grant=grant, by=second, at=NOON)
    add_approval(grant=grant, by=third, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.create(**lie, ordered_by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            grant=grant,
            count=1,
            unit="fen",
            reference="x",
            approved_by=cashier,
            paid_by=cashier,
            paid_at=NOON,
        )
    order = Order.objects.create(**lie, ordered_by=cashier)
    order.refresh_from_db()
    assert (order.count, order.needed, order.approvals) == (300_000, 3, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            grant=grant,
            count=1,
            unit="fen",
            reference="x",
            approved_by=cashier,
            paid_by=second,
            paid_at=NOON,
        )


def test_what_is_ordered_is_neither_ordered_again_nor_taken_back_until_it_fails(fund):
    grant, cashier = a_grant_of(fund, 1_000), a_cashier(fund)
    order = place_order(grant=grant, by=cashier, at=NOON)

    with pytest.raises(CannotOrder, match="on its way to the bank"):
        place_order(grant=grant, by=cashier, at=NOON)
    with pytest.raises(CannotPay, match="on its way to the bank"):
        pay(grant, cashier)
    with pytest.raises(CannotRelease, match="on its way to the bank"):
        release_grant(grant=grant, why="no", by=grant.approved_by, at=NOON)

    fail_order(order=order, why="wrong account", by=cashier, at=NOON)
    release_grant(grant=grant, why="no", by=grant.approved_by, at=NOON)
    with pytest.raises(CannotOrder, match="taken back already"):
        place_order(grant=grant, by=cashier, at=NOON)


def test_an_order_of_which_the_money_left_does_not_fail(fund):
    payment = a_payment(grant=a_grant_of(fund, 1_000))
    order = Order.objects.get(grant=payment.grant)

    with pytest.raises(IntegrityError, match="does not fail"), transaction.atomic():
        fail_order(order=order, why="x", by=payment.paid_by, at=NOON)


def test_an_approval_more_than_needed_comes_before_the_payment_or_never(fund):
    payment = a_payment(grant=a_grant_of(fund, 1_000))

    with pytest.raises(CannotAddApproval, match="paid, or on its way"):
        add_approval(grant=payment.grant, by=a_manager(fund), at=NOON)
