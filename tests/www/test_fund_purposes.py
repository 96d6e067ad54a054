"""What a purse is for, how that changes, what is left over and what a year comes to, on the pages of a fund."""

import json
import re
from datetime import date, timedelta

import pytest

from shanqiao.apps.governing.actions import write_year_figures
from shanqiao.apps.governing.models import (
    Motion,
    PurposeChange,
    Restriction,
)
from tests.factories import (
    NOON,
    TODAY,
    a_handler,
    a_payment,
    a_proposal,
    a_purse,
    an_assessed_need,
)
from tests.governing import (
    a_change,
    a_governed_fund,
    a_restricted_purse,
    carry,
)

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_governed_fund()


@pytest.fixture
def handler(fund):
    return a_handler(fund)


@pytest.fixture
def desk(client, handler):
    return signed_in(client, handler)


def test_what_may_not_be_invested_is_said_in_the_form(desk, fund):
    purse = a_restricted_purse(fund=fund, government=True)

    page = desk.post(
        f"/fund/governance/funds/{fund.pk}/motion/",
        {
            "kind": "investment",
            "title": "Invest?",
            "words": "For a year.",
            "way": "letter",
            "on": TODAY,
            "purse": purse.pk,
            "amount": "100",
            "instrument": "deposit",
            "invested_until": TODAY,
        },
    )

    assert page.status_code == 422 and "Money paid by the government is not invested" in page.text
    assert not Motion.objects.exists()
    assert "Money paid by the government" in desk.get(f"/fund/governance/purposes/{purse.pk}/").text


def test_a_purse_says_what_it_is_for_and_a_change_shows_what_is_missing(desk, fund):
    purse = a_purse(fund=fund)
    says = {"purpose": "relief", "period_from": "2026-01-01", "period_to": "2027-12-31"}
    desk.post(f"/fund/governance/purposes/{purse.pk}/", says)
    assert Restriction.objects.get(purse=purse).purpose == "relief"
    motion = {"title": "To care?", "words": "Why", "way": "letter", "on": TODAY}
    desk.post(
        f"/fund/governance/purposes/{purse.pk}/change/",
        says | motion | {"purpose": "care", "fixed_in": "agreement", "givers": 1},
    )
    change = PurposeChange.objects.get()
    where = f"/fund/governance/changes/{change.pk}/"

    page = desk.get(where)
    assert "What is missing" in page.text and "1 of 1 givers have not answered" in page.text
    early = desk.post(f"{where}effect/", follow=True)
    assert "The committee has not decided yet" in early.text
    carry(change.motion, at=AFTER_NOON)
    desk.post(
        f"{where}filing/",
        {"filing-office": "民政局", "filing-number": "1", "filing-filed_on": TODAY},
    )
    desk.post(
        f"{where}consent/",
        {"consent-gift": "gift 1", "consent-agrees": "yes", "consent-said_on": TODAY},
    )
    assert "Everything is there" in desk.get(where).text

    page = desk.post(f"{where}effect/", follow=True)

    assert "for the new purpose from today" in page.text
    assert "Version 2, in force since 6 May 2026" in page.text


def test_an_objection_is_written_down_and_answered(desk, fund):
    change = a_change(purse=a_restricted_purse(fund=fund))
    where = f"/fund/governance/changes/{change.pk}/"
    notice = {
        "notice-text": "The use changes.",
        "notice-contact": "020-0000 0000",
        "notice-since": TODAY,
    }
    short = desk.post(f"{where}notice/", notice | {"notice-until": TODAY + timedelta(days=30)})
    assert short.status_code == 422 and "at least 60 days" in short.text
    desk.post(f"{where}notice/", notice | {"notice-until": TODAY + timedelta(days=60)})
    desk.post(
        f"{where}objection/",
        {
            "objection-words": "I gave for the poor.",
            "objection-who": "Mrs. Chen",
            "objection-received_on": TODAY,
        },
    )
    change.refresh_from_db()
    objection = change.notice.objections.get()

    page = desk.get(where)
    assert "I gave for the poor." in page.text and "1 objections wait" in page.text
    page = desk.post(
        f"/fund/governance/objections/{objection.pk}/answer/",
        {"upheld": "yes", "words": "You are right."},
        follow=True,
    )

    assert "It does not come" in page.text and "You are right." in page.text


def test_a_surplus_is_proposed_from_the_page_of_the_purse(desk, fund):
    purse = a_restricted_purse(fund=fund, period_to=TODAY - timedelta(days=1))
    to = a_restricted_purse(fund=fund)
    assert "Use what is left" in desk.get(f"/fund/governance/purposes/{purse.pk}/").text

    page = desk.post(
        f"/fund/governance/purposes/{purse.pk}/surplus/",
        {
            "title": "Left over?",
            "words": "It ended.",
            "way": "letter",
            "on": TODAY,
            "to": to.pk,
            "amount": "12.34",
            "nearness": "same",
        },
        follow=True,
    )

    motion = Motion.objects.get()
    assert "¥12.34" in page.text and motion.amount == 1234
    early = desk.post(f"/fund/governance/motions/{motion.pk}/move/", follow=True)
    assert "did not decide for it" in early.text
    carry(motion, at=AFTER_NOON)
    page = desk.post(f"/fund/governance/motions/{motion.pk}/move/", follow=True)
    assert "Moved on 6 May 2026." in page.text


def test_spending_is_drawn_with_the_line_of_its_limit(desk, fund):
    purse = a_purse(fund=fund)
    a_payment(proposal=a_proposal(need=an_assessed_need(), purse=purse, count=60_000))
    assert "not known" in desk.get("/fund/governance/spending/").text
    desk.post(
        f"/fund/governance/spending/{fund.host_id}/",
        {
            "year": 2025,
            "income": "2000",
            "net_assets": "5000",
            "spending": "1000",
            "management": "50",
            "source": "年度报告",
        },
    )

    page = desk.get("/fund/governance/spending/")

    assert "<strong>¥800.00</strong> of ¥1,400.00 have still to be spent" in page.text
    [script] = re.findall(r"<script type=\"application/json\" data-chart>(.*?)</script>", page.text)
    series = json.loads(script)["option"]["series"]
    assert series[0]["data"][4] == 60_000 and series[2]["data"] == [140_000] * 12
    assert "text of the law read" in page.text


def test_figures_of_a_year_are_corrected_by_a_later_row(desk, fund):
    facts = {"spending": 0, "management": 0, "net_assets": 0, "source": "report"}
    for income in (100_000, 200_000):
        write_year_figures(
            host=fund.host, year=2025, income=income, at=NOON + timedelta(seconds=income), **facts
        )

    assert "¥1,400.00" in desk.get("/fund/governance/spending/").text
    assert date(2026, 5, 6) == TODAY
