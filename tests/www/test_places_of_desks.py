"""A desk has few places, and what waits in what they hold is still told."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.module_loading import import_string

from shanqiao.apps.funds.actions import give_seat
from shanqiao.apps.funds.models import Seat
from tests.apps.sameness_factories import an_adjudicator
from tests.factories import (
    NOON,
    a_cashier,
    a_fund,
    a_grant,
    a_handler,
    a_proposal,
    a_purse,
    a_social_worker,
    a_supervisor,
)
from tests.governing import a_member
from tests.rules import a_rule_keeper

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
MOST = 7


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    stop_the_clock(monkeypatch)


def a_person_of_every_seat():
    """Handler of one fund, manager and cashier of others, and on a committee."""
    person = a_social_worker()
    for role in Seat.Role:
        fund = a_fund()
        give_seat(person=person, fund=fund, role=role, at=NOON)
        a_member(fund=fund, person=person)
    return person


def places(desk, person):
    request = RequestFactory().get("/")
    request.user = person
    return desk.places(request)


def test_no_desk_has_more_places_than_one_sees_at_once():
    for name in settings.DESKS:
        desk = import_string(name)
        somebody = {
            "station": a_social_worker,
            "fund": a_person_of_every_seat,
            "adjudicator": an_adjudicator,
            "rules": a_rule_keeper,
            "supervisor": a_supervisor,
            "public": AnonymousUser,
        }[desk.name]()

        assert 0 < len(places(desk, somebody)) <= MOST, name


def test_a_committee_member_without_a_seat_finds_governance_alone(client):
    member = a_member(fund=a_fund()).person
    desk = import_string("shanqiao.www.fund.nav.desk")

    assert [place.url_name for place in places(desk, member)] == ["fund:governance"]
    home = signed_in(client, member).get("/fund/governance/").text
    assert 'href="/fund/governance/" aria-current="page"' in home and "/fund/grants/" not in home


@pytest.mark.parametrize("who", [a_handler, a_cashier])
@pytest.mark.parametrize(
    ("place", "tabs"),
    [
        ("/fund/proposals/", ["/fund/plans/"]),
        ("/fund/aid/applications/", ["/fund/aid/", "/fund/inquiries/"]),
        ("/fund/grants/", ["/fund/out/approvals/", "/fund/out/batches/"]),
    ],
)
def test_what_a_place_holds_is_one_click_from_it_and_leads_back(client, who, place, tabs):
    person = signed_in(client, who(a_fund()))

    assert all(f'href="{tab}"' in person.get(place).text for tab in tabs)
    for tab in tabs:
        page = person.get(tab).text
        assert f'href="{place}" aria-current="true"' in page
        assert f'href="{tab}" aria-current="page"' in page


def test_what_waits_in_a_place_is_counted_together_and_told_apart_on_its_tabs(client):
    grant = a_grant(proposal=a_proposal(purse=a_purse(received=1_000_000)))
    cashier = a_cashier(grant.purse.fund)
    desk = import_string("shanqiao.www.fund.nav.desk")

    [out] = [place for place in places(desk, cashier) if place.url_name == "fund:grants"]
    page = signed_in(client, cashier).get("/fund/out/approvals/").text

    assert out.count == sum(count for _tab, count in out.tabs) == 1 and not out.pressing
    assert 'Grants <span class="badge' in page and 'Approvals <span class="badge' not in page
