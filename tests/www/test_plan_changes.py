"""The list of what a plan changed, at the desks of funds, supervision and stations."""

from datetime import timedelta

import pytest

from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.record.models import Entry
from shanqiao.stories.pseudonyms import code_of
from tests.factories import (
    NOON,
    a_fund,
    a_manager,
    a_plan,
    a_purse,
    a_resident,
    a_social_worker,
    a_supervisor,
    an_assessed_need,
)

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def changed(fund, worker):
    """A plan that a graver need changed: one visit went, one came, and a far meal stayed as it was."""
    resident = a_resident(worker=worker, name="黄伟强")
    light = an_assessed_need(worker=worker, resident=resident, kind="visit", needed=1)
    an_assessed_need(kind="meal", needed=5)
    a_purse(fund=fund, kinds=("visit",), received=1)
    a_purse(kinds=("meal",), received=5)
    propose_plan(at=NOON)
    grave = an_assessed_need(kind="visit", needed=1, severity=95, urgency=2)
    plan, _ = propose_plan(at=LATER)
    return plan, light, grave


def shown(page):
    return [row.record.need for row in page.context["table"].rows]


def test_a_fund_sees_on_the_plans_page_what_changed_at_its_purses_and_why(client, changed, fund):
    plan, light, grave = changed
    desk = signed_in(client, a_manager(fund))

    page = desk.get(f"/fund/plans/{plan.pk}/")

    assert shown(page) == [light, grave]
    assert "2 changes." in page.text and "0 stayed as they were" in page.text
    assert "A graver need took precedence." in page.text and "severity 80 to 100" in page.text
    assert code_of(light.resident_id) in page.text and "黄伟强" not in page.text


def test_a_fund_of_other_purses_is_told_that_nothing_changed(client, changed):
    plan, *_ = changed
    desk = signed_in(client, a_manager(a_fund()))

    assert "Nothing changed for your funds." in desk.get(f"/fund/plans/{plan.pk}/").text


def test_a_purse_of_another_fund_is_not_named(client, fund):
    need = an_assessed_need(kind="visit", needed=2)
    old = a_purse(fund=fund, kinds=("visit",), received=2, eligible="age >= 0 || severity >= 0")
    propose_plan(at=NOON)
    an_assessed_need(kind="visit", needed=2, severity=99, urgency=2)
    new = a_purse(kinds=("visit",), received=2, eligible="severity <= 60")
    plan, _ = propose_plan(at=LATER)
    desk = signed_in(client, a_manager(fund))

    page = desk.get(f"/fund/plans/{plan.pk}/?kind=moved")

    assert shown(page) == [need]
    assert "another fund" in page.text and old.label in page.text and new.label not in page.text
    assert not shown(desk.get(f"/fund/plans/{plan.pk}/?q={new.name}"))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("kind=went", ["light"]),
        ("reason=new_need", ["grave"]),
        ("help=meal", []),
        ("kind=came&help=visit", ["grave"]),
        ("sort=-after", ["grave", "light"]),
        ("place=000000", ["light", "grave"]),  # no such district: the choice is refused
    ],
)
def test_changes_are_filtered_and_sorted_by_the_address(client, changed, query, rows):
    plan, light, grave = changed
    desk = signed_in(client, a_supervisor())

    page = desk.get(f"/supervisor/changes/{plan.pk}/?{query}")

    assert shown(page) == [{"light": light, "grave": grave}[name] for name in rows]


def test_changes_are_found_by_code_and_by_district(client, changed):
    plan, light, _grave = changed
    desk = signed_in(client, a_supervisor())
    street = light.resident.street

    by_code = desk.get(f"/supervisor/changes/{plan.pk}/", {"q": code_of(light.resident_id)})
    by_place = desk.get(f"/supervisor/changes/{plan.pk}/?place={street.code[:6]}")

    assert shown(by_code) == [light] and light in shown(by_place)


def test_the_supervisor_sees_the_latest_plan_of_the_city_and_goes_to_the_one_before(
    client, changed
):
    plan, light, grave = changed
    desk = signed_in(client, a_supervisor())

    page = desk.get("/supervisor/changes/")
    before = desk.get(page.context["older"][1])

    assert page.context["plan"] == plan and shown(page) == [light, grave]
    assert "1 stayed as it was" in page.text
    assert {change.kind for change in [row.record for row in before.context["table"].rows]} == {
        "came"
    }
    assert before.context["newer"][1] == f"/supervisor/changes/{plan.pk}/"


