"""Whatever the books hold, two programs of others add it up to the same."""

import io
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanqiao.apps.books.actions import CannotPost, Row, post, reverse
from shanqiao.apps.books.lines import account_of, open_line, way_in, way_out
from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.outside import books_of_one_moment
from shanqiao.apps.books.queries import balance
from shanqiao.apps.books.sealing import seal
from shanqiao.cli.outsiders import OUTSIDERS
from shanqiao.feeds.journals import FORMS, write_journal
from tests.factories import NOON, TODAY, a_host

UNITS = ("fen", "meal", "米,斤", 'a"b', "x y")
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80)
moves = st.tuples(
    st.sampled_from(["in", "out", "over", "own", "back"]),
    st.integers(0, 1),
    st.integers(1, 10**15),
    st.integers(-400, 400),
    words,
)


def books_with(units, name, done):
    """The books of a new host in which these moves were made, as far as they could be."""
    host = a_host()
    made = []
    with transaction.atomic():
        pairs = {u: [open_line(host=host, unit=u, name=name) for _ in "ab"] for u in units}
        for n, (act, which, amount, day, about) in enumerate(done):
            unit = units[n % len(units)]
            here, there = pairs[unit][which], pairs[unit][1 - which]
            own = [account_of(host=host, number=x, unit=unit) for x in ("1002", "9 x;|")]
            rows = {
                "in": Row(own[0], way_in(here), amount),
                "out": Row(way_out(here), own[0], amount),
                "over": Row(way_out(here), way_in(there), amount),
                "own": Row(own[0], own[1], amount),
            }
            how = {
                "key": f"{host.pk} {n}",
                "about": about,
                "at": NOON,
                "on": TODAY + timedelta(day),
            }
            try:
                if act == "back" and made:
                    made += reverse(posting=Posting.objects.get(pk=made[which - 1]), **how)
                elif act != "back":
                    made += post(kind="other", rows=[rows[act]], **how)
            except CannotPost:
                pass
    return host


def journal_of(host, form):
    """(text, what must stand in each account)."""
    file = io.StringIO()
    with books_of_one_moment(host=host) as books:
        stands = write_journal(file, books, form=form, on=TODAY)
    return file.getvalue(), stands


@pytest.mark.thorough
@pytest.mark.parametrize("outsider", OUTSIDERS, ids=lambda outsider: outsider.form)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    units=st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True),
    name=words,
    done=st.lists(moves, max_size=20),
    sealed=st.booleans(),
)
def test_random_books_are_the_same_outside(
    committed, tmp_path_factory, outsider, units, name, done, sealed
):
    if outsider.where() is None:
        pytest.skip(outsider.get_it.en)
    host = books_with(units, name, done)
    if sealed:
        seal(at=NOON)

    text, stands = journal_of(host, outsider.form)

    file = tmp_path_factory.mktemp("books") / "journal"
    file.write_text(text, encoding="utf-8")
    assert outsider.differences(file, stands) == []
    wrong = {**stands, next(iter(stands)): next(iter(stands.values())) + 1}
    if outsider.form == "hledger":  # which is asked for its own sums
        assert len(outsider.differences(file, wrong)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_what_must_stand_is_what_screens_say(committed, form):
    done = [("in", 0, 70, 0, "a"), ("out", 0, 30, 1, "b"), ("own", 1, 5, -3, "c")]
    host = books_with(["fen"], "x", done)
    seal(at=NOON)

    _text, stands = journal_of(host, form)

    accounts = sorted(balance(account) for account in host.accounts.all())
    assert sorted(stands.values()) == accounts
    assert sum(stands.values()) == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_movement_of_several_parts_is_one_transaction(committed, form):
    host = a_host()
    one, other = (open_line(host=host, unit="fen", name=name) for name in "ab")
    bank = account_of(host=host, number="1002", unit="fen")
    rows = [Row(bank, way_in(one), 10), Row(bank, way_in(other), 20)]
    post(key="both", kind="gift", rows=rows, about="a box", at=NOON)

    text, _stands = journal_of(host, form)

    assert text.count("a box") == 1 and text.count("posting:") == 2


@pytest.mark.parametrize("form", FORMS)
def test_books_without_any_account_are_written(committed, form):
    assert journal_of(a_host(), form)[1] == {}
