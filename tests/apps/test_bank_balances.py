"""Files whose lines bear no balance say what stood before and after them: compared from file to file, whatever overlaps."""

from datetime import date, timedelta
from itertools import groupby

import pytest
from django.db import InternalError, ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.apps.bank.actions import ask_to_take_statement, hand_in_statement
from shanqiao.apps.bank.balances import DAY, Span, gaps_between
from shanqiao.apps.bank.gaps import gaps_of
from shanqiao.apps.bank.models import StatementBalance, StatementLine
from shanqiao.apps.bank.queries import bears_balances, found_in
from shanqiao.jobs.statements import read_handed_in, take_handed_in
from tests.apps.test_bank import taken_in
from tests.factories import NOON, a_bank_account, a_person

FIRST = date(2026, 1, 1)


@pytest.fixture
def account():
    return a_bank_account()


def camt(*statements):
    """Each: ``("4-30 1000", "5-01 -50", "5-02 +20", "5-31 970")``: what stood before, the lines, what stood after."""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        + "".join(map(_statement, statements))
        + "</BkToCstmrStmt></Document>"
    )


def _statement(rows):
    opening, *lines, closing = rows
    told = _balance("OPBD", opening) + _balance("CLBD", closing)
    return f"<Stmt><Acct><Ccy>CNY</Ccy></Acct>{told}{''.join(map(_entry, lines))}</Stmt>"


def _balance(code, row):
    day, amount = row.split(" ")
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}"
        f"<Dt><Dt>{_day(day)}</Dt></Dt></Bal>"
    )


def _entry(row):
    day, amount = row.split(" ")
    return (
        f"<Ntry>{_amount(amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{_day(day)}</Dt></BookgDt>"
        f"<AcctSvcrRef>{row}</AcctSvcrRef></Ntry>"
    )


def _amount(text):
    side = "DBIT" if text.startswith("-") else "CRDT"
    return f'<Amt Ccy="CNY">{text.lstrip("+-")}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _day(text):
    month, day = text.split("-")
    return f"2026-{int(month):02}-{int(day):02}"


def handed_in(account, *statements):
    by = a_person()
    statement, _ = hand_in_statement(
        host=account.host,
        name="x.xml",
        content=camt(*statements).encode(),
        form="camt",
        account=account,
        by=by,
        at=NOON,
    )
    read_handed_in(statement, at=NOON)
    statement.refresh_from_db()
    return statement


def taken(account, *statements):
    statement = handed_in(account, *statements)
    ask_to_take_statement(statement=statement, whole=False, by=statement.handed_in_by, at=NOON)
    take_handed_in(statement, at=NOON)
    statement.refresh_from_db()
    assert statement.taken_at
    return statement


def gaps(account):
    return [
        (f"{g.after:%m-%d}", f"{g.before:%m-%d}", g.left / 100, g.begins / 100, g.closing)
        for g in gaps_of([account.pk])[account.pk]
    ]


APRIL = ("3-31 1000", "4-02 +100", "4-28 -150", "4-30 950")
MAY = ("4-30 950", "5-03 +70", "5-20 +50", "5-31 1070")
JUNE = ("6-01 1070", "6-02 +10", "6-30 1080")


@pytest.mark.django_db
def test_a_month_that_is_missing_is_told_and_closed_by_its_file(account):
    taken(account, APRIL)
    taken(account, JUNE)

    assert gaps(account) == [("04-30", "06-02", 950, 1070, False)]
    assert bears_balances(account)
    taken(account, MAY)
    assert gaps(account) == []


@pytest.mark.django_db
def test_files_may_come_newest_first_and_lines_without_balances_from_elsewhere(account):
    taken(account, JUNE)
    taken(account, APRIL)
    assert gaps(account) == [("04-30", "06-02", 950, 1070, False)]

    taken_in("date,amount,memo\n2026-05-03,70,x\n2026-05-20,50,y\n", account=account)

    assert gaps(account) == []


@pytest.mark.django_db
def test_months_that_overlap_or_lie_within_each_other_make_no_gap(account):
    taken(account, ("4-15 1100", "4-28 -150", "5-03 +70", "5-10 1020"))
    taken(account, APRIL)
    taken(account, MAY)
    taken(account, ("4-01 1000", "4-02 +100", "4-20 1100"))
    taken(account, ("5-01 950", "5-03 +70", "5-20 +50", "6-02 +10", "6-02 1080"))

    assert StatementLine.objects.count() == 5 and gaps(account) == []


@pytest.mark.django_db
def test_a_file_within_another_that_says_something_else_is_told(account):
    taken(account, ("3-31 1000", "4-02 +100", "4-20 1107"))
    taken(account, APRIL)

    assert gaps(account) == [
        ("03-31", "04-20", 1100, 1107, True),
        ("04-20", "04-30", 957, 950, True),
    ]


