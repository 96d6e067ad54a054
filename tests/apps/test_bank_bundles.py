"""Lines that a bank wrote alike, one after the other: suggested together for one movement, or for a group of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.apps.bank.bundles import LONGEST, alike, bundles_around, lines_suggested, stretches
from shanqiao.apps.bank.matching import match_lines, unmatched_lines
from shanqiao.apps.bank.models import BankAccount
from shanqiao.apps.bank.suggesting import WITHIN
from shanqiao.stories.bank_groups import may_be
from tests.apps.test_bank import taken_in
from tests.apps.test_bank_groups import gifts
from tests.apps.test_bank_matching import MAY, booked
from tests.factories import NOON, a_bank_account

HOSPITAL = "某医院"


@pytest.fixture
def account():
    return a_bank_account()


def written(account, *rows):
    """Lines with (day of May, amount, counterparty, words)."""
    text = "date,amount,counterparty,memo\n"
    text += "".join(f"2026-05-{day:02},{a},{party},{words}\n" for day, a, party, words in rows)
    return list(taken_in(text, account=account).lines.order_by("line"))


def told(line, *, most=3):
    """What a line may be: (its lines, the posting or the postings of the group)."""
    return [
        (list(s.lines), [s.posting.pk] if s.posting else list(s.group.postings))
        for s in may_be([line], most=most)[line]
    ]


@pytest.mark.django_db
def test_a_payment_split_by_the_limit_of_a_day_is_suggested_for_either_line(account):
    first, other, second = written(
        account,
        (6, "-3.00", HOSPITAL, "救助 1/2"),
        (6, "-9.00", "别的医院", "救助"),
        (7, "-2.00", HOSPITAL, "救助 2/2"),
    )
    payment = booked(account.host, -500)

    for line in (first, second):
        assert told(line) == [([first, second], [payment.pk])]
    assert told(other) == []
    (suggestion,) = may_be([first], most=3)[first]
    match_lines(lines=suggestion.lines, postings=[suggestion.posting], by=None, at=NOON)
    assert not unmatched_lines([account.host]).filter(pk__in=[first.pk, second.pk]).exists()


@pytest.mark.django_db
def test_without_a_counterparty_words_hold_lines_together_and_figures_in_them_do_not_matter(
    account,
):
    first, _loan, second = written(
        account,
        (6, "3.00", "", "现金存入 0001"),
        (6, "4.00", "", "利息"),
        (6, "2.00", "", "现金存入 0002"),
    )
    (box,) = gifts(account, 500)

    assert told(first) == [([first, second], [box.pk])]


@pytest.mark.django_db
def test_lines_of_which_the_bank_says_nothing_are_held_together_by_their_day(account):
    first, second, third = written(
        account, (6, "3.00", "", ""), (6, "2.00", "", ""), (7, "1.00", "", "")
    )
    (five,) = gifts(account, 500)
    gifts(account, 600, key="six")

    assert told(first)[-1] == ([first, second], [five.pk])
    assert told(third) == []


@pytest.mark.django_db
def test_a_settlement_in_two_transfers_is_suggested_for_the_gifts_of_its_day(account):
    first, second = written(
        account, (7, "4.00", "公益平台", "结算 1/2"), (7, "2.00", "公益平台", "结算 2/2")
    )
    postings = gifts(account, 100, 200, 300)

    assert told(first) == [([first, second], [posting.pk for posting in postings])]
    assert told(second)[-1] == ([first, second], [posting.pk for posting in postings])


@pytest.mark.django_db
def test_what_fits_one_line_alone_comes_before_what_fits_several(account):
    first, second = written(account, (6, "3.00", HOSPITAL, ""), (6, "2.00", HOSPITAL, ""))
    three, five = gifts(account, 300, 500)

    assert told(first) == [([first], [three.pk]), ([first, second], [five.pk])]


@pytest.mark.django_db
def test_other_accounts_directions_and_days_further_away_do_not_belong_together(account):
    other = a_bank_account(host=account.host)
    (line,) = written(account, (6, "3.00", HOSPITAL, ""))
    written(other, (6, "2.00", HOSPITAL, ""))
    written(account, (6, "-2.00", HOSPITAL, ""), (10, "2.00", HOSPITAL, ""))
    gifts(account, 500)

    assert bundles_around([line]) == {line: []}


@pytest.mark.django_db
def test_a_movement_is_at_most_three_days_from_the_first_and_from_the_last_line(account):
    first, second = written(account, (6, "3.00", HOSPITAL, ""), (9, "2.00", HOSPITAL, ""))
    booked(account.host, 500, on=MAY - timedelta(days=1), key="near the first only")
    assert told(first) == []

    near_both = booked(account.host, 500, on=MAY, key="near both")

    assert told(first) == [([first, second], [near_both.pk])]


@pytest.mark.django_db
def test_what_is_matched_already_is_in_no_bundle(account):
    first, second = written(account, (6, "3.00", HOSPITAL, ""), (6, "2.00", HOSPITAL, ""))
    two, five = gifts(account, 200, 500)
    match_lines(lines=[second], postings=[two], by=None, at=NOON)

    assert told(first) == []
    assert lines_suggested(five, account, came=True) == []


@pytest.mark.django_db
def test_a_movement_is_told_which_lines_it_may_be_the_nearer_day_first(account):
    first, second, alone = written(
        account,
        (5, "3.00", HOSPITAL, "a"),
        (5, "2.00", HOSPITAL, "b"),
        (7, "5.00", "别人", ""),
    )
    written(account, (6, "-5.00", "别人", ""), (12, "5.00", "别人", ""))
    near = booked(account.host, 500, on=date(2026, 5, 5))

    assert lines_suggested(near, account, came=True) == [(first, second), (alone,)]


@pytest.mark.django_db
def test_suggestions_for_many_lines_take_no_more_queries_than_for_one(account):
    written(account, *((1 + n // 3, f"{n + 1}.00", HOSPITAL, "") for n in range(24)))
    gifts(account, 300, 1500)
    lines = list(unmatched_lines([account.host]))

    def asked(some):
        with CaptureQueriesContext(connection) as queries:
            may_be(some, most=3)
        return len(queries)

    assert asked(lines) == asked(lines[12:13]) <= 13


@dataclass(frozen=True)
class Wrote:
    """A line as far as it is compared."""

    pk: int
    booked_on: date
    amount: int
    party: str
    words: str
    account_id: int = 1


WROTE = st.tuples(
    st.integers(0, 9),
    st.sampled_from([-1, 1]),
    st.sampled_from(["", "甲", "乙"]),
    st.sampled_from(["", "存入 1", "存入 22", "结算"]),
    st.integers(1, 2),
)


def as_lines(rows):
    return [Wrote(n, MAY + timedelta(days=days), *rest) for n, (days, *rest) in enumerate(rows, 1)]


def slowly(lines):
    """Every choice of lines, each looked at for itself, in words of the note."""

    def one_key(some):
        return len({line.account_id for line in some}) == len({x.amount > 0 for x in some}) == 1

    def one_voice(some):
        parties = {line.party for line in some}
        words = {"".join(sign for sign in x.words if not sign.isdigit()).strip() for x in some}
        days = {line.booked_on for line in some}
        if parties != {""}:
            return len(parties) == 1
        return len(words) == 1 and (words != {""} or len(days) == 1)

    def belong(some):
        return one_key(some) and one_voice(some)

    def by_day(line):
        return line.booked_on, line.pk

    for size in range(2, min(LONGEST, len(lines)) + 1):
        for some in combinations(sorted(lines, key=by_day), size):
            between = [
                x
                for x in lines
                if x not in some
                and by_day(some[0]) < by_day(x) < by_day(some[-1])
                and belong([*some, x])
            ]
            if belong(some) and not between and some[-1].booked_on - some[0].booked_on <= WITHIN:
                yield some


@given(st.lists(WROTE, max_size=9).map(as_lines))
def test_the_fast_search_finds_what_the_slow_one_does(lines):
    fast = [bundle.lines for row in alike(lines) for bundle in stretches(row, range(len(row)))]

    assert len(fast) == len(set(fast))
    assert set(fast) == set(slowly(lines))


@pytest.mark.django_db
def test_a_line_is_in_a_bounded_number_of_bundles(account):
    lines = written(account, *((6, f"{n + 1}.00", HOSPITAL, "") for n in range(30)))

    found = bundles_around([lines[15]])[lines[15]]

    assert len(found) == len(set(found)) == sum(range(2, LONGEST + 1)) == 54
    assert max(len(bundle.lines) for bundle in found) == LONGEST
    assert BankAccount.objects.count() == 1


@pytest.mark.django_db
def test_of_a_busy_account_the_lines_that_came_nearest_are_opened(account, monkeypatch):
    lines = written(account, *((6, f"{n + 1}.00", HOSPITAL, "") for n in range(12)))
    monkeypatch.setattr("shanqiao.apps.bank.bundles.OPENED", 3)

    found = {bundle.lines for bundle in bundles_around([lines[8]])[lines[8]]}

    assert found == {tuple(lines[7:9]), tuple(lines[8:10]), tuple(lines[7:10])}
