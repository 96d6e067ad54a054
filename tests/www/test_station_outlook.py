"""A social worker sees at once who could help."""

import pytest

from tests.factories import a_purse, a_social_worker, an_assessed_need

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(monkeypatch):
    stop_the_clock(monkeypatch)
    return a_social_worker()


@pytest.fixture
def desk(client, worker):
    return signed_in(client, worker)


def test_right_after_the_assessment_the_page_asks_who_could_help(desk, worker):
    need = an_assessed_need(worker=worker)

    page = desk.get(f"/station/needs/{need.pk}/")

    assert f'data-hx-get="/station/needs/{need.pk}/outlook/"' in page.text


def test_who_could_help_is_told_as_a_part_of_the_page_and_as_a_page(desk, worker):
    need, purse = an_assessed_need(worker=worker, needed=100_000), a_purse(received=70_000)
    other = a_purse(eligible='hardship == "tekun"')

    part = desk.get(f"/station/needs/{need.pk}/outlook/", headers={"HX-Request": "true"})
    page = desk.get(f"/station/needs/{need.pk}/outlook/")

    for words in ("¥700.00", "¥1,000.00", purse.name_en, "¥300.00 would still be lacking"):
        assert words in part.text and words in page.text
    assert "It would change if its givers asked for less." in part.text
    assert other.name_en in part.text
    assert "<h1" in page.text and "<h1" not in part.text


def test_where_nobody_offers_such_help_the_outlook_says_so(desk, worker):
    need = an_assessed_need(worker=worker)

    assert "Nobody offers this kind of help" in desk.get(f"/station/needs/{need.pk}/outlook/").text