def test_the_file_opens_in_a_spreadsheet_says_why_and_is_on_record(client, changed):
    plan, *_ = changed
    desk = signed_in(client, a_supervisor())

    file = desk.get(f"/supervisor/changes/{plan.pk}/?export=csv")

    assert file.content.startswith(b"\xef\xbb\xbf")
    assert "A graver need took precedence." in file.content.decode("utf-8-sig")
    assert Entry.objects.get(act="record.export").why == "changes, csv"


def test_the_file_of_a_station_has_names_in_it_so_it_is_on_record(client, changed, worker):
    desk = signed_in(client, worker)

    file = desk.get("/station/changes/?export=csv")

    assert "黄伟强" in file.content.decode("utf-8-sig")
    assert Entry.objects.get(act="station.export_residents").why == "changes, csv"


def test_a_change_is_found_by_the_purse_it_left(client, fund):
    need = an_assessed_need(kind="visit", needed=2)
    old = a_purse(fund=fund, kinds=("visit",), received=2)
    propose_plan(at=NOON)
    an_assessed_need(kind="visit", needed=2, severity=99, urgency=2)
    new = a_purse(kinds=("visit",), received=2, eligible="severity <= 60")
    propose_plan(at=LATER)
    desk = signed_in(client, a_supervisor())

    for purse in (old, new):
        assert need in shown(desk.get("/supervisor/changes/", {"q": purse.name}))
    assert not shown(desk.get("/supervisor/changes/?q=nowhere"))


def test_a_station_sees_the_changes_of_its_residents_by_name(client, changed, worker):
    _plan, light, _grave = changed
    desk = signed_in(client, worker)

    today, page = desk.get("/station/"), desk.get("/station/changes/")

    assert "1 proposal of your residents changed" in today.text
    assert shown(page) == [light] and "黄伟强" in page.text
    assert shown(desk.get("/station/changes/?q=hwq")) == [light]
    assert not shown(desk.get("/station/changes/?q=xyz"))


def test_a_plan_of_last_week_is_no_news_and_its_list_is_still_one_click_away(
    client, changed, worker, monkeypatch
):
    stop_the_clock(monkeypatch, at=NOON + timedelta(days=7))
    desk = signed_in(client, worker)

    today = desk.get("/station/").text

    assert "of your residents changed" not in today and 'href="/station/changes/"' in today


def test_a_station_whose_residents_were_left_alone_is_told_nothing_on_its_day(client, changed):
    desk = signed_in(client, a_social_worker())

    assert "of your residents changed" not in desk.get("/station/").text
    assert "changed nothing for your residents" in desk.get("/station/changes/").text


def test_without_any_plan_the_lists_say_so(client):
    for person, where in ((a_social_worker(), "station"), (a_supervisor(), "supervisor")):
        desk = signed_in(client, person)

        assert "No plan was made yet." in desk.get(f"/{where}/changes/").text
        assert desk.get(f"/{where}/changes/7/").status_code == 404


def test_of_a_plan_made_before_changes_were_kept_nothing_is_claimed(client):
    an_assessed_need()
    plan = a_plan()
    desk = signed_in(client, a_supervisor())

    assert "was not kept" in desk.get(f"/supervisor/changes/{plan.pk}/").text


def test_a_long_list_asks_no_more_questions_than_a_short_one(
    client, worker, fund, django_assert_max_num_queries
):
    a_purse(fund=fund, kinds=("visit",), received=90)
    needs = [an_assessed_need(worker=worker, kind="visit", needed=2) for _ in range(30)]
    propose_plan(at=NOON)
    for need in needs:
        close_need(need=need, why="moved", by=worker, at=NOON)
    propose_plan(at=AFTER_NOON)
    desk = signed_in(client, a_supervisor())

    with django_assert_max_num_queries(24):
        page = desk.get("/supervisor/changes/")
    assert "30 changes." in page.text and len(page.context["table"].page) == 25
