"""What goods are worth stands beside their pieces, to the fen."""

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanqiao.apps.books.actions import (
    CannotPost,
    CannotPostAgain,
    Row,
    carry_worth,
    post,
    reverse,
    tell_worth,
)
from shanqiao.apps.books.lines import account_of, way_in, way_out
from shanqiao.apps.books.models import Account, Line, Posting
from shanqiao.apps.books.queries import balance
from shanqiao.apps.books.verifying import verify
from shanqiao.apps.books.worth import lines_whose_worth_differs, worth_beside
from shanqiao.apps.giving.goods import take_in_kind
from shanqiao.apps.giving.undoing import undo_gift
from shanqiao.engines.quantities import fen, split
from shanqiao.stories.checks import run_checks
from shanqiao.stories.host_books import statements_of
from shanqiao.stories.host_statements import amount_of
from tests.apps.books_factories import a_gift, a_line, a_use, without_triggers
from tests.apps.test_giving_in_kind import goods
from tests.factories import NOON, TODAY, a_host, a_manager, a_purse

pytestmark = pytest.mark.django_db


def a_lot(line, pieces, worth, key):
    gift = Posting.objects.get(pk=a_gift(line, pieces, key))
    if worth:
        tell_worth(posting=gift, worth=worth, at=NOON)
    return gift


def stock(host):
    return balance(account_of(host=host, number="1201", unit="fen"))


def cost(line):
    return sum(map(balance, Account.objects.filter(line=line, unit="fen", number="5101")))


def told(host):
    shown = statements_of(host, first=TODAY, last=TODAY)
    return (
        amount_of(shown.balance, "stock")[1],
        amount_of(shown.activities, "donations"),
        amount_of(shown.activities, "activities")[2],
    )


def test_a_lot_is_stock_and_income_and_its_pieces_are_a_cost_when_they_are_given():
    line = a_line(unit="piece")
    a_lot(line, 3, 100, "three")

    worths = []
    for n in range(3):
        a_use(line, 1, f"use {n}")
        worths.append(cost(line) - sum(worths))

    assert worths == [34, 33, 33] == [part.count for part in split(fen(100), [1, 1, 1])]
    assert told(line.host) == (0, (0, 100, 100), 100)
    assert Line.objects.get(pk=line.pk).given == 3  # pieces: worth lies on no line


def test_what_is_in_stock_stands_in_the_balance_sheet_under_its_conditions():
    gift = goods(amount=20, valued=200_000)
    free = a_purse(kinds=["goods"], received=0, fund=gift.purse.fund)
    goods(purse=free, what="毛巾", amount=5, valued=1_001, key="lot 2")

    assert told(gift.purse.fund.host) == (201_001, (1_001, 200_000, 201_001), 0)


def test_what_nobody_valued_and_services_are_no_income():
    gift = goods(basis="none", valued=None, paper="")
    hours = a_purse(kinds=["care_hour"], received=0, fund=gift.purse.fund)
    goods(purse=hours, how="hours", what="照护", amount=6, key="hours")

    assert told(gift.purse.fund.host) == (0, (0, 0, 0), 0)


def test_what_comes_back_is_in_stock_again_and_a_gift_undone_was_never_there():
    line = a_line(unit="piece")
    a_lot(line, 3, 100, "a")
    a_lot(line, 2, 7, "b")
    use = Posting.objects.get(pk=a_use(line, 4, "use"))
    reverse(posting=use, amount=2, key="back", about="back", at=NOON)
    gift = goods()

    undo_gift(gift=gift, why="twice", by=a_manager(gift.purse.fund), at=NOON)

    assert (stock(line.host), cost(line)) == (33 + 4 + 3, 34 + 33)
    assert stock(gift.purse.fund.host) == 0
    assert not list(verify())


def test_the_same_worth_again_is_the_same_and_another_is_refused():
    line = a_line(unit="piece")
    lot = a_lot(line, 3, 100, "a")

    tell_worth(posting=lot, worth=100, at=NOON)
    with pytest.raises(CannotPostAgain):
        tell_worth(posting=lot, worth=101, at=NOON)

    assert stock(line.host) == 100


def test_a_lot_that_is_told_again_is_booked_once():
    gift = goods()
    told = {"what": "冬被", "how": "goods", "amount": 20, "basis": "market", "valued": 5}

    again = take_in_kind(donor=gift.donor, purse=gift.purse, key="lot 1", at=NOON, **told)

    assert again == gift
    assert stock(gift.purse.fund.host) == 200_000


