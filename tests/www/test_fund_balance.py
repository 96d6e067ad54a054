import json
import re
from datetime import timedelta

import pytest

from shanqiao.apps.funds.actions import give_seat, pause_purse
from shanqiao.apps.funds.queries import with_something_free
from shanqiao.www.fund.pictures import as_script
from tests.factories import (
    NOON,
    TODAY,
    a_fund,
    a_grant,
    a_handler,
    a_manager,
    a_proposal,
    a_purse,
)
from tests.stories.test_ways import a_busy_purse

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def manager(fund):
    return a_manager(fund)


@pytest.fixture
def desk(client, manager):
    return signed_in(client, manager)


def test_the_balance_tells_each_purse_in_its_own_unit_as_picture_and_as_table(desk, fund, manager):
    money, meals = a_purse(fund=fund), a_purse(fund=fund, kinds=("meal",), received=50)
    theirs = a_purse()

    page = desk.get("/fund/balance/")

    scripts = re.findall(r"<script type=\"application/json\" data-chart>(.*?)</script>", page.text)
    assert [json.loads(script)["unit"] for script in scripts] == ["fen", "count"]
    assert json.loads(scripts[0])["option"]["yAxis"]["data"] == [money.name_en]
    assert meals.name_en in page.text and "50 meals" in page.text
    assert theirs.name_en not in page.text


def test_a_name_cannot_end_the_script_early():
    script = as_script({"name": "</script><b>&"})

    begins, ends = '<script type="application/json" data-chart>', "</script>"
    inside = script.removeprefix(begins).removesuffix(ends)
    assert "<" not in inside and json.loads(inside) == {"name": "</script><b>&"}


def test_a_purse_says_its_conditions_in_words(desk, fund):
    purse = a_purse(
        fund=fund,
        eligible='age >= 60 && hardship in ["dibao"]',
        person_cap=500_000,
        reserved_share=30,
        reserved_for="disability >= 1",
    )

    page = desk.get(f"/fund/balance/{purse.pk}/")

    for words in (
        "60 or older, and hardship: minimum living allowance",
        "¥5,000.00",
        "at least 30% of it only for: with a disability",
        "the whole city",
    ):
        assert words in page.text


def test_another_funds_purse_is_not_there(desk):
    theirs = a_purse()

    assert desk.get(f"/fund/balance/{theirs.pk}/").status_code == 404
    assert desk.post(f"/fund/balance/{theirs.pk}/pause/", {}).status_code == 404


def test_a_purse_is_paused_and_takes_part_again(desk, fund):
    purse = a_purse(fund=fund)
    until = TODAY + timedelta(days=9)

    page = desk.post(
        f"/fund/balance/{purse.pk}/pause/",
        {"until_on": until.isoformat(), "why": "the books are audited"},
        follow=True,
    )

    assert "Paused until 15 May 2026" in page.text and "the books are audited" in page.text
    assert not with_something_free(at=AFTER_NOON).exists()
    page = desk.post(f"/fund/balance/{purse.pk}/take-part/", follow=True)
    assert "takes part in the next plan again" in page.text
    assert with_something_free(at=AFTER_NOON).get() == purse


def test_a_pause_into_the_past_is_refused_and_what_was_typed_stays(desk, fund):
    purse = a_purse(fund=fund)

    page = desk.post(
        f"/fund/balance/{purse.pk}/pause/", {"until_on": "2026-05-01", "why": "closed"}
    )

    assert page.status_code == 422 and "That day has passed." in page.text
    assert "closed" in page.text and not purse.pauses.exists()


def test_a_handler_sees_the_balance_and_pauses_nothing(client, fund):
    desk, purse = signed_in(client, a_handler(fund)), a_purse(fund=fund)

    assert "Pause it" not in desk.get(f"/fund/balance/{purse.pk}/").text
    answer = desk.post(f"/fund/balance/{purse.pk}/pause/", {"until_on": "2026-06-01", "why": "x"})
    assert answer.status_code == 403 and not purse.pauses.exists()


def test_movements_are_listed_narrowed_and_exported(desk, fund, manager):
    purse = a_purse(fund=fund)
    a_grant(proposal=a_proposal(purse=purse, count=12_345), manager=manager)
    a_purse()

    page = desk.get("/fund/balance/movements/")
    gifts = desk.get("/fund/balance/movements/?out_of=givers&since=2026-05-06&until=2026-05-06")
    file = desk.get("/fund/balance/movements/?export=csv").content.decode("utf-8-sig")

    assert "2 movements." in page.text and "¥123.45" in page.text
    assert "1 movement." in gifts.text and "¥123.45" not in gifts.text
    assert "123.45" in file and file.count("\n") == 3


def test_today_opens_on_what_waits_for_the_seat(desk, fund):
    a_proposal(purse=a_purse(fund=fund), count=80_000)

    page = desk.get("/fund/")

    assert "1 proposal needs only your word" in page.text and "¥800.00" in page.text
    assert "+¥10,000.00" in page.text and "New proposals" in page.text


def test_the_frame_says_for_whom_one_acts(client, fund):
    handler = a_handler(fund)
    desk = signed_in(client, handler)
    alone = desk.get("/fund/").text
    for _ in "ab":
        give_seat(fund=a_fund(), person=handler, role="proposes", at=NOON)

    assert f"{fund.name_en} (handler)" in alone
    assert f"{fund.name_en} and 2 more (handler)" in desk.get("/fund/").text


def test_today_of_an_empty_fund_says_so_kindly(desk):
    page = desk.get("/fund/")

    assert "No proposal waits for your word." in page.text
    assert "Your funds hold nothing yet." in page.text
    assert "Nothing has changed in your funds since yesterday." in page.text


def test_a_paused_purse_is_kept_an_eye_on(desk, fund, manager):
    purse = a_purse(fund=fund)
    pause_purse(purse=purse, until_on=TODAY, why="counting", by=manager, at=NOON)

    assert "paused until 6 May 2026" in desk.get("/fund/").text


def test_the_pages_of_a_fund_and_its_files_tell_it_apart(desk, fund):
    purse = a_busy_purse(fund)

    page = desk.get(f"/fund/balance/{purse.pk}/").text
    every = desk.get("/fund/balance/").text
    file = desk.get("/fund/balance/movements/?export=csv").content.decode()

    for words in ("given to people", "invested", "moved to other purses", "for management"):
        assert words in page
    assert "¥100.00" in page and "¥400.00" in page
    [script] = re.findall(r"<script type=\"application/json\" data-chart>(.*?)</script>", every)
    names = [series["name"] for series in json.loads(script)["option"]["series"]]
    assert names[:4] == ["given", "invested", "moved to other purses", "for management"]
    assert "investments" in file and "other purses" in file and "management" in file
