"""One line, many movements: together the same to the fen, once at a time, and all free again when taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.bank.matching import (
    CannotMatch,
    CannotMatchSum,
    match_lines,
    matches_of,
    take_match_back,
    unmatched_lines,
    unmatched_postings,
)
from shanqiao.apps.bank.models import Match, MatchLine, MatchPart
from shanqiao.apps.bank.suggesting import groups_suggested
from shanqiao.apps.books.models import Posting
from shanqiao.apps.giving.actions import take_gift
from shanqiao.apps.giving.boxes import deposit_cash
from shanqiao.apps.paying.results import take_results
from shanqiao.stories.bank_groups import groups_for
from tests.apps.crowd import all_at_once
from tests.apps.test_bank import taken_in
from tests.apps.test_bank_matching import MAY, booked, lines_at_the_bank
from tests.factories import NOON, a_bank_account, a_cashier, a_fund, a_purse
from tests.giving import a_donor
from tests.paying_factories import Till, told


@pytest.fixture
def account():
    return a_bank_account()


def gifts(account, *amounts, **facts):
    return [
        booked(account.host, amount, about=f"giving.gift:{n}", **facts)
        for n, amount in enumerate(amounts)
    ]


@pytest.mark.django_db
def test_a_line_may_be_many_movements_and_taking_it_back_frees_them_all(account):
    hosts = [account.host]
    (line,) = lines_at_the_bank(account, (6, "6.00", "settled"))
    postings = gifts(account, 100, 200, 300)

    match = match_lines(lines=[line], postings=postings, by=None, at=NOON)

    assert not unmatched_lines(hosts).exists() and not unmatched_postings(hosts).exists()
    assert matches_of(hosts).get().postings == [p.pk for p in postings]
    take_match_back(match=match, why="another day", by=None, at=NOON)
    assert unmatched_postings(hosts).count() == 3 and unmatched_lines(hosts).count() == 1
    again = match_lines(lines=[line], postings=postings[::-1], by=None, at=NOON)
    assert list(again.parts.order_by("part").values_list("part", "posting_turn")) == [
        (0, 1),
        (1, 1),
        (2, 1),
    ]


@pytest.mark.django_db
def test_a_sum_that_is_off_by_a_fen_says_by_how_much(account):
    (line,) = lines_at_the_bank(account, (6, "6.00", ""))
    postings = gifts(account, 100, 200, 301)

    for some, off in ((postings, 1), (postings[:2], -300)):
        with pytest.raises(CannotMatchSum) as refusal:
            match_lines(lines=[line], postings=some, by=None, at=NOON)
        assert refusal.value.off == off
    with pytest.raises(CannotMatch, match="at least one"):
        match_lines(lines=[line], postings=[], by=None, at=NOON)
    assert not Match.objects.exists()


@pytest.mark.django_db
def test_one_movement_named_twice_counts_once(account):
    (line,) = lines_at_the_bank(account, (6, "2.00", ""))
    (posting,) = gifts(account, 100)

    with pytest.raises(CannotMatchSum):
        match_lines(lines=[line], postings=[posting, posting], by=None, at=NOON)


@pytest.mark.django_db
def test_the_other_direction_does_not_make_up_for_what_is_too_much(account):
    (line,) = lines_at_the_bank(account, (6, "6.00", ""))
    postings = [*gifts(account, 700), booked(account.host, -100, about="a use")]

    with pytest.raises(CannotMatch, match="Direction"):
        match_lines(lines=[line], postings=postings, by=None, at=NOON)


@pytest.mark.django_db
def test_a_movement_of_a_group_is_in_no_second_one(account):
    first, second = lines_at_the_bank(account, (6, "3.00", "a"), (6, "5.00", "b"))
    one, two, three = gifts(account, 100, 200, 300)
    match_lines(lines=[first], postings=[one, two], by=None, at=NOON)

    with pytest.raises(CannotMatch, match="One of these movements was matched already"):
        match_lines(lines=[second], postings=[two, three], by=None, at=NOON)

    assert list(unmatched_lines([account.host])) == [second]
    assert list(unmatched_postings([account.host])) == [three]


@pytest.mark.django_db
def test_the_database_lets_nobody_join_a_group_or_write_one_that_does_not_add_up(account):
    line, other = lines_at_the_bank(account, (6, "3.00", "a"), (6, "3.00", "b"))
    one, two, three = gifts(account, 100, 200, 300)
    match = match_lines(lines=[line], postings=[one, two], by=None, at=NOON)

    @transaction.atomic
    def looked_at(write):
        write()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as when it ends

    def joined():
        MatchPart.objects.create(match=match, part=2, posting=three.pk)

    def half():
        began = begun(other)
        MatchPart.objects.create(match=began, part=0, posting=three.pk)

    def taken_from_another():
        began = begun(other)
        MatchPart.objects.create(match=began, part=0, posting=one.pk)

    for write in (joined, half, taken_from_another):
        with pytest.raises(IntegrityError, match="refused"):
            looked_at(write)
    assert Match.objects.count() == 1


@pytest.mark.django_db
def test_movements_of_one_kind_and_day_that_add_up_are_suggested(account):
    line, out = lines_at_the_bank(account, (7, "6.00", ""), (8, "-5.00", ""))
    postings = gifts(account, 100, 200, 300)
    gifts(account, 599, on=MAY + timedelta(days=1))

    found = groups_suggested([line, out])

    assert [(g.sort, g.name, g.on, g.postings) for g in found[line]] == [
        ("kind", "gift", MAY, tuple(p.pk for p in postings))
    ]
    assert found[out] == []


@pytest.mark.django_db
def test_gifts_of_a_platform_are_told_from_transfers_of_the_same_day():
    fund = a_fund()
    purse, account = a_purse(fund=fund, received=0), a_bank_account(host=fund.host)
    donor = a_donor(host=fund.host)
    for n, (how, amount) in enumerate([("bank", 100), ("bank", 200), ("cash", 400), ("cash", 50)]):
        gift = take_gift(
            donor=donor, purse=purse, amount=amount, how=how, key=f"g{n}", at=NOON, by=None
        )
        if how == "cash":
            deposit_cash(gift=gift, slip="S7", on=gift.on, by=a_cashier(fund), at=NOON)
    day = gift.on
    took = lines_on(account, day, "3.00", "4.50")

    found = groups_for(took)

    assert [[(g.sort, g.name, len(g.postings)) for g in found[line]] for line in took] == [
        [("how", "bank", 2)],
        [("slip", "S7", 2)],
    ]


@pytest.mark.django_db
def test_the_payments_of_a_batch_are_suggested_for_the_sum_it_was_debited_as():
    till = Till()
    account = a_bank_account(host=till.fund.host)
    grants = [till.grant(count=count) for count in (80_000, 70_000)]
    batch = till.batch(*grants)
    take_results(
        batch=batch,
        told=[told(item, "paid", count=item.count) for item in batch.items.all()],
        name="a",
        content=b"a",
        by=till.cashier,
        at=NOON,
    )
    on = Posting.objects.filter(kind="use").latest("pk").on
    (line,) = lines_on(account, on, "-1500.00")

    (group,) = groups_for([line])[line]

    assert (group.sort, group.name, len(group.postings)) == ("batch", batch.number, 2)
    postings = Posting.objects.filter(pk__in=group.postings)
    match_lines(lines=[line], postings=postings, by=None, at=NOON)
    assert groups_for([line])[line] == []


@pytest.mark.django_db
def test_groups_of_many_lines_take_no_more_queries_than_of_one(account):
    lines_at_the_bank(account, *((day, f"{day}.00", "-") for day in range(1, 25)))
    gifts(account, 100, 500)
    lines = list(unmatched_lines([account.host]))

    def asked(some):
        with CaptureQueriesContext(connection) as queries:
            groups_for(some)
        return len(queries)

    assert asked(lines) == asked(lines[5:6]) <= 9


def test_whoever_presses_at_once_overlapping_groups_share_nothing_and_add_up(committed):
    account = a_bank_account()
    lines = lines_at_the_bank(account, *((6, "3.00", f"r{n}") for n in range(6)))
    postings = gifts(account, *([100] * 9))
    ahead = [postings[n : n + 3] for n in range(7)]
    wishes = [(line, group[:: (-1) ** n]) for n, group in enumerate(ahead) for line in lines[:4]]

    outcomes = all_at_once(
        [
            lambda line=line, group=group: match_lines(
                lines=[line], postings=group, by=None, at=NOON
            )
            for line, group in wishes
        ]
    )

    parts = list(MatchPart.objects.values_list("posting", flat=True))
    assert len(parts) == len(set(parts))
    matched = MatchLine.objects.values_list("line", flat=True)
    assert len(matched) == len(set(matched)) >= 1
    assert all(match.parts.count() == match.size == 3 for match in Match.objects.all())
    assert all(isinstance(outcome, Match | CannotMatch) for outcome in outcomes)
    assert sum(isinstance(outcome, Match) for outcome in outcomes) == len(matched)


def begun(line):
    """A match of a line that says it has two movements, and has none yet."""
    match = Match.objects.create(line_count=1, size=2, at=NOON)
    MatchLine.objects.create(match=match, part=0, line=line)
    return match


def lines_on(account, day, *amounts):
    rows = "".join(f"{day:%Y-%m-%d},{amount}\n" for amount in amounts)
    return list(taken_in("date,amount\n" + rows, account=account).lines.order_by("line"))
