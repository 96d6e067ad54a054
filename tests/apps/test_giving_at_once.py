"""Gifts under attack: many people telling of the same thing at the same moment."""

from shanqiao.apps.giving.actions import take_gift, unknown_donor_of
from tests.apps.crowd import all_at_once
from tests.factories import NOON, a_host, a_purse
from tests.giving import a_donor


def test_nobody_known_is_one_giver_however_many_ask_at_once(committed):
    host = a_host()

    found = all_at_once([lambda: unknown_donor_of(host=host, at=NOON)] * 8)

    assert len({donor.pk for donor in found}) == 1


def test_a_gift_told_by_ten_at_once_is_one_gift(committed):
    purse = a_purse(received=0)
    donor = a_donor(host=purse.fund.host)

    gifts = all_at_once(
        [lambda: take_gift(donor=donor, purse=purse, amount=500, how="bank", key="line 1", at=NOON)]
        * 10
    )

    purse.refresh_from_db()
    assert ({gift.pk for gift in gifts}, purse.received) == ({gifts[0].pk}, 500)
