"""What a purse is for changes when everything is there: the decision, the givers, the filing. Not a day before."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from shanqiao.apps.governing.changing import (
    CannotAddToChange,
    CannotRestrict,
    CannotTakeEffect,
    answer_objection,
    file_change,
    publish_notice,
    record_consent,
    record_objection,
    restrict_purse,
    take_effect,
)
from shanqiao.apps.governing.missing import filing_due_on, missing_from, steps_of
from shanqiao.apps.governing.models import Restriction
from shanqiao.apps.governing.queries import restriction_of, restrictions_on
from shanqiao.apps.governing.voting import CannotPutMotion, close_motion
from tests.factories import NOON, TODAY, a_fund, a_purse
from tests.governing import a_change, a_governed_fund, a_restricted_purse, answer, carry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def carried(**facts):
    change = a_change(**facts)
    carry(change.motion)
    return change


def agree(change, gift, agrees=True):
    return record_consent(
        change=change, gift=gift, agrees=agrees, said_on=TODAY, by=change.motion.put_by, at=NOON
    )


def file(change, *, at=NOON):
    return file_change(
        change=change,
        office="荔湾区民政局",
        number="穗荔民〔2026〕1号",
        filed_on=at.date(),
        by=change.motion.put_by,
        at=at,
    )


def publish(change, *, days=60, since=TODAY):
    return publish_notice(
        change=change,
        text="拟变更用途",
        contact="第1慈善会",
        since=since,
        until=since + timedelta(days=days),
        by=change.motion.put_by,
        at=NOON,
    )


def effect(change, *, at=NOON):
    return take_effect(change=change, by=change.motion.put_by, at=at)


def codes(change, *, on=TODAY):
    change.refresh_from_db()
    return [step.code for step in missing_from(change, on=on)]


def test_a_use_fixed_in_the_plan_changes_by_decision_and_filing():
    change = a_change(fixed_in="plan")
    assert codes(change) == ["decision", "filing"]
    carry(change.motion)
    change.motion.refresh_from_db()
    assert filing_due_on(change) == TODAY + 10 * DAY

    with pytest.raises(CannotTakeEffect, match="filed"):
        effect(change)
    file(change)
    change.refresh_from_db()
    restriction = effect(change)

    assert (restriction.version, restriction.purpose) == (2, "care")
    assert restriction_of(change.purse, on=TODAY) == restriction
    assert restriction_of(change.purse, on=TODAY - DAY).purpose == "relief"
    with pytest.raises(CannotTakeEffect, match="in force"):
        effect(change)


def test_a_use_fixed_with_givers_needs_every_giver():
    change = carried(givers=2)
    file(change)
    agree(change, "gift 1")
    assert codes(change) == ["consent"]
    with pytest.raises(CannotTakeEffect, match="1 of 2 givers"):
        effect(change)

    agree(change, "gift 2")

    change.refresh_from_db()
    assert effect(change).purpose == "care"


def test_a_no_of_one_giver_stops_it_whatever_others_say():
    change = carried(givers=1)
    file(change)
    agree(change, "gift 1")
    agree(change, "gift 2", agrees=False)

    change.refresh_from_db()
    with pytest.raises(CannotTakeEffect, match="did not agree"):
        effect(change)
    assert any(step.stopped for step in steps_of(change, on=TODAY))


def test_a_notice_stands_in_for_givers_who_are_not_found_after_its_last_day():
    change = carried(givers=2)
    file(change)
    agree(change, "gift 1")
    publish(change)
    change.refresh_from_db()
    last = NOON + timedelta(days=60)

    with pytest.raises(CannotTakeEffect, match="public until"):
        effect(change, at=last)

    assert effect(change, at=last + DAY).version == 2


def test_a_notice_is_neither_shorter_nor_backdated():
    change = carried()

    with pytest.raises(CannotAddToChange, match="at least 60 days"):
        publish(change, days=59)
    with pytest.raises(CannotAddToChange, match="not backdated"):
        publish(change, since=TODAY - DAY, days=90)
    publish(change)
    with pytest.raises(CannotAddToChange, match="already"):
        publish(change)


@pytest.mark.parametrize(("upheld", "version"), [(False, 2), (True, None)])
def test_an_objection_holds_it_up_until_answered_and_stops_it_if_right(upheld, version):
    change = carried()
    file(change)
    notice = publish(change)
    after = NOON + timedelta(days=61)
    objection = record_objection(
        notice=notice,
        words="我反对",
        who="138 0000 0000",
        received_on=TODAY,
        by=change.motion.put_by,
        at=NOON,
    )
    change.refresh_from_db()
    with pytest.raises(CannotTakeEffect, match="wait for an answer"):
        effect(change, at=after)

    answer_objection(
        objection=objection, upheld=upheld, words="说明", by=change.motion.put_by, at=NOON
    )

    if version:
        assert effect(change, at=after).version == version
    else:
        with pytest.raises(CannotTakeEffect, match="is right"):
            effect(change, at=after)
    with pytest.raises(CannotAddToChange, match="answered already"):
        answer_objection(
            objection=objection, upheld=False, words="再说", by=change.motion.put_by, at=NOON
        )


def test_what_the_committee_did_not_carry_does_not_come():
    change = a_change(fixed_in="plan")
    answer(change.motion, "no", "no", "no", "yes", "yes")
    close_motion(motion=change.motion, by=change.motion.put_by, at=NOON)
    file(change)

    change.refresh_from_db()
    with pytest.raises(CannotTakeEffect, match="did not decide for it"):
        effect(change)


def _restriction(change, **other):
    facts = {
        "purse": change.purse,
        "version": 2,
        "purpose": "care",
        "period_from": change.period_from,
        "period_to": change.period_to,
        "since": TODAY,
        "change": change,
        "at": NOON,
    }
    return Restriction(**facts | other)


@pytest.mark.parametrize(
    ("made", "other", "why"),
    [
        pytest.param(lambda: a_change(), {}, "did not carry", id="not decided"),
        pytest.param(lambda: carried(), {}, "not filed", id="not filed"),
        pytest.param(lambda: _filed(carried()), {}, "givers have not agreed", id="not agreed"),
        pytest.param(
            lambda: _filed(carried(fixed_in="plan")),
            {"purpose": "other"},
            "what was decided",
            id="something else",
        ),
        pytest.param(
            lambda: _filed(carried(fixed_in="plan")),
            {"version": 3},
            "follows the version before",
            id="out of turn",
        ),
    ],
)
def test_the_database_refuses_a_change_that_is_not_whole(made, other, why):
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        _restriction(made(), **other).save()


def _filed(change):
    file(change)
    return change


def test_nothing_is_added_to_a_change_in_force_by_anybody():
    change = carried(fixed_in="plan")
    file(change)
    change.refresh_from_db()
    effect(change)

    with pytest.raises(CannotAddToChange, match="in force"):
        agree(change, "gift 1", agrees=False)


def test_a_purse_says_once_what_it_is_for_and_only_then_it_can_change():
    purse = a_restricted_purse()

    with pytest.raises(CannotRestrict, match="says already"):
        restrict_purse(
            purse=purse, purpose="care", since=TODAY, period_from=TODAY, period_to=TODAY, at=NOON
        )
    with pytest.raises(CannotPutMotion, match="what this purse is for"):
        a_change(purse=a_purse(fund=a_governed_fund()))


def test_restrictions_of_many_purses_are_one_question(django_assert_num_queries):
    purses = [a_restricted_purse(), a_restricted_purse(), a_purse(fund=a_fund())]

    with django_assert_num_queries(1):
        found = restrictions_on(purses, on=TODAY)

    assert [purse.pk in found for purse in purses] == [True, True, False]
