"""The books: written once, never spent beyond what is there, and followed both ways."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shanqiao.apps.books.actions import (
    CannotPost,
    CannotPostAgain,
    Given,
    Row,
    post,
    post_many,
    release,
    release_what_ended,
    reserve,
    reverse,
)
from shanqiao.apps.books.lines import (
    account_of,
    key_of,
    lay_if_free,
    place_of,
    way_in,
    way_out,
)
from shanqiao.apps.books.models import Line, Posting
from shanqiao.apps.books.queries import balance
from shanqiao.apps.books.sealing import lay_everything
from shanqiao.apps.books.tracing import where_went, who_paid
from shanqiao.apps.books.verifying import verify
from tests.apps.books_factories import a_gift, a_line, a_use
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY, a_host

WORKERS = 50


@pytest.mark.django_db
def test_the_same_movement_again_is_the_one_that_was_written():
    line = a_line()

    assert a_gift(line, 100, "one") == a_gift(line, 100, "one")

    with pytest.raises(CannotPostAgain, match="Nothing was booked again"):
        a_gift(line, 101, "one")
    assert Posting.objects.count() == 1


@pytest.mark.django_db
def test_a_movement_of_several_parts_stands_or_falls_as_one():
    one = a_line()
    other = a_line(host=one.host)
    a_gift(one, 100, "gift")
    bank = place_of(host=one.host, unit="fen")
    rows = [Row(way_out(one), bank, 60), Row(way_out(other), bank, 1)]

    with pytest.raises(CannotPost, match="not enough left"):
        post(key="both", kind="use", rows=rows, about="two uses", at=NOON)

    one.refresh_from_db()
    assert (one.given, Posting.objects.count()) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["host", "unit"])
def test_a_movement_stays_with_one_host_and_one_unit(other):
    line = a_line()
    stranger = a_line(unit="meal", host=line.host) if other == "unit" else a_line()
    rows = [Row(place_of(host=stranger.host, unit=stranger.unit), way_in(line), 1)]

    with pytest.raises(CannotPost, match="one host, counted in one unit"):
        post(key="1", kind="gift", rows=rows, about="x", at=NOON)


@pytest.mark.django_db
def test_a_way_back_names_what_it_takes_back():
    line = a_line()
    a_gift(line, 5, "gift")
    rows = [Row(way_in(line), place_of(host=line.host, unit="fen"), 1)]

    with pytest.raises(CannotPost, match="Say which movement"):
        post(key="1", kind="gift", rows=rows, about="x", at=NOON)


@pytest.mark.django_db
def test_of_a_gift_only_what_is_not_used_goes_back():
    line = a_line()
    gift = Posting.objects.get(pk=a_gift(line, 100, "gift"))
    a_use(line, 70, "use")

    with pytest.raises(CannotPost, match="used already"):
        reverse(posting=gift, amount=31, key="back", about="x", at=NOON)
    reverse(posting=gift, amount=30, key="back", about="x", at=NOON)

    line.refresh_from_db()
    assert (line.received, line.given, line.free) == (70, 70, 0)


@pytest.mark.django_db
def test_what_comes_back_is_given_again_and_followed_to_its_giver():
    line = a_line()
    first, second = a_gift(line, 60, "1"), a_gift(line, 40, "2")
    use = a_use(line, 80, "use")
    reverse(posting=Posting.objects.get(pk=use), amount=30, key="back", about="not needed", at=NOON)
    again = a_use(line, 45, "again")

    assert who_paid(use) == [(first, 50)]
    assert who_paid(again) == [(first, 10), (second, 35)]
    assert where_went(second) == ([(again, 35)], 5)
    assert [(first, 50), (first, 10)] == [
        (first, amount) for _use, amount in where_went(first).uses
    ]


@pytest.mark.django_db
def test_a_gift_granted_on_to_another_host_is_followed_there_and_counted_once():
    ours, theirs = a_line(), a_line()
    gift = a_gift(ours, 100, "gift")
    rows = [
        Row(way_out(ours), place_of(host=ours.host, unit="fen"), 40),
        Row(place_of(host=theirs.host, unit="fen"), way_in(theirs), 40),
    ]
    moved = post(key="on", kind="move", rows=rows, about="granted on", at=NOON)
    use = a_use(theirs, 25, "use")

    assert where_went(gift) == ([(use, 25)], 75)
    assert who_paid(use) == [(gift, 25)]
    assert who_paid(moved[0]) == [(gift, 40)]


@pytest.mark.django_db
def test_a_promise_holds_and_ends_once():
    line = a_line()
    a_gift(line, 100, "gift")
    hold = reserve(line=line, amount=80, about="grant:1", at=NOON)

    with pytest.raises(CannotPost, match="not enough left"):
        a_use(line, 21, "too much")
    with pytest.raises(CannotPost, match="promised already"):
        reserve(line=line, amount=1, about="grant:1", at=NOON)
    a_use(line, 50, "use", hold=hold)

    with pytest.raises(CannotPost, match="used or let go already"):
        release(hold=hold, at=NOON)
    line.refresh_from_db()
    assert (line.held, line.given, line.free) == (0, 50, 50)


@pytest.mark.django_db
def test_a_promise_ends_with_its_last_instant():
    line = a_line()
    a_gift(line, 100, "gift")
    reserve(line=line, amount=80, about="a", at=NOON, until=NOON + timedelta(days=1))

    assert release_what_ended(at=NOON + timedelta(hours=23)) == 0
    assert release_what_ended(at=NOON + timedelta(hours=25)) == 1
    line.refresh_from_db()
    assert line.free == 100


def test_fifty_spending_the_last_fen_spend_it_once(committed):
    line = a_line()
    a_gift(line, 1, "gift")

    outcomes = all_at_once([partial(a_use, line, 1, f"use {n}") for n in range(WORKERS)])

    assert [isinstance(o, int) for o in outcomes].count(True) == 1
    assert {type(o) for o in outcomes} == {int, CannotPost}
    assert not list(verify())


def test_fifty_giving_at_once_wait_for_nobody_and_none_is_lost(committed):
    line = a_line()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM books_line WHERE id = %s FOR NO KEY UPDATE", [line.pk])
        outcomes = all_at_once([partial(a_gift, line, 2, f"g{n}") for n in range(WORKERS)])
        assert all(isinstance(o, int) for o in outcomes)  # while somebody holds the line
    assert lay_everything() == 2 * WORKERS
    a_use(line, 2 * WORKERS, "all of it")
    assert not list(verify())


def test_fifty_under_one_key_write_it_once(committed):
    line = a_line()

    outcomes = all_at_once([partial(a_gift, line, 2, "the same")] * WORKERS)

    assert len(set(outcomes)) == 1
    assert Posting.objects.count() == 1


def test_gifts_moves_and_uses_crossing_over_lines_all_end(committed):
    host = a_host()
    lines = [a_line(host=host) for _ in range(4)]
    for n, line in enumerate(lines):
        a_gift(line, 1_000, f"start {n}")

    def cross(n):
        here, there = lines[n % 4], lines[(n * 3 + 1) % 4]
        if here == there:
            return a_use(here, 7, f"act {n}")
        rows = [Row(way_out(here), way_in(there), 11)]
        return post(key=f"act {n}", kind="move", rows=rows, about="x", at=NOON)

    outcomes = all_at_once([partial(cross, n) for n in range(WORKERS)])

    assert not [o for o in outcomes if isinstance(o, Exception)]
    assert not list(verify())


@pytest.mark.django_db
def test_a_balance_is_asked_for_now_and_for_any_day():
    line = a_line()
    bank = place_of(host=line.host, unit="fen")
    for n in range(5):
        a_gift(line, 10, f"g{n}", on=date(2026, 5, 1 + n))
    a_use(line, 15, "use")

    assert (balance(bank), balance(bank, on=date(2026, 5, 3))) == (35, 30)
    assert balance(way_in(line)) == -50


@pytest.mark.django_db
def test_the_database_itself_refuses_a_change():
    line = a_line()
    gift = a_gift(line, 10, "gift")
    lay_if_free(line=line)

    for change in (
        lambda: Posting.objects.filter(pk=gift).update(amount=9),
        lambda: Posting.objects.filter(pk=gift).delete(),
        lambda: Line.objects.filter(pk=line.pk).update(held=11),
        lambda: line.stretches.update(high=9),
        lambda: line.accounts.update(number="1"),
    ):
        with (
            pytest.raises(DatabaseError, match=r"Cannot|books_line_holds_enough"),
            transaction.atomic(),
        ):
            change()


@pytest.mark.django_db
def test_many_gifts_are_written_at_once_and_again_without_doubling():
    line = a_line()
    place, way = place_of(host=line.host, unit="fen").pk, way_in(line).pk
    many = [Given(key_of(f"m{n}"), f"gift {n}", TODAY, place, way, n + 1) for n in range(10)]

    assert post_many(kind="gift", movements=iter(many[:6]), at=NOON) == 6
    assert post_many(kind="gift", movements=many, at=NOON) == 4
    assert post_many(kind="gift", movements=[], at=NOON) == 0
    assert lay_if_free(line=line) == 55

    other = [many[0]._replace(amount=7)]
    with pytest.raises(CannotPostAgain):
        post_many(kind="gift", movements=other, at=NOON)
    taking = [Given(key_of("t"), "a use", TODAY, way_out(line).pk, place, 1)]
    with pytest.raises(CannotPost):
        post_many(kind="use", movements=taking, at=NOON)
    assert Posting.objects.count() == 10


@pytest.mark.django_db
def test_a_posting_takes_back_one_that_is_there_whoever_writes_it():
    line = a_line()
    (gift,) = post(
        key="g", kind="gift", rows=[Row(place_of(host=line.host, unit="fen"), way_in(line), 5)],
        about="a gift", at=NOON,
    )  # fmt: skip
    there = Posting.objects.get(pk=gift)
    back = {
        "part": 1, "kind": "gift", "debit": there.credit, "credit": there.debit, "amount": 5, "about": "back",
        "on": TODAY, "at": NOON, "turn": there.turn,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        Posting.objects.create(key=key_of("nothing"), reverses_id=gift + 1, **back)

    assert Posting.objects.create(key=key_of("it"), reverses_id=gift, **back).pk


@pytest.mark.django_db
def test_an_account_of_a_host_is_one_however_often_it_is_asked_for():
    host = a_host()

    assert account_of(host=host, number="1001", unit="fen") == account_of(
        host=host, number="1001", unit="fen"
    )