def test_lots_from_before_are_booked_afterwards_as_if_they_had_been_at_once(capsys):
    gift = goods(amount=3, valued=100)
    line = gift.purse.line
    use = Posting.objects.get(pk=a_use(line, 2, "use"))
    reverse(posting=use, amount=1, key="back", about="back", at=NOON)
    before = stock(line.host), cost(line)
    worth = "key IN (SELECT key FROM books_posting WHERE about LIKE 'worth:%')"
    without_triggers(f"DELETE FROM books_posting WHERE {worth}")
    assert stock(line.host) == 0

    call_command("book_worth")
    call_command("book_worth")

    assert (stock(line.host), cost(line)) == before == (66, 34)
    assert "1 lots" in capsys.readouterr().out
    assert carry_worth(at=NOON) == 3


def test_a_worth_that_was_changed_is_found():
    line = a_line(unit="piece")
    lot = a_lot(line, 3, 100, "a")
    a_use(line, 1, "use")
    assert lines_whose_worth_differs() == []

    change = f"UPDATE books_posting SET amount = 90 WHERE id = {worth_beside(lot).pk}"
    without_triggers(change)

    assert lines_whose_worth_differs() == [line]
    assert [str(found.row) for found in verify()] == [f"line {line.pk}"]
    [result] = [r for r in run_checks(at=NOON) if r.check.code == "goods_like_their_worth"]
    assert not result.holds


acts = st.tuples(
    st.sampled_from(["lot"] * 4 + ["use"] * 3 + ["move", "back", "give_back"]),
    st.integers(0, 1),
    st.integers(1, 9),
    st.integers(0, 50),
)


class Store:
    """Lots come, are given, move, come back; every piece has the worth the slow way gives it."""

    def __init__(self):
        host = a_host()
        self.host, self.n = host, 0
        self.lines = [a_line(host=host, unit="piece") for _ in range(2)]
        self.place = account_of(host=host, number="1201", unit="piece")
        self.lots, self.uses, self.received, self.undone = [], [], 0, 0

    def do(self, act, line, pieces, number):
        self.n += 1
        try:
            with transaction.atomic():
                getattr(self, act)(self.lines[line], self.lines[1 - line], pieces, number)
        except CannotPost:
            pass

    def lot(self, line, other, pieces, worth):
        self.lots.append(a_lot(line, pieces, worth, f"k{self.n}"))
        self.received += worth

    def use(self, line, other, pieces, number):
        self.uses.append(Posting.objects.get(pk=a_use(line, pieces, f"k{self.n}")))

    def move(self, line, other, pieces, number):
        rows = [Row(way_out(line), way_in(other), pieces)]
        post(key=f"k{self.n}", kind="move", rows=rows, about="x", at=NOON)

    def back(self, line, other, pieces, number):
        self._reverse(self.uses, pieces, number)

    def give_back(self, line, other, pieces, number):
        if back := self._reverse(self.lots, pieces, number):
            self.undone += worth_beside(back).amount if worth_beside(back) else 0

    def _reverse(self, those, pieces, number):
        if those:
            posting = those[number % len(those)]
            key = f"k{self.n}"
            [pk] = reverse(posting=posting, amount=pieces, key=key, about="x", at=NOON)
            return Posting.objects.get(pk=pk)
        return None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(acts, max_size=20))
def test_stock_is_what_lots_are_worth_less_what_was_given_out(done):
    with transaction.atomic():
        store = Store()
        for act in done:
            store.do(*act)

        assert lines_whose_worth_differs() == []
        given = sum(cost(line) for line in store.lines) - _moved(store)
        assert stock(store.host) == store.received - store.undone - given
        shown = statements_of(store.host, first=TODAY, last=TODAY)
        assets = amount_of(shown.balance, "assets")
        assert assets == amount_of(shown.balance, "liabilities_and_net_assets")
        assert assets[1] == stock(store.host) >= 0
        if not balance(store.place):
            assert stock(store.host) == 0  # nothing is left over when the last piece is gone
        transaction.set_rollback(True)


def _moved(store):
    """The worth of what went from one line to the other, which is no cost."""
    moved = Posting.objects.filter(about__startswith="worth:", kind="move")
    return sum(p.amount if p.debit.number == "5101" else 0 for p in moved.select_related("debit"))
