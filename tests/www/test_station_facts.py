"""The pages on which a station changes what is known of a resident."""

import re

import pytest

from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.models import Departure, Membership, Resident
from shanqiao.apps.residents.queries import household_of
from shanqiao.www.station.finding import sign
from tests.apps.numbers import a_number
from tests.factories import NOON, a_need, a_resident, a_social_worker

from .at_noon import stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def resident(worker):
    return a_resident(
        worker=worker,
        name="黄伟强",
        id_number=a_number(),
        phone="13823456780",
        address="沙面大街1号",
    )


@pytest.fixture
def desk(client, worker, resident, monkeypatch):
    """Signed in, and the resident's page is open."""
    stop_the_clock(monkeypatch, NOON)
    client.force_login(worker)
    client.post(page_of(resident), {"reason": "casework"})
    return client


def page_of(resident, more=""):
    return f"/station/residents/{resident.pk}/{more}"


CHANGE = {
    "name": "黄志豪",
    "id_number": "",
    "phone": "13900001111",
    "address": "沙面大街1号",
    "mistaken": "no",
    "on": "2019-06-01",
    "why": "saw the new card",
}


@pytest.mark.parametrize("more", ["change/", "add/name/", "household/", "departure/"])
def test_without_a_reason_no_page_of_a_resident_opens(client, worker, resident, more):
    client.force_login(worker)

    assert client.get(page_of(resident, more)).url == page_of(resident)


@pytest.mark.parametrize("more", ["change/", "add/name/", "household/", "departure/"])
def test_the_resident_of_another_station_is_not_there(desk, more):
    assert desk.get(page_of(a_resident(), more)).status_code == 404


def test_a_change_shows_the_old_in_the_history(desk, resident):
    page = desk.post(
        page_of(resident, "change/"), CHANGE | {"street": resident.street_id}, follow=True
    )

    assert "Changed. What was known before" in page.text
    assert re.search(r"Former name\s+<strong>黄伟强</strong>.*?until 1 June 2019", page.text)
    assert "13823456780" in page.text and "13900001111" in page.text
    assert Entry.objects.get(act="residents.change").why == "name, phone: saw the new card"
    assert not resident.residences.exists()  # the address is the same


def test_a_change_says_how_it_is_known(desk, resident):
    sent = CHANGE | {"street": resident.street_id, "why": ""}

    page = desk.post(page_of(resident, "change/"), sent)

    assert page.status_code == 422
    assert 'value="黄志豪"' in page.text
    assert not resident.names.exists()


def test_a_number_of_somebody_else_is_refused_and_nothing_typed_is_lost(desk, worker, resident):
    a_resident(worker=worker, name="黄伟祥", id_number=a_number(serial="125"))
    sent = CHANGE | {"street": resident.street_id, "id_number": a_number(serial="125")}

    page = desk.post(page_of(resident, "change/"), sent)

    assert page.status_code == 422
    assert "Somebody else is registered with this number." in page.text
    assert 'value="黄志豪"' in page.text


@pytest.mark.parametrize(
    ("what", "sent", "shown"),
    [
        ("name", {"kind": "other", "written": "肥仔"}, "肥仔"),
        ("phone", {"whose": "relative", "relation": "女儿", "number": "13500002222"}, "女儿"),
        ("place", {"kind": "registered", "address": "湖南省衡阳市"}, "湖南省衡阳市"),
        ("document", {"kind": "hk_macao_permit", "number": "H12345678"}, "…5678"),
    ],
)
def test_what_else_is_known_is_written_down_shown_and_ended(desk, resident, what, sent, shown):
    page = desk.post(page_of(resident, f"add/{what}/"), sent, follow=True)
    assert shown in page.text
    assert "H12345678" not in page.text
    end = re.search(rf'"({re.escape(page_of(resident))}end/{what}/\d+/)"', page.text)[1]

    page = desk.post(end, {"on": "2026-05-06", "mistaken": "yes"}, follow=True)

    assert "written by mistake" in page.text and shown in page.text
    assert desk.get(end).status_code == 404


def test_a_wrong_number_of_a_document_is_refused_in_words(desk, resident):
    page = desk.post(
        page_of(resident, "add/document/"), {"kind": "taiwan_permit", "number": "H12345678"}
    )

    assert page.status_code == 422
    assert "This is no number of such a document." in page.text


def test_there_are_no_other_facts(desk, resident):
    assert desk.get(page_of(resident, "add/secret/")).status_code == 404
    assert desk.get(page_of(resident, "end/name/424242/")).status_code == 404


