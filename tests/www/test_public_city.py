import re

import pytest
from django.core.cache import cache

from shanqiao.apps.disclosure.actions import publish_month
from shanqiao.www.public import city
from tests.factories import NOON, a_need, a_social_worker, a_station, a_street
from tests.months import JUNE_1, MAY, YUEXIU, help_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    monkeypatch.setattr(city, "now", lambda: JUNE_1)
    cache.clear()
    yield
    cache.clear()


def needs_told(number, *, street=None, kind="meal"):
    worker = a_social_worker(station=a_station(street=street or a_street()))
    return [a_need(worker=worker, kind=kind) for _ in range(number)]


def test_everybody_sees_the_city_without_signing_in(client):
    needs_told(7)

    page = client.get("/")

    assert page.status_code == 200
    assert "Shamian Subdistrict" in page.text and ">Liwan<" in page.text


def test_an_empty_city_says_what_will_be_here(client):
    page = client.get("/")

    assert "The first statement is still to come" in page.text


def test_the_city_speaks_chinese(client):
    needs_told(7)

    page = client.get("/", headers={"Accept-Language": "zh-hans"})

    assert "沙面街道" in page.text and ">荔湾<" in page.text


def test_no_name_of_a_resident_is_on_a_public_page(client):
    needs_told(7)

    for address in ("/", "/needs/", "/statements/", "/how/", "/about/"):
        assert "黄伟强" not in client.get(address).text


def test_the_map_shades_a_street_only_where_five_people_told(client):
    needs_told(5)
    needs_told(4, street=a_street(**YUEXIU))

    squares = dict(re.findall(r'fill="([^"]+)"[^>]*><title>([^<]+)</title>', client.get("/").text))

    assert {street: fill for fill, street in squares.items()} == {
        "Shamian Subdistrict": "#ffffcc",
        "Hongqiao Subdistrict": "url(#few)",
    }


def test_bars_come_from_the_latest_statement(client):
    help_people(6)
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    page = client.get("/")

    assert f"/statements/{statement.pk}/" in page.text
    assert 'width="100.0"' in page.text


def test_the_page_asks_the_same_number_of_questions_for_a_larger_city(
    client, django_assert_max_num_queries
):
    needs_told(6)
    needs_told(6, street=a_street(**YUEXIU))
    help_people(6)
    publish_month(month=MAY, by=None, at=JUNE_1)

    with django_assert_max_num_queries(8):
        client.get("/")
    with django_assert_max_num_queries(2):
        client.get("/")  # the figures of last midnight are kept


def test_open_needs_are_at_least_so_many_people(client):
    needs_told(13)

    page = client.get("/needs/")

    assert "10+" in page.text and "13" not in re.sub(r"<[^>]+>", "", page.text)


def test_open_needs_can_be_taken_along(client):
    needs_told(13)

    lines = client.get("/needs/?export=csv").content.decode("utf-8-sig").splitlines()

    assert lines[0] == "district_code,district,district_en,kind,people_at_least"
    assert "440103,荔湾区,Liwan District,meal,10" in lines
    assert "440103,荔湾区,Liwan District,visit,0" in lines


def test_the_pages_are_light(client):
    needs_told(7)

    assert all(len(client.get(address).content) < 150_000 for address in ("/", "/needs/"))


def test_what_is_told_today_is_seen_tomorrow(client, monkeypatch):
    needs_told(7)
    monkeypatch.setattr(city, "now", lambda: NOON)

    assert "5+" not in client.get("/needs/").text
