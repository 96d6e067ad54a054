"""Several lines, one movement or many: as whole, as exact and as free again as one line is."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.bank.matching import (
    CannotMatch,
    CannotMatchSum,
    match_lines,
    matches_of,
    sums,
    take_match_back,
    unmatched_lines,
    unmatched_postings,
)
from shanqiao.apps.bank.models import Match, MatchLine, MatchPart
from tests.apps.crowd import all_at_once
from tests.apps.test_bank_groups import gifts
from tests.apps.test_bank_matching import booked, lines_at_the_bank
from tests.factories import NOON, a_bank_account, a_host


@pytest.fixture
def account():
    return a_bank_account()


def in_two_parts(account):
    """A payment of five yuan, and the two lines in which the bank paid it."""
    lines = lines_at_the_bank(account, (6, "-3.00", "a"), (7, "-2.00", "b"))
    return lines, booked(account.host, -500)


@pytest.mark.django_db
def test_a_payment_in_two_parts_is_one_movement_and_taking_it_back_frees_both_lines(account):
    hosts = [account.host]
    lines, payment = in_two_parts(account)

    match = match_lines(lines=lines[::-1], postings=[payment], by=None, at=NOON)

    assert not unmatched_lines(hosts).exists() and payment not in unmatched_postings(hosts)
    assert sums(hosts)["lines"] == {"n": 0, "came": 0, "went": 0}
    told = matches_of(hosts).get()
    assert [part.line for part in told.lines.all()] == lines
    assert (told.amount, told.on, told.postings) == (-500, date(2026, 5, 6), [payment.pk])
    take_match_back(match=match, why="two payments", by=None, at=NOON)
    assert list(unmatched_lines(hosts)) == lines and payment in unmatched_postings(hosts)
    again = match_lines(lines=lines, postings=[payment], by=None, at=NOON)
    assert list(again.lines.order_by("part").values_list("part", "line_turn")) == [(0, 1), (1, 1)]


@pytest.mark.django_db
def test_several_lines_are_several_movements_when_the_sums_agree(account):
    lines = lines_at_the_bank(account, (6, "4.00", "a"), (6, "2.00", "b"))
    postings = gifts(account, 100, 200, 300)

    match = match_lines(lines=lines, postings=postings, by=None, at=NOON)

    assert (match.lines.count(), match.parts.count()) == (2, 3)
    assert not unmatched_lines([account.host]).exists()


@pytest.mark.django_db
def test_sums_that_differ_by_a_fen_say_by_how_much(account):
    lines = lines_at_the_bank(account, (6, "3.00", "a"), (6, "2.01", "b"))
    (gift,) = gifts(account, 500)

    for some, off in ((lines, -1), (lines[:1], 200)):
        with pytest.raises(CannotMatchSum) as refusal:
            match_lines(lines=some, postings=[gift], by=None, at=NOON)
        assert refusal.value.off == off
    with pytest.raises(CannotMatch, match="at least one line"):
        match_lines(lines=[], postings=[gift], by=None, at=NOON)


@pytest.mark.django_db
def test_lines_of_two_accounts_or_of_two_directions_are_not_the_same(account):
    (line,) = lines_at_the_bank(account, (6, "3.00", "a"))
    (went,) = lines_at_the_bank(account, (6, "-2.00", "b"))
    (other,) = lines_at_the_bank(a_bank_account(host=account.host), (6, "2.00", "c"))
    five, one = gifts(account, 500, 100)

    with pytest.raises(CannotMatch, match="several accounts"):
        match_lines(lines=[line, other], postings=[five], by=None, at=NOON)
    with pytest.raises(CannotMatch, match="others went out"):
        match_lines(lines=[line, went], postings=[one], by=None, at=NOON)


@pytest.mark.django_db
def test_a_line_of_a_match_is_in_no_second_one(account):
    one, two, three = lines_at_the_bank(account, (6, "3.00", "a"), (6, "2.00", "b"), (6, "3", "c"))
    first, second = gifts(account, 500), gifts(account, 500, key="again")
    match_lines(lines=[one, two], postings=first, by=None, at=NOON)

    with pytest.raises(CannotMatch, match="One of these lines was matched already"):
        match_lines(lines=[two, three], postings=second, by=None, at=NOON)

    assert list(unmatched_lines([account.host])) == [three]


def written(lines, postings, *, line_count=None, size=None):
    """Rows as somebody writes them who asks no action; looked at as when the transaction ends."""
    with transaction.atomic():
        match = Match.objects.create(
            line_count=line_count or len(lines), size=size or len(postings), at=NOON
        )
        for part, line in enumerate(lines):
            MatchLine.objects.create(match=match, part=part, line=line)
        for part, posting in enumerate(postings):
            MatchPart.objects.create(match=match, part=part, posting=posting.pk)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
def test_the_database_lets_nobody_write_what_is_half_or_of_two_accounts_or_does_not_add_up(account):
    one, two = lines_at_the_bank(account, (6, "3.00", "a"), (6, "2.00", "b"))
    (went,) = lines_at_the_bank(account, (6, "-2.00", "c"))
    (same_host,) = lines_at_the_bank(a_bank_account(host=account.host), (6, "2.00", "d"))
    (other_host,) = lines_at_the_bank(a_bank_account(host=a_host()), (6, "2.00", "e"))
    euro = a_bank_account(host=account.host, currency="EUR")
    euros = lines_at_the_bank(euro, (6, "3.00", "f"), (6, "2.00", "g"))
    five, four, three, single = gifts(account, 500, 499, 300, 100)
    payment = booked(account.host, -500)

    for lines, postings, said in (
        ([one], [three], {"line_count": 2}),  # half
        ([one, two], [five], {"size": 2}),
        ([one, two], [four], {}),  # off by a fen
        ([one, two], [payment], {}),  # the other side
        ([one, same_host], [five], {}),
        ([one, other_host], [five], {}),
        ([one, went], [single], {}),  # 3.00 less 2.00
        (euros, [five], {}),
        ([one, one], [five], {}),
    ):
        with pytest.raises(IntegrityError, match="refused"):
            written(lines, postings, **said)
    with pytest.raises(IntegrityError, match="bank_match_of_some_line"), transaction.atomic():
        Match.objects.create(line_count=0, size=1, at=NOON)
    assert not Match.objects.exists()

    written([one, two], [five])
    assert matches_of([account.host]).get().amount == 500


@pytest.mark.django_db
def test_no_line_joins_a_match_that_stands(account):
    one, two, three = lines_at_the_bank(account, (6, "3.00", "a"), (6, "2.00", "b"), (6, "1", "c"))
    match = match_lines(lines=[one, two], postings=gifts(account, 500), by=None, at=NOON)

    for part in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            MatchLine.objects.create(match=match, part=part, line=three)
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        MatchLine.objects.filter(match=match, part=1).update(line=three)
    assert match.lines.count() == 2


@pytest.mark.django_db
def test_a_list_of_matches_takes_no_more_queries_for_many_lines_than_for_one(account):
    rows = lines_at_the_bank(account, *((6, "1.00", f"r{n}") for n in range(12)))
    for n, some in enumerate((rows[:1], rows[1:4], rows[4:])):
        gift = gifts(account, 100 * len(some), key=f"k{n}")
        match_lines(lines=some, postings=gift, by=None, at=NOON)

    def asked(rows):
        with CaptureQueriesContext(connection) as queries:
            told = [[part.line.account.name for part in match.lines.all()] for match in rows]
        return len(queries), sum(map(len, told))

    assert asked(matches_of([account.host])) == (2, 12)
    assert asked(matches_of([account.host]).filter(size=1)[:1]) == (2, 8)


def test_whoever_presses_at_once_overlapping_lines_share_nothing_and_add_up(committed):
    account = a_bank_account()
    lines = lines_at_the_bank(account, *((6, "1.00", f"r{n}") for n in range(9)))
    pairs = [
        [*gifts(account, 100, key=f"one {n}"), *gifts(account, 200, key=f"two {n}")]
        for n in range(4)
    ]
    wishes = [
        (lines[n : n + 3][:: (-1) ** n], pair[:: (-1) ** n]) for n in range(7) for pair in pairs
    ]

    outcomes = all_at_once(
        [
            lambda some=some, pair=pair: match_lines(lines=some, postings=pair, by=None, at=NOON)
            for some, pair in wishes
        ]
    )

    assert all(isinstance(outcome, Match | CannotMatch) for outcome in outcomes)
    made = [outcome for outcome in outcomes if isinstance(outcome, Match)]
    assert 1 <= len(made) <= 3
    for rows, column in ((MatchLine, "line"), (MatchPart, "posting")):
        taken = list(rows.objects.values_list(column, flat=True))
        assert len(taken) == len(set(taken))
    assert MatchLine.objects.count() == 3 * len(made)
    assert MatchPart.objects.count() == 2 * len(made)
    left = list(unmatched_lines([account.host]))
    assert len(left) == 9 - 3 * len(made)


def test_whoever_writes_rows_at_once_without_an_action_is_refused_too(committed):
    account = a_bank_account()
    one, two, three = lines_at_the_bank(account, (6, "3.00", "a"), (6, "2.00", "b"), (6, "2", "c"))
    postings = [posting for n in range(6) for posting in gifts(account, 500, key=f"k{n}")]
    wishes = [([one, other], [posting]) for other in (two, three) for posting in postings]

    outcomes = all_at_once(
        [lambda some=some, them=them: written(some, them) for some, them in wishes]
    )

    refused = [outcome for outcome in outcomes if outcome is not None]
    assert len(refused) == len(wishes) - 1
    assert all(isinstance(outcome, IntegrityError) for outcome in refused)
    assert MatchLine.objects.filter(line=one).count() == 1


def test_a_match_is_taken_back_and_its_lines_matched_anew_at_once(committed):
    account = a_bank_account()
    lines, payment = in_two_parts(account)
    first = match_lines(lines=lines, postings=[payment], by=None, at=NOON)

    def back():
        return take_match_back(match=first, why="again", by=None, at=NOON)

    def anew():
        return match_lines(lines=lines, postings=[payment], by=None, at=NOON)

    outcomes = all_at_once([back, anew, anew, back, anew, anew])

    assert not [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, CannotMatch)]
    standing = Match.objects.filter(undone=None)
    assert standing.count() == sum(isinstance(outcome, Match) for outcome in outcomes) <= 1
    assert MatchLine.objects.filter(match__in=standing).count() == 2 * standing.count()