@pytest.mark.django_db
def test_what_is_missing_is_told_before_the_file_is_taken_in_and_blocks_nothing(account):
    taken(account, APRIL)

    statement = handed_in(account, JUNE)

    [part] = found_in(statement)["accounts"]
    assert part["gaps"] == [
        {
            "after": "2026-04-30",
            "before": "2026-06-02",
            "places": 1,
            "left": 95_000,
            "begins": 107_000,
            "missing": 12_000,
        }
    ]
    assert statement.broken == 0 and statement.good == 1
    assert found_in(handed_in(account, MAY))["accounts"][0]["gaps"] == []
    assert not StatementBalance.objects.filter(opening=107_000).exists()


@pytest.mark.django_db
def test_a_line_that_a_file_lacks_is_told_of_its_days(account):
    taken(account, ("3-31 1000", "4-02 +100", "4-30 950"))

    assert gaps(account) == [("03-31", "04-30", 1100, 950, True)]


@pytest.mark.django_db
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_statement_for_each_day_and_page_after_page_are_one(account, newest_first):
    days = [
        ("4-01 1000", "4-01 +100", "4-01 1100"),
        ("4-01 1100", "4-01 -20", "4-01 1080"),
        ("4-02 1080", "4-02 -80", "4-02 1000"),
        ("4-03 1000", "4-03 1000"),
    ]

    taken(account, *(reversed(days) if newest_first else days))

    kept = StatementBalance.objects.get()
    assert (kept.opening_on, kept.opening) == (date(2026, 3, 31), 100_000)
    assert (kept.closing_on, kept.closing) == (date(2026, 4, 3), 100_000)
    assert gaps(account) == []
    with pytest.raises((InternalError, ProgrammingError)):
        StatementBalance.objects.update(closing=1)


@pytest.mark.django_db
def test_a_day_that_a_file_lacks_between_its_own_statements_is_told(account):
    taken(
        account,
        ("4-01 1000", "4-01 +100", "4-01 1100"),
        ("4-03 1300", "4-03 -20", "4-03 1280"),
    )

    assert gaps(account) == [("04-01", "04-03", 1100, 1300, False)]


@pytest.mark.django_db
def test_lines_with_balances_tell_their_own_gap_once(account):
    taken_in("date,amount,balance\n2026-04-02,100,1100\n2026-04-28,-150,1000\n", account=account)
    taken(account, ("3-31 1000", "4-30 1000"))

    [gap] = gaps_of([account.pk])[account.pk]
    assert (gap.missing, gap.closing) == (5_000, False)


@pytest.mark.django_db
def test_two_files_of_one_day_of_which_one_was_made_before_it_was_over_make_no_gap(account):
    taken(account, ("3-31 1000", "4-02 +100", "4-30 +5", "4-30 1105"))
    taken(account, ("3-31 1000", "4-02 +100", "4-30 +5", "4-30 +7", "4-30 1112"))

    assert gaps(account) == []


# the slow way: what stands at the end of each day, by everything that happened
amounts = st.integers(-50, 50).filter(bool)
movements = st.lists(st.tuples(st.integers(0, 40), amounts), max_size=30)
ranges = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 15), st.booleans()), min_size=1, max_size=6
)


def _stands(movements, day):
    return 1_000 + sum(amount for on, amount in movements if on <= day)


def _span(movements, first, last, opens_on_its_first_day):
    """What a bank says of the days ``first`` to ``last``; its opening is dated in one of two ways."""
    lines = [on for on, _amount in movements if first <= on <= last]
    dated = first if opens_on_its_first_day else first - 1
    opening_on = min(lines) - 1 if lines and min(lines) <= dated else dated
    return Span(
        account=1,
        opening_on=FIRST + opening_on * DAY,
        opening=_stands(movements, first - 1),
        closing_on=FIRST + last * DAY,
        closing=_stands(movements, last),
    )


def _by_day(lines):
    days = groupby(sorted(lines), key=lambda line: line[0])
    return [(FIRST + day * DAY, sum(amount for _day, amount in some)) for day, some in days]


@given(movements=movements, files=ranges)
def test_whatever_files_overlap_in_whatever_order_what_they_hold_leaves_no_gap(movements, files):
    spans = [_span(movements, first, first + more, way) for first, more, way in files]
    begins = min(first for first, _more, _way in files)
    ends = max(first + more for first, more, _way in files)
    lines = [line for line in movements if begins <= line[0] <= ends]

    assert list(gaps_between(1, spans, _by_day(lines))) == []


@given(movements=movements, files=ranges)
def test_what_no_file_holds_between_two_of_them_is_what_the_gaps_say_is_missing(movements, files):
    spans = [_span(movements, first, first + more, way) for first, more, way in files]
    held = {day for first, more, _way in files for day in range(first, first + more + 1)}
    lines = [line for line in movements if line[0] in held]
    begins, ends = min(held), max(held)
    lost = [line for line in movements if begins <= line[0] <= ends and line[0] not in held]

    found = list(gaps_between(1, spans, _by_day(lines)))

    assert sum(gap.missing for gap in found) == sum(amount for _day, amount in lost)
    by_stretch = {}
    for day, amount in lost:
        stretch = max(h for h in held if h < day)
        by_stretch[stretch] = by_stretch.get(stretch, 0) + amount
    assert len(found) == sum(1 for amount in by_stretch.values() if amount)
    assert all(gap.after < gap.before for gap in found)
    assert all(gap.before - gap.after > timedelta(0) for gap in found)
