import pytest
from django.db import IntegrityError, connection, transaction

from shanqiao.apps.approvals.actions import place_order
from shanqiao.apps.paying.models import Item, Payee, PayeeCheck
from shanqiao.apps.paying.payees import (
    CannotCheckPayee,
    CannotEnterPayee,
    check_payee,
    end_payee,
    enter_payee,
    open_paying_account,
)
from shanqiao.apps.paying.queries import payees_for
from tests.factories import NOON, a_cashier, a_fund, a_resident
from tests.paying_factories import Till, card_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def till():
    return Till()


def test_an_account_is_used_once_a_second_person_checked_it(till):
    grant = till.grant(payee=False)
    payee = till.payee(resident=grant.need.resident, checked=False)

    assert payees_for([grant]) == {}
    with pytest.raises(CannotCheckPayee, match="You wrote this account down"):
        check_payee(payee=payee, agrees=True, by=till.handler, at=NOON)
    check_payee(payee=payee, agrees=True, by=till.manager, at=NOON)

    assert payees_for([grant]) == {grant.pk: payee}
    with pytest.raises(CannotCheckPayee, match="checked already"):
        check_payee(payee=payee, agrees=False, by=till.cashier, at=NOON, words="no")


def test_what_does_not_agree_or_has_ended_is_not_paid_to(till):
    refused, ended, good = (till.grant(payee=False) for _ in "abc")
    payee = till.payee(resident=refused.need.resident, checked=False)
    with pytest.raises(CannotCheckPayee, match="what does not agree"):
        check_payee(payee=payee, agrees=False, by=till.manager, at=NOON)
    check_payee(payee=payee, agrees=False, by=till.manager, at=NOON, words="another name")
    end_payee(
        payee=till.payee(resident=ended.need.resident), why="lost card", by=till.cashier, at=NOON
    )
    till.payee(resident=good.need.resident)

    assert set(payees_for([refused, ended, good])) == {good.pk}


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"number": "12345"}, "6 to 34 digits"),
        ({"number": "6229080000000000011"}, "check digit"),
        ({"number": "abc def?"}, "6 to 34 digits"),
        ({"holder": "陈小明"}, "called otherwise"),
        ({"whose": "named", "holder": "陈小明"}, "who the holder is"),
        ({"whose": "vendor"}, "vendor's account is for all"),
        ({"bank_code": "12"}, "twelve digits"),
        ({"bank": " "}, "and the bank"),
    ],
)
def test_an_account_that_cannot_be_right_is_refused(till, facts, says):
    known = {"holder": "黄伟强", "whose": "own", "number": card_number(1), "bank": "广州银行"}

    with pytest.raises(CannotEnterPayee, match=says):
        enter_payee(
            fund=till.fund, resident=a_resident(), by=till.handler, at=NOON, **known | facts
        )


def test_a_name_is_compared_as_people_write_it(till):
    resident = a_resident(name="阿依古丽·买买提")

    payee = till.payee(resident=resident, holder=" 阿依古丽•买买提 ")

    assert payee.name_agrees and payee.is_card


def test_somebody_whom_the_resident_named_is_paid_with_a_reason(till):
    resident = a_resident()

    payee = till.payee(resident=resident, whose="named", holder="陈小明", why="儿子，居民签字")

    assert not Payee.objects.get(pk=payee.pk).name_agrees


def test_two_residents_with_one_account_are_explained_and_shown(till):
    first, second = a_resident(), a_resident()
    payee = till.payee(resident=first, number=card_number(7))

    with pytest.raises(CannotEnterPayee, match="Another resident has the same account"):
        till.payee(resident=second, number=card_number(7))
    till.payee(resident=second, number=card_number(7), shared_why="夫妻共用")

    shared = Payee.objects.with_shared().filter(is_shared=True)
    assert {p.resident_id for p in shared} == {first.pk, second.pk}
    end_payee(payee=payee, why="moved", by=till.cashier, at=NOON)
    assert not Payee.objects.with_shared().filter(is_shared=True, end=None).exists()


def test_only_people_of_the_fund_write_accounts_down(till):
    stranger = a_cashier(a_fund())
    with pytest.raises(CannotEnterPayee, match="Only the handler or the cashier"):
        open_paying_account(
            fund=till.fund, holder="x", number="3602000109", bank="y", by=stranger, at=NOON
        )
    with pytest.raises(CannotCheckPayee, match="Only people of this fund"):
        check_payee(
            payee=till.payee(resident=a_resident(), checked=False),
            agrees=True,
            by=stranger,
            at=NOON,
        )


def test_the_database_itself_refuses_an_unchecked_or_foreign_account(till):
    grant = till.grant(payee=False)
    payee = till.payee(resident=grant.need.resident, checked=False)
    other = till.payee(resident=a_resident())
    batch = till.batch(till.grant())
    order = place_order(grant=grant, by=till.cashier, at=NOON)
    line = {"batch": batch, "order": order, "grant": grant, "count": 1, "reference": "r"}

    for wrong in (payee, other):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.create(**line, payee=wrong)
    with pytest.raises(IntegrityError, match="checked_by_another"), transaction.atomic():
        PayeeCheck.objects.create(
            payee=payee, entered_by=till.manager, agrees=True, by=till.handler, at=NOON
        )
    check_payee(payee=payee, agrees=True, by=till.manager, at=NOON)
    item = Item.objects.create(**line, payee=payee)
    item.refresh_from_db()
    assert item.count == grant.count


def test_a_database_file_does_not_tell_an_account_number(till):
    till.payee(resident=a_resident(), number=card_number(99))

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM paying_payee AS p")
        kept = cursor.fetchone()[0]

    assert card_number(99) not in kept and "黄伟强" not in kept
    assert Payee.objects.get().number == card_number(99)