def test_a_household_from_its_beginning_to_its_end(desk, worker, resident):
    wife = a_resident(worker=worker, name="陈秀兰", sex="female")
    home = page_of(resident, "household/")

    page = desk.post(home, {"do": "form", "form-on": "2020-01-01"}, follow=True)
    assert "黄伟强 is the head of a household." in page.text
    page = desk.post(home, {"q": "cxl"})
    known = re.search(r'name="join-known" value="([^"]+)"', page.text)[1]
    join = {"do": "join", "join-known": known, "join-relation": "spouse", "join-on": "2020-01-01"}
    page = desk.post(home, join, follow=True)
    assert "陈秀兰 belongs to this household." in page.text

    head = {
        "do": "head",
        "head-head": wife.pk,
        "head-on": "2026-05-06",
        f"head-relation-{resident.pk}": "spouse",
        f"head-relation-{wife.pk}": "not_said",
    }
    desk.post(home, head)
    assert household_of(wife).relation == "head"
    membership = household_of(resident).pk
    leave = {"do": "leave", "leave-membership": membership, "leave-on": "2026-05-06"}
    desk.post(home, leave, follow=True)

    assert household_of(resident) is None
    page = desk.get(page_of(resident))
    assert "Before: head of the household in a household in" in page.text


def test_a_household_is_dissolved(desk, resident):
    home = page_of(resident, "household/")
    desk.post(home, {"do": "form", "form-on": "2020-01-01"})

    page = desk.post(home, {"do": "dissolve", "dissolve-on": "2026-05-06"}, follow=True)

    assert "This household is dissolved." in page.text
    assert not Membership.objects.filter(until=None).exists()


def test_who_belongs_elsewhere_is_refused_in_words(desk, worker, resident):
    other = a_resident(worker=worker, name="李国华")
    desk.post(page_of(other), {"reason": "casework"})
    for one in (resident, other):
        desk.post(page_of(one, "household/"), {"do": "form", "form-on": "2020-01-01"})

    join = {
        "do": "join",
        "join-known": sign(other),
        "join-relation": "kin",
        "join-on": "2026-05-06",
        "q": "李",
    }
    page = desk.post(page_of(resident, "household/"), join)

    assert page.status_code == 422
    assert "Please let them leave that one first." in page.text


def test_nobody_of_another_station_is_put_into_a_household(desk, resident):
    stranger = a_resident(name="陈秀兰", sex="female")
    home = page_of(resident, "household/")
    desk.post(home, {"do": "form", "form-on": "2020-01-01"})

    join = {"do": "join", "join-relation": "kin", "join-on": "2026-05-06"}

    assert "陈秀兰" not in desk.post(home, {"q": "cxl"}).text
    assert desk.post(home, join | {"join-known": sign(stranger)}).status_code == 404
    assert desk.post(home, join | {"join-known": "made up"}).status_code == 404


def test_a_death_is_said_on_the_page_and_can_be_taken_back(desk, worker, resident):
    need = a_need(worker=worker, resident=resident)
    sent = {"kind": "died", "on": "2026-05-05", "words": "女儿来电"}
    page = desk.post(page_of(resident, "departure/"), sent, follow=True)

    assert "Died · 5 May 2026" in page.text and "女儿来电" in page.text
    assert "/register/known/" not in page.text
    assert desk.get(f"/station/needs/{need.pk}/").status_code == 200  # it waits to be closed
    assert resident.name not in desk.get("/station/residents/").text

    page = desk.post(page_of(resident, "departure/"), {"why": "another of this name"}, follow=True)

    assert "Your station looks after them again." in page.text
    assert Departure.objects.get().taken_back_at
    assert Resident.objects.filter(cared_for__until=None).get() == resident


def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(desk, resident):
    sent = {"kind": "moved", "on": "2026-06-01", "words": "佛山"}

    page = desk.post(page_of(resident, "departure/"), sent)

    assert page.status_code == 422
    assert "This day has not come yet." in page.text and 'value="佛山"' in page.text


def test_a_full_page_asks_as_little_as_an_empty_one(
    desk, worker, resident, django_assert_max_num_queries
):
    for n in range(5):
        desk.post(page_of(resident, "add/name/"), {"kind": "other", "written": f"阿{n}"})
        phone = {"whose": "household", "number": f"8123456{n}"}
        desk.post(page_of(resident, "add/phone/"), phone)

    with django_assert_max_num_queries(38):
        desk.get(page_of(resident))
