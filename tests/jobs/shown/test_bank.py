"""The bank of the generated city: two statements taken in with a gap, a month matched, and one that waits."""

import pytest
from django.db import connection

from shanqiao.apps.bank.gaps import gaps_of
from shanqiao.apps.bank.matching import matches_of, sums, unmatched_lines, unmatched_postings
from shanqiao.apps.bank.models import BankAccount, Match, Remark, Statement, Unmatch
from shanqiao.apps.bank.suggesting import suggested
from shanqiao.apps.people.models import Person
from shanqiao.stories.bank_groups import groups_for, may_be
from shanqiao.stories.money_at_banks import funds_paying_from, paying_without_statements


@pytest.mark.thorough
@pytest.mark.django_db
def test_what_a_bank_wrote_is_shown():
    what_a_bank_wrote_is_shown()


def what_a_bank_wrote_is_shown():
    """In the city that was generated last."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is looked at when it ends

    account = BankAccount.objects.get()
    hosts, cashier = [account.host], Person.objects.get(username="cashier")
    [paying], others = funds_paying_from(account, cashier)
    assert (paying.tail, bool(others), paying_without_statements(cashier)) == (
        account.tail,
        True,
        [],
    )

    first, second, waiting = Statement.objects.order_by("handed_in_at")
    assert [s.taken for s in (first, second)] == [s.total for s in (first, second)]
    assert [(s.wrong, s.broken, s.known) for s in (first, second)] == [(0, 0, 0)] * 2
    assert (first.doubles, second.doubles) == (2, 0)
    assert (waiting.wrong, waiting.broken, waiting.taken_at) == (2, 1, None)
    assert Remark.objects.filter(statement=waiting).count() == 3
    assert waiting.good >= 2
    [gap] = gaps_of([account.pk])[account.pk]
    assert gap.missing

    matches = list(matches_of(hosts))
    assert len(matches) >= 4
    assert any(match.size > 1 for match in matches)
    assert [match.line_count for match in matches if match.line_count > 1] == [2]
    assert Unmatch.objects.count() == 1
    assert Match.objects.count() == len(matches) + 1
    lines = list(unmatched_lines(hosts))
    single, groups = suggested(lines), groups_for(lines)
    known = [line for line in lines if single[line] or groups[line]]
    assert len(known) > len(lines) / 2
    assert {line.words for line in lines if line not in known} >= {"季度结息", "爱心捐款"}
    together = [s for some in may_be(lines, most=3).values() for s in some if len(s.lines) > 1]
    assert any(f"{s.lines[0].words}{s.lines[1].words}".count("/2）") == 2 for s in together)
    assert unmatched_postings(hosts).exists()
    assert all(side["n"] for side in sums(hosts).values())
