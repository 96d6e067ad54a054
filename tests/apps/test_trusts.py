"""A charitable trust is signed, filed, changed, reported and ended; what it owes has a day."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from shanqiao.apps.giving.actions import unknown_donor_of
from shanqiao.apps.matching.models import Cover
from shanqiao.apps.trusts.actions import (
    CannotChangeTrust,
    CannotEndTrust,
    CannotFileTrust,
    CannotSignTrust,
    change_trust,
    end_trust,
    file_trust_change,
    publish_trust_change,
    report_trust_year,
)
from shanqiao.apps.trusts.models import TrustChange
from shanqiao.apps.trusts.queries import changes_of, duties_of, items_now, open_duties, trusts_of
from shanqiao.data.trusts import duty_rules
from tests.factories import NOON, a_payment, a_person, a_purse, an_assessed_need
from tests.giving import a_donor, a_gift
from tests.trusts import a_trust

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SIGNED_ON = date(2026, 5, 4)


def signing_of(trust):
    return trust.changes.get(kind="signed")


def told(trusts, at):
    return [(duty.what, duty.due_on, duty.done_on) for duty in duties_of(trusts, at=at)]


def changed(trust, on, kind=TrustChange.Kind.SUPERVISOR, at=None):
    return change_trust(
        trust=trust,
        kind=kind,
        now_is="广州某律师事务所",
        on=on,
        why="",
        by=a_person(),
        at=at or NOON + 60 * DAY,
    )


def test_a_trust_that_was_signed_is_filed_within_seven_days_and_then_published():
    trust = a_trust()
    assert told([trust], NOON) == [("file", date(2026, 5, 11), None)]

    file_trust_change(
        change=signing_of(trust),
        number="穗民慈信2026-7",
        on=date(2026, 5, 6),
        by=a_person(),
        at=NOON,
    )

    assert told([trust], NOON) == [
        ("file", date(2026, 5, 11), date(2026, 5, 6)),
        ("publish", date(2026, 6, 5), None),
    ]


def test_what_was_filed_before_the_rule_of_publication_is_not_owed_to_it():
    trust = a_trust(signed_on=date(2026, 3, 20))
    filed_on = duty_rules()["publish"].since - DAY

    file_trust_change(change=signing_of(trust), number="7", on=filed_on, by=a_person(), at=NOON)

    assert [what for what, *_ in told([trust], NOON)] == ["file"]


def test_two_changes_in_a_month_are_filed_together_by_the_tenth_of_the_next():
    trust = a_trust()
    changed(trust, date(2026, 5, 20))
    alone = told([trust], NOON)[1]
    changed(trust, date(2026, 5, 28), kind=TrustChange.Kind.BENEFICIARIES)

    assert alone == ("file", date(2026, 5, 27), None)
    assert [due for _what, due, _done in told([trust], NOON)[1:]] == [date(2026, 6, 10)] * 2


def test_a_change_of_trustee_is_filed_in_seven_days_whatever_else_changed():
    trust = a_trust()
    changed(trust, date(2026, 5, 20), kind=TrustChange.Kind.TRUSTEE)
    changed(trust, date(2026, 5, 21))

    assert [due for _what, due, _done in told([trust], NOON)[1:]] == [
        date(2026, 5, 27),
        date(2026, 5, 28),
    ]


def test_a_year_is_reported_once_and_by_the_end_of_march():
    trust = a_trust()
    report = partial(
        report_trust_year,
        trust=trust,
        year=2026,
        held=5_000_00,
        given=1_000_00,
        where="慈善中国",
        by=a_person(),
    )
    with pytest.raises(CannotFileTrust, match="once it is over"):
        report(on=NOON.date(), at=NOON)

    later = NOON + 300 * DAY
    assert ("report", date(2027, 3, 31), None) in told([trust], later)
    report(on=later.date(), at=later)
    with pytest.raises(CannotFileTrust, match="written down already"):
        report(on=later.date(), at=later)

    assert ("report", date(2027, 3, 31), later.date()) in told([trust], later)


def test_what_holds_now_is_what_the_latest_change_says():
    trust = a_trust(supervisor="广州老律师事务所")
    changed(trust, date(2026, 5, 20))

    now = items_now(trust, changes_of([trust]))

    assert now["supervisor"] == "广州某律师事务所"
    assert now["beneficiaries"] == trust.beneficiaries


@pytest.mark.parametrize(
    "name", ["善人大病救助慈善信托", "2026大病救助慈善信托", "善人2026大病救助信托"]
)
def test_a_trust_bears_brand_year_purpose_and_the_word(name):
    with pytest.raises(CannotSignTrust, match="in this order"):
        a_trust(name=name)


def test_who_signs_is_known_and_the_purse_is_empty_and_in_money():
    purse = a_purse(received=0)
    host = purse.fund.host
    refused = {
        "known by name": {"settlor": unknown_donor_of(host=host, at=NOON)},
        "another charity": {"settlor": a_donor()},
        "counted in yuan": {"purse": a_purse(received=0, kinds=("meal",))},
        "gifts of others": {"purse": a_purse(received=1)},
        "once it is signed": {"signed_on": NOON.date() + DAY},
    }
    for words, facts in refused.items():
        with pytest.raises(CannotSignTrust, match=words):
            a_trust(**{"purse": purse, **facts})
    a_trust(purse=purse)
    with pytest.raises(CannotSignTrust, match="another trust"):
        a_trust(purse=purse)


def test_what_a_trust_gives_covers_a_need_like_any_other_help():
    trust = a_trust()
    a_gift(donor=trust.settlor, purse=trust.purse, amount=500_00)
    need = an_assessed_need(needed=300_00)

    a_payment(need=need, purse=trust.purse, count=300_00)

    trust.purse.refresh_from_db()
    assert Cover.objects.get(need=need).granted == 300_00
    assert (trust.purse.given, trust.purse.free) == (300_00, 200_00)


def test_a_trust_ends_once_nothing_is_left_in_it():
    trust = a_trust()
    a_gift(donor=trust.settlor, purse=trust.purse, amount=300_00)
    end = partial(end_trust, trust=trust, on=NOON.date(), why="目的已实现", by=a_person(), at=NOON)
    with pytest.raises(CannotEndTrust, match="still holds money"):
        end()
    a_payment(purse=trust.purse, count=300_00)

    end()

    with pytest.raises(CannotEndTrust, match="ended already"):
        end()
    with pytest.raises(CannotChangeTrust, match="ended already"):
        changed(trust, NOON.date())
    assert trusts_of([trust.purse.fund]).get().has_ended
    assert ("file", date(2026, 5, 21), None) in told([trust], NOON)
    assert not [duty for duty in open_duties([trust], at=NOON + 700 * DAY) if duty.year == 2027]


def test_a_day_that_lies_ahead_or_before_what_happened_is_refused():
    trust = a_trust()
    for on in (SIGNED_ON - DAY, NOON.date() + DAY):
        with pytest.raises(CannotChangeTrust, match="lies ahead"):
            changed(trust, on, at=NOON)
        with pytest.raises(CannotFileTrust, match="lies ahead"):
            publish_trust_change(
                change=signing_of(trust), where="慈善中国", on=on, by=a_person(), at=NOON
            )


def test_what_was_signed_and_filed_stays_as_it_was_written():
    trust = a_trust()
    for row, field in ((trust, "beneficiaries"), (signing_of(trust), "why")):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{field: "other"})


def test_duties_of_many_trusts_are_asked_in_two_queries(django_assert_num_queries):
    trusts = [a_trust() for _ in range(5)]

    with django_assert_num_queries(2):
        assert len(duties_of(trusts, at=NOON)) == 5
