"""Parted again everything is as it was; and what a merge will lead to is told before."""

from datetime import timedelta

import pytest

from shanqiao.apps.matching.findings import CannotCloseFinding, close_finding
from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.matching.models import Cover, Finding, Grant, Share
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.needs.models import Need
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.apps.residents.models import Care, Consent, Resident
from shanqiao.apps.sameness.actions import CannotDecidePair
from shanqiao.apps.sameness.models import SamePerson
from shanqiao.stories.checks import run_checks
from shanqiao.stories.one_person import effect_of, part_again, settle_pair, settle_with_a_second
from tests.apps.sameness_factories import a_pair, an_adjudicator
from tests.factories import (
    NOON,
    a_grant,
    a_manager,
    a_proposal,
    a_social_worker,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def two_needs(*, first=100_000, second=60_000, **facts):
    """Needs of one kind of two residents."""
    return an_assessed_need(needed=first, **facts), an_assessed_need(needed=second, **facts)


def merge_of(one, other, by=None, **facts):
    """The residents of two needs are one person from now on."""
    pair = a_pair(one.resident, other.resident, **facts)
    _decision, merge, _found = settle_pair(
        pair=pair, says="same", why="the same card", by=by or an_adjudicator(), at=NOON
    )
    return merge


def rows_that_matter():
    """Everything a merge must leave as it was, as it stands."""
    models = (Resident, Care, Consent, Need, Cover, Share, Grant)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_17_parted_again_everything_is_as_it_was():
    one, other = two_needs()
    a_grant(need=one, count=50_000)
    before = rows_that_matter()
    merge = merge_of(one, other)

    part_again(merge=merge, why="two cards", by=an_adjudicator(), at=LATER)

    assert rows_that_matter() == before
    assert not SamePerson.objects.exists()
    assert Finding.objects.get().closed_how == Finding.Closing.PARTED
    assert a_grant(need=other, count=60_000)
    again = a_pair(one.resident, other.resident)
    assert again.decisions.latest("round").says == "distinct"


def test_merged_once_more_the_double_is_found_once_more():
    one, other = two_needs()
    merge = merge_of(one, other)
    part_again(merge=merge, why="two cards", by=an_adjudicator(), at=LATER)
    Resident.objects.filter(pk=one.resident_id).update(phone="13900001111")

    merge_of(one, other)

    assert Finding.objects.filter(closed_at=None).count() == 1


def test_money_promised_to_both_needs_a_second_person():
    one, other = two_needs()
    for need in (one, other):
        a_grant(need=need, count=10_000)
    pair = a_pair(one.resident, other.resident)

    decision, merge, _found = settle_pair(
        pair=pair, says="same", why="x", by=an_adjudicator(), at=NOON
    )

    assert (decision.risks, merge) == (["money"], None)
    assert not Finding.objects.exists()
    merge, findings = settle_with_a_second(
        decision=decision, agrees=True, by=an_adjudicator(), at=LATER
    )
    assert [finding.merge for finding in findings] == [merge]


def test_who_settles_a_finding():
    one, other = two_needs()
    merge_of(one, other)
    finding = Finding.objects.get()

    with pytest.raises(CannotCloseFinding, match="settles this"):
        close_finding(finding=finding, how="both_right", why="x", by=a_social_worker(), at=LATER)
    with pytest.raises(CannotCloseFinding, match="Both needs are still open"):
        close_finding(finding=finding, how="one_closed", why="x", by=other.told_to, at=LATER)
    close_need(need=other, why="mistake", by=other.told_to, at=LATER)
    close_finding(finding=finding, how="one_closed", why="one need", by=an_adjudicator(), at=LATER)
    with pytest.raises(CannotCloseFinding, match="settled already"):
        close_finding(finding=finding, how="one_closed", why="x", by=other.told_to, at=LATER)


def test_the_effect_is_told_before_and_changes_nothing():
    one, other = two_needs()
    a_grant(need=one, count=50_000)
    withdraw_consent(
        resident=other.resident, purpose=Consent.Purpose.FINDING_HELP, by=other.told_to, at=LATER
    )
    before = rows_that_matter()

    effect = effect_of(a_pair(one.resident, other.resident))

    assert effect.doubles == ((one, other),)
    assert (effect.open_needs, effect.promised) == (2, (("fen", 50_000),))
    assert (effect.agrees, effect.agrees_after) == ((True, False), False)
    assert set(effect.stations) == {one.station, other.station}
    assert (effect.risks, rows_that_matter()) == ((), before)


def test_where_a_decision_is_refused_nothing_follows():
    one, other = two_needs()

    with pytest.raises(CannotDecidePair):
        merge_of(one, other, by=a_social_worker())

    assert not Finding.objects.exists()


def test_who_approves_is_told_that_the_person_may_be_registered_twice():
    one, other = two_needs()
    a_pair(one.resident, other.resident)
    proposal = a_proposal(need=one, count=10)

    (told,) = foresee_approvals(proposals=[proposal], by=a_manager(proposal.purse.fund), at=NOON)

    assert told.goes_through
    assert "registered twice" in " ".join(p.says for p in told.problems)
    assert a_grant(proposal=proposal)


def test_every_check_holds_after_a_merge_and_after_it_was_undone():
    one, other = two_needs()
    a_grant(need=one, count=50_000)
    merge = merge_of(one, other)
    after = [r.check.code for r in run_checks(at=LATER) if not r.holds]
    part_again(merge=merge, why="x", by=an_adjudicator(), at=LATER)

    assert after == [r.check.code for r in run_checks(at=LATER) if not r.holds] == []
