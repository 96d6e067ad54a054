"""On the pages of a fund: what waits for its committee says so, leads to a motion, and is approved once one is named."""

import pytest

from shanqiao.apps.matching.models import BigUse, Grant
from tests.apps.test_big_uses import LIMIT, a_fund_with_a_limit, decided, named, proposed
from tests.factories import a_cashier, a_fund, a_handler, a_manager, a_purse, a_supervisor

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def purse():
    return a_purse(fund=a_fund_with_a_limit())


def test_a_handler_is_led_to_the_committee_and_names_what_it_decided(client, purse):
    proposal = proposed(purse, LIMIT)
    desk = signed_in(client, a_handler(purse.fund))
    page, where = f"/fund/proposals/{proposal.pk}/", f"/fund/proposals/{proposal.pk}/decision/"

    seen = desk.get(page).text
    assert "its committee decides about uses from 500.00 yuan on" in seen and where in seen
    nothing = desk.get(where).text
    assert "has carried no motion" in nothing
    assert f"/fund/governance/funds/{purse.fund_id}/motion/" in nothing

    motion = decided(purse, 60_000)
    assert "¥600.00 of ¥600.00 left" in desk.get(where).text
    empty = desk.post(where, {})
    assert empty.status_code == 422
    named_now = desk.post(where, {"motion": motion.pk}, follow=True).text
    assert "approve by it now" in named_now and "its committee decides" not in named_now
    assert where not in named_now

    manager = signed_in(client, a_manager(purse.fund))
    manager.post("/fund/proposals/approve/", {"row": proposal.pk})
    grant = Grant.objects.get()
    assert grant.decision == motion
    told = manager.get(f"/fund/grants/{grant.pk}/").text
    assert "by decision of the committee:" in told
    assert f"/fund/governance/motions/{motion.pk}/" in told
    left = manager.get(f"/fund/governance/motions/{motion.pk}/").text
    assert "Left for further grants" in left and "¥100.00" in left
    record = signed_in(client, a_supervisor()).get("/supervisor/record/?act=matching.name_decision")
    assert motion.title in record.text


def test_a_manager_who_presses_without_a_decision_is_told_what_to_do(client, purse):
    proposal = proposed(purse, LIMIT)
    desk = signed_in(client, a_manager(purse.fund))

    told = desk.post("/fund/proposals/approve/", {"row": proposal.pk}, follow=True).text

    assert "Put a motion about a big use of this purse" in told and not Grant.objects.exists()


def test_a_decision_of_which_too_little_is_left_can_be_replaced(client, purse):
    proposal, small = proposed(purse, LIMIT), decided(purse, LIMIT - 1)
    named(proposal, small)
    desk = signed_in(client, a_handler(purse.fund))
    where = f"/fund/proposals/{proposal.pk}/decision/"
    page = desk.get(f"/fund/proposals/{proposal.pk}/").text
    assert "499.99 yuan are left" in page and where in page

    desk.post(where, {"motion": decided(purse, LIMIT).pk})

    page = desk.get(f"/fund/proposals/{proposal.pk}/").text
    assert "yuan are left" not in page and where not in page


def test_others_name_nothing(client, purse):
    proposal, motion = proposed(purse, LIMIT), decided(purse, LIMIT)
    where = f"/fund/proposals/{proposal.pk}/decision/"

    cashier = signed_in(client, a_cashier(purse.fund))
    assert cashier.post(where, {"motion": motion.pk}).status_code == 403
    assert where not in cashier.get(f"/fund/proposals/{proposal.pk}/").text
    elsewhere = signed_in(client, a_handler(a_fund()))
    assert elsewhere.post(where, {"motion": motion.pk}).status_code == 404
    theirs = decided(a_purse(fund=a_fund_with_a_limit()), LIMIT)
    handler = signed_in(client, a_handler(purse.fund))
    assert handler.post(where, {"motion": theirs.pk}).status_code == 422

    assert not BigUse.objects.exists()
