"""Balances from statement to statement: a gap is told, nothing is dropped for it, and no order of lines makes one."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.bank.gaps import gaps_of
from shanqiao.apps.bank.models import StatementLine
from shanqiao.apps.bank.queries import found_in
from tests.apps.test_bank import HEAD, handed_in, taken_in
from tests.factories import a_bank_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return a_bank_account()


def rows(*said):
    """``5-03 +10 110``: the third of May, ten yuan came in, 110 stands after it."""
    parts = [row.split(" ") for row in said]
    return HEAD + "".join(
        "2026-{:0>5},{},{},\n".format(
            day.zfill(5) if day[1] != "-" else "0" + day, amount.lstrip("+"), stands
        )
        for day, amount, stands in parts
    )


def gaps(account):
    return [
        (f"{g.after:%m-%d}", f"{g.before:%m-%d}", g.places, g.missing / 100)
        for g in gaps_of([account.pk])[account.pk]
    ]


def test_a_statement_that_does_not_begin_where_the_last_ended_leaves_a_gap(account):
    taken_in(rows("4-27 +100 1000", "4-28 -50 950"), account=account)
    taken_in(rows("5-03 +10 1080", "5-04 +5 1085"), account=account)

    (gap,) = gaps_of([account.pk])[account.pk]

    assert (gap.after, gap.before) == (date(2026, 4, 28), date(2026, 5, 3))
    assert (gap.left, gap.begins, gap.missing) == (95_000, 107_000, 12_000)


def test_the_statement_in_between_closes_it(account):
    taken_in(rows("4-28 -50 950"), account=account)
    taken_in(rows("5-03 +10 1080"), account=account)

    taken_in(rows("4-30 +70 1020", "5-02 +50 1070"), account=account)

    assert gaps(account) == []


@pytest.mark.parametrize("newest_first", [False, True])
def test_months_that_overlap_and_files_with_the_newest_row_first_make_no_gap(account, newest_first):
    days = [f"5-{n:02} +{n} {sum(range(n + 1))}" for n in range(1, 21)]

    def file(some):
        return rows(*(reversed(some) if newest_first else some))

    taken_in(file(days[9:]), account=account)
    taken_in(file(days[:14]), account=account)

    assert StatementLine.objects.count() == 20 and gaps(account) == []


def test_whatever_the_order_and_the_files_lines_that_follow_leave_no_gap(account):
    chance, stands, day, said = random.Random(53), 0, date(2026, 1, 1), []
    for _ in range(120):
        day += timedelta(days=chance.choice([0, 0, 0, 1, 2]))
        amount = chance.choice([1, 5, -1, -5, 20, -20])
        stands += amount
        said.append(f"{day:%-m-%d} {amount} {stands}")
    files = [said[:50], said[50:55], said[55:]]
    for some in chance.sample(files, 3):
        chance.shuffle(some)
        taken_in(rows(*some), account=account)

    assert gaps(account) == []
    lost = chance.randrange(
        20, 100
    )  # lines stay as written, so the others are those of another account
    other = a_bank_account(host=account.host)
    taken_in(rows(*said[:lost], *said[lost + 1 :]), account=other)
    assert [g[3] for g in gaps(other)] == [float(said[lost].split(" ")[1])]


def test_what_is_missing_within_a_day_is_told_of_that_day(account):
    taken_in(rows("5-03 +10 110", "5-03 +5 125", "5-03 -1 124", "5-04 +1 125"), account=account)

    assert gaps(account) == [("05-03", "05-03", 1, 10.0)]


def test_what_came_twice_counts_the_other_way(account):
    head = "date,amount,balance,ref\n"
    taken_in(head + "2026-05-03,10,110,a\n2026-05-04,5,115,b\n", account=account)
    taken_in(head + "2026-05-04,5,115,other words for b\n", account=account)

    assert gaps(account) == [("05-04", "05-04", 1, -5.0)]


def test_lines_without_a_balance_may_be_what_lies_between(account):
    taken_in(
        rows("5-01 +10 110", "5-02 +5 ", "5-02 -2 113", "5-03 +4 ", "5-04 +1 118"), account=account
    )
    assert gaps(account) == []

    taken_in(rows("5-06 +1 129"), account=account)
    assert gaps(account) == [("05-04", "05-06", 1, 10.0)]
    taken_in(rows("5-05 +7 "), account=account)
    assert gaps(account) == [("05-04", "05-06", 1, 3.0)]


def test_lines_without_a_balance_that_may_lie_outside_a_gap_are_no_reason_to_warn(account):
    taken_in(
        rows("5-01 +3 ", "5-01 +10 110", "5-02 +5 ", "5-03 -2 113", "5-03 +4 "), account=account
    )

    assert gaps(account) == []


def test_an_account_without_balances_has_no_gap_that_could_be_told(account):
    taken_in(rows("5-01 +10 ", "5-09 +10 "), account=account)

    assert gaps(account) == []


def test_the_gap_is_told_before_the_statement_is_taken_in_and_blocks_nothing(account):
    taken_in(rows("4-27 +100 1000", "4-28 -50 950"), account=account)

    statement = handed_in(rows("5-03 +10 1080", "5-04 +7 1087", "5-04 +1 1100"), account=account)

    (part,) = found_in(statement)["accounts"]
    assert part["gaps"] == [
        {
            "after": "2026-04-28",
            "before": "2026-05-03",
            "places": 1,
            "left": 95_000,
            "begins": 107_000,
            "missing": 12_000,
        }
    ]
    assert statement.broken == 1  # within the file, and told there
    assert statement.good == 3
    whole = handed_in(rows("4-28 -50 950", "5-01 +120 1070", "5-03 +10 1080"), account=account)
    assert found_in(whole)["accounts"][0]["gaps"] == []


def test_all_accounts_are_asked_in_three_questions(account):
    others = [account, *(a_bank_account(host=account.host) for _ in range(3))]
    for one in others:
        taken_in(rows("4-28 -50 950", "5-03 +10 1080"), account=one)

    with CaptureQueriesContext(connection) as asked:
        found = gaps_of([one.pk for one in others])

    assert len(asked) == 3 and {len(some) for some in found.values()} == {1}
