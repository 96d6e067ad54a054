from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from shanqiao.apps.giving.models import EmployeeYear, Employer, Match, Pledge
from shanqiao.apps.giving.pledging import (
    CannotMatch,
    CannotPledge,
    end_pledge,
    owed_by,
    promise_gifts,
)
from shanqiao.apps.giving.queries import instalments_of, is_late, with_paid
from shanqiao.apps.giving.settling import settle_matches
from tests.factories import NOON, TODAY, a_person, a_purse
from tests.giving import a_donor, a_gift, a_matching

pytestmark = pytest.mark.django_db


def a_pledge(*, donor=None, every="month", amount=1_000, first_on=TODAY, **facts):
    purse = a_purse(received=0)
    donor = donor or a_donor(host=purse.fund.host)
    return promise_gifts(
        donor=donor, purse=purse, amount=amount, every=every, first_on=first_on, at=NOON, **facts
    )


def states(pledge, on):
    pledge = with_paid(Pledge.objects.filter(pk=pledge.pk)).get()
    return [(one.on, one.state) for one in instalments_of(pledge, paid=pledge.paid, on=on)]


def given(pledge, amount):
    return a_gift(donor=pledge.donor, purse=pledge.purse, amount=amount, pledge=pledge)


def test_a_monthly_promise_is_due_on_its_day_or_the_last_of_a_short_month():
    pledge = a_pledge(first_on=date(2026, 1, 31))

    assert [day for day, _ in states(pledge, date(2026, 4, 1))] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_what_arrives_keeps_the_earliest_first():
    pledge = a_pledge(first_on=date(2026, 1, 5))
    given(pledge, 1_500)

    assert [state for _, state in states(pledge, date(2026, 3, 20))] == [
        "kept",
        "part",
        "late",
        "due",
    ]
    assert is_late(pledge, paid=1_500, on=date(2026, 3, 20))
    given(pledge, 1_500)
    assert [state for _, state in states(pledge, date(2026, 3, 20))] == ["kept"] * 3 + ["due"]


def test_an_ended_promise_is_due_no_more():
    pledge = a_pledge(first_on=TODAY - timedelta(days=40))
    with pytest.raises(CannotPledge, match="few words why"):
        end_pledge(pledge=pledge, why=" ", by=a_person(), at=NOON)

    end_pledge(pledge=pledge, why="失业", by=a_person(), at=NOON)

    pledge.refresh_from_db()
    later = TODAY + timedelta(days=200)
    assert [state for _, state in states(pledge, later)] == ["late", "late"]
    with pytest.raises(CannotPledge, match="ended already"):
        end_pledge(pledge=pledge, why="again", by=a_person(), at=NOON)


def test_a_promise_is_no_income():
    pledge = a_pledge(every="once")

    pledge.purse.refresh_from_db()
    assert pledge.purse.received == 0
    assert states(pledge, TODAY) == [(TODAY, "due")]


def test_a_promise_of_nothing_or_backwards_is_refused():
    with pytest.raises(CannotPledge, match="more than nothing"):
        a_pledge(amount=0)
    with pytest.raises(CannotPledge, match="before the first"):
        a_pledge(last_on=TODAY - timedelta(days=1))
    with pytest.raises(CannotPledge, match="this charity knows"):
        a_pledge(donor=a_donor())


def test_an_employer_adds_up_to_the_cap_of_a_person_and_of_all():
    employer, (one, other) = a_matching(percent=50, person_cap=2_000, total_cap=3_000)

    for donor, amount in ((one, 3_000), (one, 3_000), (one, 3_000), (other, 9_000)):
        a_gift(donor=donor, purse=employer.purse, amount=amount)

    assert list(Match.objects.order_by("pk").values_list("amount", flat=True)) == [
        1_500,
        500,
        1_000,
    ]
    assert owed_by(employer=employer) == 3_000


def test_a_new_year_has_its_own_cap():
    employer, (one, _other) = a_matching(person_cap=1_000)
    a_gift(donor=one, purse=employer.purse, amount=5_000)

    later = datetime(2027, 1, 4, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    a_gift(donor=one, purse=employer.purse, amount=5_000, at=later)

    assert owed_by(employer=employer) == 2_000


def test_what_an_employer_owes_is_in_no_purse_until_it_is_paid():
    employer, (one, _other) = a_matching()
    a_gift(donor=one, purse=employer.purse, amount=4_000)
    employer.purse.refresh_from_db()
    assert employer.purse.received == 4_000

    gift = settle_matches(employer=employer, how="bank", key="settle 1", at=NOON)

    employer.purse.refresh_from_db()
    assert (gift.amount, gift.donor, employer.purse.received) == (4_000, employer.donor, 8_000)
    with pytest.raises(CannotMatch, match="owes nothing"):
        settle_matches(employer=employer, how="bank", key="settle 2", at=NOON)


def test_others_and_other_purses_are_not_added_to():
    employer, (one, _other) = a_matching()
    a_gift(donor=a_donor(host=employer.donor.host), purse=employer.purse)
    a_gift(donor=one, purse=a_purse(fund=employer.purse.fund, received=0))

    assert owed_by(employer=employer) == 0


def test_nobody_is_told_to_give():
    with pytest.raises(CannotMatch, match="FR-13"):
        a_matching(voluntary=False)


def test_the_database_itself_holds_both_caps():
    employer, (one, _other) = a_matching()
    a_gift(donor=one, purse=employer.purse, amount=500)

    for rows in (Employer.objects, EmployeeYear.objects):
        with pytest.raises(IntegrityError, match="up_to_the_cap"), transaction.atomic():
            rows.update(added=10**9)
