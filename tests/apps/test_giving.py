import pytest
from django.db import connection

from shanqiao.apps.giving.actions import (
    CannotRegisterDonor,
    CannotTakeGift,
    register_donor,
)
from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.giving.phones import tail_token_of
from tests.factories import NOON, a_purse
from tests.giving import a_donor, a_gift, an_enterprise

pytestmark = pytest.mark.django_db


def test_a_gift_is_in_the_purse_and_says_from_whom():
    purse = a_purse(received=0)
    donor = a_donor(host=purse.fund.host, name="陈好心")

    gift = a_gift(
        donor=donor, purse=purse, amount=2_000, wish="designated", wish_words="给孩子买书"
    )

    purse.refresh_from_db()
    assert (purse.received, gift.unit, gift.donor.name) == (2_000, "fen", "陈好心")
    assert gift.number.startswith("JZ2026-")


def test_a_gift_told_twice_is_one_gift():
    purse = a_purse(received=0)
    donor = a_donor(host=purse.fund.host)

    first, second = (a_gift(donor=donor, purse=purse, key="line 7") for _ in "ab")

    purse.refresh_from_db()
    assert (first, purse.received, Gift.objects.count()) == (second, 10_000, 1)


def test_another_gift_under_the_same_key_is_refused():
    purse = a_purse(received=0)
    donor = a_donor(host=purse.fund.host)
    a_gift(donor=donor, purse=purse, key="line 7", amount=100)

    with pytest.raises(CannotTakeGift, match="another gift"):
        a_gift(donor=donor, purse=purse, key="line 7", amount=200)


def test_a_designated_gift_says_for_what():
    with pytest.raises(CannotTakeGift, match="what the giver wants"):
        a_gift(wish="designated")


def test_nothing_is_no_gift():
    with pytest.raises(CannotTakeGift, match="more than nothing"):
        a_gift(amount=0)


def test_a_giver_of_one_charity_is_not_known_to_another():
    with pytest.raises(CannotTakeGift, match="another charity"):
        a_gift(donor=a_donor(), purse=a_purse())


def test_a_telephone_is_kept_sealed_and_found_by_its_tail():
    donor = a_donor(phone="+86 138 0013 8000")

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM giving_donor WHERE id = %s", [donor.pk])
        assert b"138" not in bytes(cursor.fetchone()[0])
    assert Donor.objects.get(phone_tail=tail_token_of("8000")).phone == "13800138000"


def test_an_enterprise_is_written_down_once_and_with_a_right_code():
    enterprise = an_enterprise()

    with pytest.raises(CannotRegisterDonor, match="among the donors already"):
        register_donor(
            host=enterprise.host, kind="enterprise", name="又一个", uscc=enterprise.uscc, at=NOON
        )
    wrong = enterprise.uscc[:-1] + ("0" if enterprise.uscc[-1] != "0" else "1")
    with pytest.raises(CannotRegisterDonor, match="no unified social credit code"):
        register_donor(host=enterprise.host, kind="enterprise", name="错", uscc=wrong, at=NOON)


def test_a_giver_who_wants_no_name_has_none_in_public():
    donor = a_donor(name="李四", shown="nameless")

    assert "李四" not in donor.public_name
    assert a_donor(name="王五").public_name == "王五"
