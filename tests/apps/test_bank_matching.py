"""Lines of accounts beside the books: suggested, matched once whoever presses, taken back by a new row."""

from datetime import date, timedelta

import pytest

from shanqiao.apps.bank.matching import (
    CannotMatch,
    match_lines,
    matches_of,
    sums,
    take_match_back,
    unmatched_lines,
    unmatched_postings,
)
from shanqiao.apps.bank.models import Match, MatchPart, StatementLine
from shanqiao.apps.bank.suggesting import suggested
from shanqiao.apps.books.actions import Row, post, reverse
from shanqiao.apps.books.lines import account_of, open_line, way_in, way_out
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.models import Entry
from tests.apps.crowd import all_at_once
from tests.apps.test_bank import taken_in
from tests.factories import NOON, a_bank_account, a_host, a_person

MAY = date(2026, 5, 6)


def lines_at_the_bank(account, *rows):
    """Lines with (day of May, amount, reference)."""
    text = "date,amount,ref\n" + "".join(f"2026-05-{d:02},{a},{r}\n" for d, a, r in rows)
    statement = taken_in(text, account=account)
    return list(statement.lines.order_by("line"))


def booked(host, amount, *, on=MAY, about="giving.gift:1", key=None):
    """A gift of so many fen that came to the bank; or what was paid from it."""
    line = open_line(host=host, unit="fen", name="a purse")
    bank = account_of(host=host, number="1002", unit="fen")
    (gift,) = post(
        key=key or f"{about} {amount} {on}",
        kind="gift",
        rows=[Row(bank, way_in(line), abs(amount))],
        about=about,
        at=NOON,
        on=on,
    )
    if amount > 0:
        return Posting.objects.get(pk=gift)
    (use,) = post(
        key=f"use {gift}",
        kind="use",
        rows=[Row(way_out(line), bank, -amount)],
        about=about,
        at=NOON,
        on=on,
    )
    return Posting.objects.get(pk=use)


@pytest.fixture
def account():
    return a_bank_account()


@pytest.mark.django_db
def test_a_line_may_be_what_has_its_amount_and_direction_within_three_days(account):
    (line,) = lines_at_the_bank(account, (6, "20.00", "r"))
    near = booked(account.host, 2000, on=MAY + timedelta(days=2))
    same_day = booked(account.host, 2000, about="giving.gift:2")
    booked(account.host, 2000, on=MAY + timedelta(days=4), about="giving.gift:3")
    booked(account.host, 2001, about="giving.gift:4")
    booked(a_host(), 2000, about="giving.gift:5")

    assert suggested([line]) == {line: [same_day, near]}


@pytest.mark.django_db
def test_a_reference_in_words_counts_before_the_day(account):
    (line,) = lines_at_the_bank(account, (6, "20.00", "giving.gift:7"))
    booked(account.host, 2000)
    named = booked(account.host, 2000, on=MAY + timedelta(days=3), about="giving.gift:7")

    assert suggested([line])[line][0] == named


@pytest.mark.django_db
def test_what_went_out_is_a_payment_and_no_gift(account):
    (line,) = lines_at_the_bank(account, (6, "-20.00", ""))
    payment = booked(account.host, -2000)

    assert suggested([line])[line] == [payment]


@pytest.mark.django_db
def test_what_is_matched_leaves_both_sides_and_comes_back_when_taken_back(account):
    hosts, by = [account.host], a_person()
    line, other = lines_at_the_bank(account, (6, "20.00", ""), (7, "5", ""))
    posting = booked(account.host, 2000)
    assert (sums(hosts)["lines"]["came"], sums(hosts)["postings"]["came"]) == (2500, 2000)

    pair = match_lines(lines=[line], postings=[posting], by=by, at=NOON)

    assert list(unmatched_lines(hosts)) == [other] and not unmatched_postings(hosts).exists()
    assert sums(hosts)["lines"] == {"n": 1, "came": 500, "went": 0}
    assert list(matches_of(hosts)) == [pair] and suggested([line]) == {line: []}
    with pytest.raises(CannotMatch, match="matched already"):
        match_lines(lines=[line], postings=[posting], by=by, at=NOON)

    take_match_back(match=pair, why="another giver", by=by, at=NOON)
    take_match_back(match=pair, why="pressed twice", by=by, at=NOON)

    assert list(unmatched_lines(hosts)) == [line, other] and not matches_of(hosts).exists()
    again = match_lines(lines=[line], postings=[posting], by=by, at=NOON)
    again.refresh_from_db()
    assert (again.lines.get().line_turn, again.parts.get().posting_turn) == (1, 1)
    acts = (
        Entry.objects.filter(subject__startswith="bank.match:")
        .order_by("pk")
        .values_list("act", flat=True)
    )
    assert list(acts) == ["bank.match", "bank.unmatch", "bank.match"]


@pytest.mark.django_db
def test_what_differs_is_not_matched_and_a_reason_is_asked_for(account):
    line, went = lines_at_the_bank(account, (6, "20.00", ""), (6, "-20.00", ""))
    posting = booked(account.host, 2000)
    for wrong in (
        booked(account.host, 2001, about="giving.gift:9"),
        booked(a_host(), 2000, about="giving.gift:8"),
    ):
        with pytest.raises(CannotMatch, match="differ"):
            match_lines(lines=[line], postings=[wrong], by=None, at=NOON)
    with pytest.raises(CannotMatch, match="differ"):
        match_lines(lines=[went], postings=[posting], by=None, at=NOON)

    with pytest.raises(CannotMatch, match="why"):
        take_match_back(
            match=match_lines(lines=[line], postings=[posting], by=None, at=NOON),
            why=" ",
            by=None,
            at=NOON,
        )


@pytest.mark.django_db
def test_a_gift_that_went_back_stands_on_the_other_side(account):
    came, went = lines_at_the_bank(account, (6, "20.00", ""), (7, "-20.00", ""))
    gift = booked(account.host, 2000)
    reverse(posting=gift, key="back", about="giving.gift:1", at=NOON, on=MAY + timedelta(days=1))

    found = suggested([came, went])

    assert found[came] == [gift] and found[went][0].reverses_id == gift.pk


@pytest.mark.django_db
def test_a_page_of_suggestions_takes_two_queries(account, django_assert_num_queries):
    lines_at_the_bank(account, *((day, "20.00", "") for day in range(1, 29)))
    booked(account.host, 2000)
    lines = list(unmatched_lines([account.host]))

    with django_assert_num_queries(2):
        suggested(lines)


def test_whoever_presses_at_once_a_line_and_a_posting_are_one_pair(committed):
    account = a_bank_account()
    lines = lines_at_the_bank(account, *((6, "20.00", f"r{n}") for n in range(4)))
    postings = [booked(account.host, 2000, about=f"giving.gift:{n}") for n in range(4)]
    wishes = [(line, posting) for line in lines for posting in postings] * 2

    outcomes = all_at_once(
        [
            lambda line=line, posting=posting: match_lines(
                lines=[line], postings=[posting], by=None, at=NOON
            )
            for line, posting in wishes
        ]
    )

    pairs = list(MatchPart.objects.values_list("match__lines__line", "posting"))
    assert len({line for line, _ in pairs}) == len(pairs) == len({posting for _, posting in pairs})
    assert all(isinstance(outcome, Match | CannotMatch) for outcome in outcomes)
    assert StatementLine.objects.count() == 4
