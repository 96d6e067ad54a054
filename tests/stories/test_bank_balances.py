"""The balance of the bank beside that of the books at the end of a day, with what stands on one side only."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanqiao.apps.bank.matching import match_lines, take_match_back
from shanqiao.apps.bank.models import BankAccount
from shanqiao.apps.books.actions import Row, post
from shanqiao.apps.books.lines import account_of, open_line, way_in
from shanqiao.apps.books.models import Posting
from shanqiao.stories.bank_balances import places_at_banks, reconciled
from tests.apps.test_bank import taken_in
from tests.apps.test_bank_matching import booked
from tests.factories import NOON, a_bank_account, a_host

LISTS = ("bank_in", "bank_out", "books_in", "books_out")
QUERIES = 8  # the four lists are asked for when they are shown


def may(day):
    return date(2026, 5, day)


def lines(account, *rows):
    """Lines with (day of May, yuan), each with its balance; nothing stood there before."""
    text, stands = "date,amount,balance,ref\n", 0
    for nth, (day, yuan) in enumerate(rows):
        stands += yuan
        text += f"2026-05-{day:02},{yuan},{stands},r{nth}-{day}\n"
    return list(taken_in(text, account=account).lines.order_by("line"))


def sheet(account, day):
    (place,) = [p for p in places_at_banks([account.host]) if p.number == account.number_in_books]
    return reconciled(place, on=may(day))


def opened(told):
    """What is open in each of the four lists, in fen."""
    return {name: [abs(r.amount) for r in getattr(told, name).rows] for name in LISTS}


def none_but(**some):
    return {name: some.get(name, []) for name in LISTS}


def matched(some, postings):
    return match_lines(lines=some, postings=postings, by=None, at=NOON)


@pytest.fixture
def account():
    return a_bank_account(name="工行")


@pytest.mark.django_db
def test_what_stands_on_one_side_only_leads_to_the_same_balance(account):
    same, _interest, _fee = lines(account, (6, 100), (7, 3), (8, -2))
    matched([same], [booked(account.host, 10_000, on=may(6))])
    booked(account.host, 4_000, on=may(8))
    booked(account.host, -1_000, on=may(8), about="paid")

    told = sheet(account, 8)

    assert (told.bank, told.books) == (10_100, 10_000 + 4_000 + 1_000 - 1_000)
    assert opened(told) == none_but(
        bank_in=[300], bank_out=[200], books_in=[4_000, 1_000], books_out=[1_000]
    )
    assert told.adjusted_bank == told.adjusted_books == 14_100
    assert told.difference == 0
    assert [getattr(told, name).n for name in LISTS] == [1, 1, 2, 1]


@pytest.mark.django_db
def test_what_is_matched_across_the_end_of_the_day_is_open_on_the_side_that_is_there(account):
    late, early = lines(account, (6, 70), (7, 50))
    match = matched([early], [booked(account.host, 5_000, on=may(6))])
    matched([late], [booked(account.host, 7_000, on=may(8), about="later")])

    sixth, seventh, eighth = (sheet(account, day) for day in (6, 7, 8))

    assert opened(sixth) == none_but(bank_in=[7_000], books_in=[5_000])
    assert sixth.books_in.rows.get().held_by == match.pk
    assert (sixth.bank, sixth.books, sixth.difference) == (7_000, 5_000, 0)
    assert opened(seventh) == none_but(bank_in=[7_000])
    assert opened(eighth) == none_but() and eighth.difference == 0
    take_match_back(match=match, why="other", by=None, at=NOON)
    assert opened(sheet(account, 8)) == none_but(bank_in=[5_000], books_in=[5_000])


@pytest.mark.django_db
def test_part_of_a_match_that_comes_later_leaves_all_that_is_there_open(account):
    one, two = lines(account, (6, 20), (8, 30))
    matched([one, two], [booked(account.host, 5_000, on=may(7))])

    assert opened(sheet(account, 7)) == none_but(bank_in=[2_000], books_in=[5_000])
    assert sheet(account, 7).difference == 0
    assert opened(sheet(account, 8)) == none_but()


@pytest.mark.django_db
def test_where_nothing_tells_a_balance_it_is_not_known(account):
    taken_in("date,amount,ref\n2026-05-06,20.00,r\n", account=account)
    booked(account.host, 2_000, on=may(6))

    told = sheet(account, 6)

    assert told.untold == [account]
    assert (told.bank, told.adjusted_bank, told.difference) == (None, None, None)
    assert (told.books, told.adjusted_books) == (2_000, 4_000)


@pytest.mark.django_db
def test_what_the_books_opened_with_is_what_stood_at_the_bank(account):
    taken_in("date,amount,balance,ref\n2026-05-06,20,120,a\n", account=account)
    purse = open_line(host=account.host, unit="fen", name="a purse")
    bank = account_of(host=account.host, number="1002", unit="fen")
    assert sheet(account, 6).difference == 10_000

    post(
        key="opening",
        kind="opening",
        rows=[Row(bank, way_in(purse), 10_000)],
        about="opening",
        at=NOON,
        on=may(1),
    )

    told = sheet(account, 6)
    assert (told.before, told.opened_with, told.difference) == (10_000, 10_000, 0)
    assert opened(told) == none_but(bank_in=[2_000])


@pytest.mark.django_db
def test_movements_before_the_first_line_are_told_apart(account):
    lines(account, (6, 20))
    booked(account.host, 500, on=may(2))
    booked(account.host, 300, on=may(6), about="same day")

    assert sheet(account, 6).earlier == (1, 500)


@pytest.mark.django_db
def test_accounts_of_one_number_are_looked_at_together(account):
    other = a_bank_account(host=account.host, name="建行")
    (here,) = lines(account, (6, 100))
    assert sheet(account, 6).untold == [other] and sheet(account, 6).bank is None

    (there,) = lines(other, (6, 30))
    matched([here], [booked(account.host, 10_000, on=may(6))])
    matched([there], [booked(account.host, 3_000, on=may(6), about="other")])

    told = sheet(account, 6)
    assert (told.bank, told.books, told.difference) == (13_000, 13_000, 0)
    assert {(a, stands.balance) for a, stands in told.standings} == {
        (account, 10_000),
        (other, 3_000),
    }


@pytest.mark.django_db
def test_a_movement_between_two_places_is_open_where_no_line_of_it_is_matched(account):
    platform = a_bank_account(host=account.host, name="支付宝")
    BankAccount.objects.filter(pk=platform.pk).update(number_in_books="1009")
    platform.refresh_from_db()
    (came,), (gift, _went) = lines(account, (7, 40)), lines(platform, (6, 40), (7, -40))
    purse = open_line(host=account.host, unit="fen", name="a purse")
    bank, alipay = (
        account_of(host=account.host, number=number, unit="fen") for number in ("1002", "1009")
    )
    rows = {"gift": Row(alipay, way_in(purse), 4_000), "deposit": Row(bank, alipay, 4_000)}
    made = {
        kind: post(
            key=kind, kind=kind, rows=[row], about=kind, at=NOON, on=may(7 - (kind == "gift"))
        )
        for kind, row in rows.items()
    }
    matched([gift], Posting.objects.filter(pk__in=made["gift"]))
    matched([came], Posting.objects.filter(pk__in=made["deposit"]))

    assert opened(sheet(account, 7)) == none_but()
    told = sheet(platform, 7)
    assert opened(told) == none_but(bank_out=[4_000], books_out=[4_000])
    assert (told.bank, told.books, told.difference) == (0, 0, 0)


@pytest.mark.django_db
def test_it_asks_no_more_for_more_rows_and_accounts(account):
    lines(account, (6, 100))
    booked(account.host, 500, on=may(6))
    (place,) = places_at_banks([account.host])
    with CaptureQueriesContext(connection) as few:
        reconciled(place, on=may(6))

    other = a_bank_account(host=account.host, name="建行")
    some = lines(other, (6, 1), (6, 2), (7, 3))
    matched(some[:1], [booked(account.host, 100, on=may(7), about="x")])
    (place,) = places_at_banks([account.host])
    with CaptureQueriesContext(connection) as many:
        reconciled(place, on=may(6))

    assert len(few) == len(many) == QUERIES


day_and_amount = st.tuples(
    st.integers(1, 9), st.integers(-9, 9).filter(bool), st.booleans(), st.integers(-2, 2)
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items=st.lists(day_and_amount, min_size=1, max_size=6), day=st.integers(1, 11))
def test_whatever_is_matched_both_sides_come_to_the_same(items, day):
    """Each item is on both sides, in the books some days earlier or later; summed here by hand."""
    with transaction.atomic():
        account = a_bank_account(host=a_host())
        found = lines(account, *((on, yuan) for on, yuan, _match, _later in sorted(items)))
        bank, books, open_bank, open_books = 0, 0, 0, 0
        for nth, (line, (on, yuan, is_matched, later)) in enumerate(
            zip(found, sorted(items), strict=True)
        ):
            posting = booked(account.host, yuan * 100, on=may(on + 3 + later), about=f"{nth}")
            was_given_first = yuan < 0  # what is paid was given first, on the same day
            there, in_books = on <= day, on + 3 + later <= day
            bank += yuan * 100 * there
            books += yuan * 100 * in_books - yuan * 100 * (was_given_first and in_books)
            if is_matched:
                matched([line], [posting])
            both = is_matched and there and in_books
            open_bank += yuan * 100 * (there and not both)
            open_books += yuan * 100 * (in_books and not both)
            open_books -= yuan * 100 * (was_given_first and in_books)

        told = sheet(account, day)

        assert told.books == books
        assert told.bank_in.total - told.bank_out.total == open_bank
        assert told.books_in.total - told.books_out.total == open_books
        if told.bank is not None:
            assert (told.bank, told.before, told.difference) == (bank, 0, 0)
            assert told.adjusted_bank == bank + open_books
            assert told.adjusted_bank == told.adjusted_books == books + open_bank
        else:
            assert day < min(line.booked_on for line in found).day - 1
        transaction.set_rollback(True)
