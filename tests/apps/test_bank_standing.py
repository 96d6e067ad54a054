"""What an account stood at by its bank at the end of a day, whatever its lines and files tell."""

from datetime import date

import pytest

from shanqiao.apps.bank.standing import Standing, standings_of
from tests.apps.test_bank import taken_in
from tests.apps.test_bank_balances import taken
from tests.factories import a_bank_account

HEAD = "date,amount,balance,ref\n"


def stands(account, *days):
    """{day of May: its balance, in fen; None where nothing tells}."""
    told = {day: standings_of([account.pk], on=date(2026, 5, day))[account.pk] for day in days}
    return {day: one and one.balance for day, one in told.items()}


@pytest.fixture
def account():
    return a_bank_account()


@pytest.mark.django_db
def test_the_balance_of_a_day_without_lines_is_carried_from_the_nearest_one_told(account):
    taken_in(f"{HEAD}2026-05-06,20,20,a\n2026-05-06,5,25,b\n2026-05-09,-4,21,c\n", account=account)

    assert stands(account, 4, 5, 6, 7, 8, 9, 20) == {
        4: None, 5: 0, 6: 2_500, 7: 2_500, 8: 2_500, 9: 2_100, 20: 2_100
    }  # fmt: skip
    assert standings_of([account.pk], on=date(2026, 5, 20)) == {
        account.pk: Standing(balance=2_100, told_on=date(2026, 5, 9), moved=2_100)
    }


@pytest.mark.django_db
def test_the_newest_row_may_be_first_and_a_day_may_end_as_it_began(account):
    taken_in(
        f"{HEAD}2026-05-08,-20,100,d\n2026-05-08,20,120,c\n2026-05-07,-5,100,b\n2026-05-07,105,105,a\n",
        account=account,
    )

    assert stands(account, 6, 7, 8) == {6: 0, 7: 10_000, 8: 10_000}


@pytest.mark.django_db
def test_lines_that_bear_no_balance_are_added_to_that_of_an_earlier_day_or_taken_from_a_later(
    account,
):
    taken_in(f"{HEAD}2026-05-06,10,,a\n2026-05-07,5,35,b\n2026-05-08,1,,c\n", account=account)

    assert stands(account, 4, 5, 6, 7, 8) == {4: None, 5: 2_000, 6: 3_000, 7: 3_500, 8: 3_600}


@pytest.mark.django_db
def test_nothing_is_carried_across_a_day_that_breaks_off(account):
    taken_in(f"{HEAD}2026-05-06,10,10,a\n2026-05-08,5,15,b\n2026-05-08,5,90,c\n", account=account)
    assert stands(account, 6, 7, 8, 9) == {6: 1_000, 7: 1_000, 8: None, 9: None}

    taken_in(f"{HEAD}2026-05-09,1,91,d\n", account=account)

    # the next day says with what it began
    assert stands(account, 7, 8, 9) == {7: 1_000, 8: 9_000, 9: 9_100}


@pytest.mark.django_db
def test_a_file_may_say_what_stood_before_its_lines_and_after_them(account):
    taken(account, ["4-30 1000", "5-04 -50", "5-06 +20", "5-31 970"])

    assert stands(account, 3, 4, 6, 31) == {3: 100_000, 4: 95_000, 6: 97_000, 31: 97_000}


@pytest.mark.django_db
def test_of_two_balances_of_a_day_that_to_which_lines_lead_is_taken(account):
    taken(account, ["4-30 1000", "5-04 -50", "5-04 950"])
    taken(account, ["4-30 1000", "5-04 -50", "5-04 +20", "5-04 970"])

    assert stands(account, 4) == {4: 97_000}

    taken(account, ["4-30 1000", "5-04 -50", "5-04 951"])
    assert stands(account, 4) == {4: 97_000}


@pytest.mark.django_db
def test_each_account_has_its_own_balance(account):
    other = a_bank_account(host=account.host)
    taken_in(f"{HEAD}2026-05-06,10,10,a\n", account=account)
    taken_in(f"{HEAD}2026-05-06,3,5,a\n", account=other)

    told = standings_of([account.pk, other.pk], on=date(2026, 5, 6))

    assert [told[key].balance for key in (account.pk, other.pk)] == [1_000, 500]
    assert told[other.pk].balance - told[other.pk].moved == 200
