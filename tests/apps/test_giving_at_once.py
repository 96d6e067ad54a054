"""Gifts under attack: many people telling of the same thing at the same moment."""

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.giving.actions import take_gift, unknown_donor_of
from shanqiao.apps.giving.boxes import sign_sheet
from shanqiao.apps.giving.models import EmployeeYear, Employer, Gift, Tally
from shanqiao.apps.giving.pledging import add_employee, agree_to_match, owed_by
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY, a_host, a_purse
from tests.giving import a_donor, a_gift, an_enterprise, an_opened_box


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


def test_two_who_sign_at_the_same_moment_make_one_gift(committed):
    opening = an_opened_box()
    two = [opening.by, opening.beside]

    outcomes = all_at_once(
        [lambda by=by: sign_sheet(opening=opening, by=by, at=NOON, yuan_5=4) for by in two * 4]
    )

    tallies = [tally for _sheet, tally in (o for o in outcomes if isinstance(o, tuple)) if tally]
    assert len(tallies) == Tally.objects.count() == Gift.objects.count() == 1
    assert Purse.objects.get(pk=tallies[0].gift.purse_id).received == 2_000


def test_thirty_employees_at_once_are_added_to_up_to_the_cap_and_no_fen_more(committed):
    purse = a_purse(received=0)
    host = purse.fund.host
    employer = agree_to_match(
        donor=an_enterprise(host=host),
        purse=purse,
        percent=100,
        person_cap=600,
        total_cap=5_000,
        valid_from=TODAY,
        valid_to=TODAY,
        agreement="XY-1",
        voluntary=True,
        at=NOON,
    )
    people = [a_donor(host=host) for _ in range(15)]
    for person in people:
        add_employee(employer=employer, donor=person, since=TODAY, at=NOON)

    all_at_once(
        [
            lambda donor=donor, n=n: a_gift(
                donor=donor, purse=purse, amount=400, key=f"at once {n}"
            )
            for n, donor in enumerate(people * 2)
        ]
    )

    assert Gift.objects.count() == 30
    assert owed_by(employer=employer) == Employer.objects.get().added == 5_000
    assert max(EmployeeYear.objects.values_list("added", flat=True)) <= 600
