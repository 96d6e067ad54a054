import pytest

from shanqiao.apps.giving.models import Box, Deposit, Gift
from tests.factories import TODAY, a_cashier, a_fund, a_handler, a_purse, a_street
from tests.giving import a_box, a_certified_host, an_opened_box, two_of
from tests.www.conftest import WithSecondFactor

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund(host=a_certified_host())


def test_a_box_goes_through_two_pairs_of_hands_to_the_bank(fund):
    purse = a_purse(fund=fund, received=0)
    handler, cashier = a_handler(fund), a_cashier(fund)
    one, other = (signed_in(WithSecondFactor(), person) for person in (handler, cashier))
    place = {"name": "沙面书店", "name_en": "Shamian Books", "street": a_street().pk}
    one.post(
        "/fund/boxes/points/new/", {**place, "address": "门口", "purse": purse.pk, "number": "7"}
    )
    at = f"/fund/boxes/{Box.objects.get().pk}/"

    assert "Seal it" in one.get(at).text
    one.post(f"{at}seal/", {"number": "F001", "beside": cashier.pk})
    one.post(f"{at}open/", {"intact": "yes", "beside": cashier.pk})
    one.post(f"{at}count/", {"yuan_10": 3, "rest": "0.04"})
    seen = other.get(at).text
    assert "has signed a sheet" in seen
    assert "¥30.04" not in seen  # nobody copies the other's count
    other.post(f"{at}count/", {"yuan_10": 2})
    assert "The sheets differ" in other.get(at).text
    other.post(f"{at}count/", {"yuan_10": 3, "rest": "0.04"})
    assert "¥30.04" in other.get("/fund/boxes/").text
    other.post(f"{at}pay-in/", {"slip": "B77", "on": str(TODAY)})

    assert Gift.objects.get().amount == 3_004
    assert Deposit.objects.get().slip == "B77"
    assert "slip B77" in one.get(at).text


def test_a_third_person_does_not_count(client, fund):
    opening = an_opened_box(box=a_box(purse=a_purse(fund=fund)))
    third = signed_in(client, a_handler(fund))
    at = f"/fund/boxes/{opening.seal.box.pk}/"

    assert "Only these two sign here." in third.get(at).text
    assert "Only the two" in third.post(f"{at}count/", {"yuan_1": 1}).text


def test_a_page_that_was_overtaken_changes_nothing(client, fund):
    opening = an_opened_box(box=a_box(purse=a_purse(fund=fund)))
    late = signed_in(client, opening.by)
    at = f"/fund/boxes/{opening.seal.box.pk}/"

    for step in ("seal", "open", "pay-in"):
        assert "went on with this box" in late.post(f"{at}{step}/", follow=True).text


def test_boxes_of_another_fund_are_not_there(client):
    box = a_box()
    stranger = signed_in(client, a_cashier(a_fund()))

    assert stranger.get(f"/fund/boxes/{box.pk}/").status_code == 404
    assert "No box of your funds" in stranger.get("/fund/boxes/").text


def test_many_boxes_ask_no_more_than_one(client, fund, django_assert_max_num_queries):
    purse = a_purse(fund=fund)
    for _ in range(5):
        box = a_box(purse=purse)
        an_opened_box(box=box, two=two_of(box))
    till = signed_in(client, a_cashier(fund))

    with django_assert_max_num_queries(12):
        till.get("/fund/boxes/")
