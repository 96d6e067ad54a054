"""What everybody reads about purposes under notice, and what supervision sees of committees and ratios."""

from datetime import timedelta

import pytest

from shanqiao.apps.governing.actions import write_year_figures
from shanqiao.apps.governing.changing import publish_notice, record_objection
from shanqiao.apps.governing.leftover import propose_surplus
from tests.factories import NOON, TODAY, a_fund, a_manager, a_supervisor
from tests.governing import a_change, a_governed_fund, a_member, a_restricted_purse, carry

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def everybody(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def a_notice(*, since=TODAY):
    change = a_change()
    return publish_notice(
        change=change,
        text="The money shall serve the old.",
        contact="Office, 020-0000 0000",
        since=since,
        until=since + timedelta(days=60),
        by=change.motion.put_by,
        at=NOON,
    )


def test_everybody_reads_a_notice_and_how_to_object(everybody):
    notice = a_notice()
    record_objection(
        notice=notice,
        words="I am Mrs. Chen",
        who="Mrs. Chen",
        received_on=TODAY,
        by=notice.by,
        at=NOON,
    )

    assert f'href="/notices/{notice.pk}/"' in everybody.get("/notices/").text
    page = everybody.get(f"/notices/{notice.pk}/")

    assert "The money shall serve the old." in page.text and "020-0000 0000" in page.text
    assert "1 objection so far" in page.text and "Until 5 July 2026" in page.text
    assert "Chen" not in page.text


def test_a_notice_that_has_not_begun_is_not_there(everybody):
    notice = a_notice(since=TODAY + timedelta(days=1))

    assert everybody.get(f"/notices/{notice.pk}/").status_code == 404
    assert "No change of purpose is under notice." in everybody.get("/notices/").text


def test_what_was_left_over_is_public_once_it_is_decided(everybody):
    purse = a_restricted_purse(period_to=TODAY - timedelta(days=1))
    surplus = propose_surplus(
        purse=purse,
        to=a_restricted_purse(fund=purse.fund),
        amount=5_000,
        nearness="same",
        title="余款",
        words="已结束",
        way="letter",
        on=TODAY,
        by=a_manager(purse.fund),
        at=NOON,
    )
    assert "Nothing was left over" in everybody.get("/notices/").text

    carry(surplus.motion)

    assert "¥50.00 go to" in everybody.get("/notices/").text


def test_supervision_sees_committees_that_lack_something_and_filings(client):
    whole, lacking, none = a_governed_fund(), a_governed_fund(members=6), a_fund()
    enterprise = a_fund(kind="enterprise")
    a_member(fund=none, paid=True)
    change = a_change(purse=a_restricted_purse(fund=whole))
    carry(change.motion)

    page = signed_in(client, a_supervisor()).get("/supervisor/governance/")

    assert "2 funds whose committees lack something." in page.text
    assert "an even number of members" in page.text and "members who are paid" in page.text
    assert lacking.name_en in page.text and enterprise.name_en not in page.text
    assert change.motion.title in page.text and "until 16 May 2026" in page.text


def test_supervision_sees_hosts_whose_ratios_are_in_danger(client):
    fund = a_governed_fund()
    write_year_figures(
        host=fund.host,
        year=2025,
        income=100_000_00,
        net_assets=0,
        spending=0,
        management=0,
        source="report",
        at=NOON,
    )
    other = a_fund()

    page = signed_in(client, a_supervisor()).get("/supervisor/governance/spending/")

    danger, _, unknown = page.text.partition("Last year's figures are not written down")
    assert fund.host.name_en in danger and other.host.name_en in unknown
