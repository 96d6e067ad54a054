"""What follows when two records are one person: for help, for plans, and when they are parted again."""

from datetime import timedelta

import pytest

from shanqiao.apps.matching.actions import CannotApprove, approve_proposal
from shanqiao.apps.matching.findings import close_finding
from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.matching.models import Cover, Finding, Grant, Proposal, Share
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.needs.models import Need
from shanqiao.apps.residents.actions import withdraw_consent
from shanqiao.apps.residents.models import Care, Consent, Resident
from shanqiao.stories.one_person import part_again, settle_pair
from tests.apps.sameness_factories import a_pair, an_adjudicator
from tests.factories import (
    NOON,
    a_grant,
    a_manager,
    a_payment,
    a_proposal,
    a_purse,
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


def test_two_needs_of_one_kind_are_shown_to_people_and_nothing_is_taken_away():
    one, other = two_needs()
    grant = a_grant(need=other, count=60_000)
    before = rows_that_matter()

    merge_of(one, other)

    finding = Finding.objects.get()
    assert (finding.first, finding.second, finding.closed_at) == (one, other, None)
    assert rows_that_matter() == before
    assert Grant.objects.get(release=None) == grant


def test_needs_of_another_kind_are_no_double():
    merge_of(an_assessed_need(), an_assessed_need(kind="cash_living"))

    assert not Finding.objects.exists()


def test_a_need_that_was_closed_without_help_is_no_double():
    one, other = two_needs()
    close_need(need=other, why="mistake", by=other.told_to, at=NOON)

    merge_of(one, other)

    assert not Finding.objects.exists()


def test_days_that_do_not_meet_are_no_double_and_a_plan_can_be_made():
    a_purse(received=1_000_000)
    one = an_assessed_need()
    other = an_assessed_need(
        open_on=one.due_on + timedelta(days=1), due_on=one.due_on + timedelta(days=9)
    )

    merge_of(one, other)
    propose_plan(at=LATER)

    assert not Finding.objects.exists()
    assert Proposal.objects.waiting().get().need == one


def test_a_closed_need_that_was_granted_is_still_double():
    one, other = two_needs()
    a_payment(need=other, count=60_000)
    close_need(need=other, why="met", by=other.told_to, at=NOON)

    merge_of(one, other)

    assert Finding.objects.get().second == other


def test_while_it_is_open_both_get_no_more_than_the_larger_lacks():
    one, other = two_needs(first=100_000, second=60_000)
    a_grant(need=other, count=60_000)
    merge_of(one, other)
    too_much, right = (a_proposal(need=one, count=count) for count in (50_000, 40_000))

    (told,) = foresee_approvals(proposals=[too_much], by=a_manager(too_much.purse.fund), at=NOON)
    with pytest.raises(CannotApprove, match="on another record"):
        a_grant(proposal=too_much)

    assert "on another record" in " ".join(p.says for p in told.problems)
    assert a_grant(proposal=right)
    close_finding(
        finding=Finding.objects.get(),
        how="both_right",
        why="two operations",
        by=one.told_to,
        at=LATER,
    )
    assert a_grant(proposal=too_much)


def test_several_at_once_are_foreseen_as_they_will_go():
    one, other = two_needs(first=100_000, second=60_000)
    merge_of(one, other)
    purse = a_purse()
    manager = a_manager(purse.fund)
    both = [a_proposal(need=need, purse=purse, count=60_000) for need in (one, other)]

    told = foresee_approvals(proposals=both, by=manager, at=NOON)

    assert [foreseen.goes_through for foreseen in told] == [True, False]
    assert approve_proposal(proposal=both[0], by=manager, at=NOON)
    with pytest.raises(CannotApprove, match="on another record"):
        approve_proposal(proposal=both[1], by=manager, at=NOON)


def test_a_plan_proposes_to_the_larger_of_both_alone():
    a_purse(received=1_000_000)
    one, other = two_needs(first=60_000, second=100_000)
    a_grant(need=one, count=30_000)
    merge_of(one, other)

    propose_plan(at=LATER)

    assert dict(Proposal.objects.waiting().values_list("need", "count")) == {other.pk: 70_000}


def test_once_both_are_right_a_plan_proposes_to_one_after_the_other():
    a_purse(received=1_000_000)
    one, other = two_needs()
    merge_of(one, other)
    close_finding(
        finding=Finding.objects.get(),
        how="both_right",
        why="two operations",
        by=one.told_to,
        at=LATER,
    )

    propose_plan(at=LATER)
    first = Proposal.objects.waiting().get()
    a_grant(proposal=first)
    propose_plan(at=LATER + timedelta(hours=1))

    assert (first.need, first.count) == (one, 100_000)
    assert dict(Proposal.objects.waiting().values_list("need", "count")) == {other.pk: 60_000}


def test_what_givers_allow_one_person_counts_over_all_records():
    purse = a_purse(person_cap=50_000, kinds=("cash_medical", "cash_living"))
    one = an_assessed_need(needed=100_000)
    other = an_assessed_need(needed=100_000, kind="cash_living")
    a_grant(need=one, purse=purse, count=40_000)
    merge = merge_of(one, other)
    manager = a_manager(purse.fund)
    more = a_proposal(need=other, purse=purse, count=20_000)

    (told,) = foresee_approvals(proposals=[more], by=manager, at=NOON)
    with pytest.raises(CannotApprove, match="allow no more than that for one person"):
        approve_proposal(proposal=more, by=manager, at=NOON)
    propose_plan(at=LATER)

    assert not told.goes_through
    assert sum(Proposal.objects.waiting().values_list("count", flat=True)) == 10_000
    part_again(merge=merge, why="two cards", by=an_adjudicator(), at=LATER)
    propose_plan(at=LATER + timedelta(hours=1))
    assert Proposal.objects.waiting().get(need=other).count == 50_000


def test_a_withdrawal_on_one_record_takes_both_needs_out_of_the_plan():
    a_purse(received=1_000_000)
    one = an_assessed_need()
    other = an_assessed_need()
    merge = merge_of(one, other)
    withdraw_consent(
        resident=other.resident, purpose=Consent.Purpose.FINDING_HELP, by=other.told_to, at=LATER
    )

    propose_plan(at=LATER)
    none = Proposal.objects.waiting().exists()
    part_again(merge=merge, why="two cards", by=an_adjudicator(), at=LATER)
    propose_plan(at=LATER + timedelta(hours=1))

    assert not none
    assert Proposal.objects.waiting().get().need == one
