import pytest

from shanqiao.apps.giving.models import (
    DonorQuestion,
    Employer,
    Gift,
    InKind,
    Match,
    Pledge,
)
from shanqiao.apps.governing.models import RaisingCost
from tests.factories import TODAY, a_cashier, a_fund, a_purse
from tests.giving import a_certified_host, a_donor, a_gift, an_enterprise

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund(host=a_certified_host())


@pytest.fixture
def purse(fund):
    return a_purse(fund=fund, received=0)


@pytest.fixture
def till(client, fund):
    return signed_in(client, a_cashier(fund))


def test_a_question_is_answered_in_time(till, purse):
    donor = a_donor(host=purse.fund.host, name="何善心")
    till.post(f"/fund/givers/{donor.pk}/ask/", {"words": "用到哪里了？", "asked_on": str(TODAY)})
    question = DonorQuestion.objects.get()

    page = till.get("/fund/questions/").text
    assert "due on 26 May 2026" in page
    assert "用到哪里了？" in page
    assert "1 question of a giver waits for an answer, until 26 May 2026" in till.get("/fund/").text
    till.post(f"/fund/questions/{question.pk}/answer/", {"words": "两位长者", "told": "phone"})

    assert "Nobody waits." in till.get("/fund/questions/").text
    assert till.get(f"/fund/questions/{question.pk}/answer/").status_code == 302


def test_a_promise_is_kept_by_a_gift_that_names_it(till, purse):
    donor = a_donor(host=purse.fund.host)
    told = {"key": "1", "purse": purse.pk, "amount": "10", "every": "month"}
    till.post(f"/fund/givers/{donor.pk}/promise/", {**told, "first_on": "2026-04-06"})
    at = f"/fund/promises/{Pledge.objects.get().pk}/"

    assert "1 of them is late." in till.get("/fund/promises/").text
    till.post(f"{at}arrived/", {"key": "2", "amount": "20", "how": "bank", "on": str(TODAY)})
    page = till.get("/fund/promises/").text
    assert ">late<" not in page and "is late" not in page
    assert Gift.objects.get().number in till.get(at).text
    till.post(f"{at}end/", {"why": "搬走了"})

    assert "搬走了" in till.get(at).text


def test_an_employer_adds_and_pays(till, purse):
    enterprise = an_enterprise(host=purse.fund.host)
    till.post(
        f"/fund/givers/{enterprise.pk}/match/",
        {
            "purse": purse.pk,
            "percent": 100,
            "person_cap": "100",
            "total_cap": "1000",
            "valid_from": "2026-01-01",
            "valid_to": "2026-12-31",
            "agreement": "XY-1",
            "voluntary": "on",
        },
    )
    at = f"/fund/employers/{Employer.objects.get().pk}/"
    till.post(f"{at}employee/", {"name": "何善心", "phone": "13800138000", "since": str(TODAY)})
    a_gift(donor=enterprise.host.donors.get(name="何善心"), purse=purse, amount=20_000)

    assert "¥100.00" in till.get(at).text
    assert "¥100.00 owed" in till.get("/fund/employers/").text
    till.post(f"{at}settle/", {"key": "s1", "how": "bank", "on": str(TODAY)})

    assert Match.objects.get().settled_by.amount == 10_000
    assert till.get(f"/fund/gifts/{Match.objects.get().to_id}/").status_code == 200


def test_goods_are_taken_with_their_worth(till, fund):
    purse = a_purse(fund=fund, kinds=["goods"], item="冬被", received=0)
    told = {"key": "1", "kind": "person", "name": "何善心", "purse": purse.pk, "how": "goods"}
    told |= {"what": "冬被", "amount": 20, "basis": "invoice", "valued": "2000", "paper": "044001"}

    assert "DN-02" in till.post("/fund/gifts/in-kind/", {**told, "on": str(TODAY)}).text
    till.post("/fund/gifts/in-kind/", {**told, "on": str(TODAY), "usable": "on"})

    gift = InKind.objects.get().gift
    assert "¥2,000.00" in till.get(f"/fund/gifts/{gift.pk}/").text


def test_goods_whose_appraiser_the_gift_pays_say_what_it_costs(till, fund):
    purse = a_purse(fund=fund, kinds=["goods"], item="冬被", received=0)
    told = {"key": "1", "kind": "person", "name": "何善心", "purse": purse.pk, "how": "goods"}
    told |= {"what": "冬被", "amount": 20, "basis": "appraiser", "valued": "2000", "paper": "9"}
    told |= {"cost_by": "gift", "on": str(TODAY), "usable": "on"}

    refused = till.post("/fund/gifts/in-kind/", told)
    till.post("/fund/gifts/in-kind/", told | {"cost": "80"})

    assert refused.status_code == 422 and "what the appraiser costs" in refused.text
    gift = InKind.objects.get().gift
    assert "¥80.00 · deducted from the gift" in till.get(f"/fund/gifts/{gift.pk}/").text
    assert RaisingCost.objects.get().gift == f"giving.gift:{gift.pk}"


def test_cash_in_hand_is_told_on_the_first_page(till, purse):
    a_gift(purse=purse, how="cash", amount=700)

    assert "¥7.00 in cash are in hand" in till.get("/fund/").text


def test_what_is_another_charitys_is_not_there(client, purse):
    stranger = signed_in(client, a_cashier(a_fund()))
    donor = a_donor(host=purse.fund.host)

    for page in ("ask", "promise", "match"):
        assert stranger.get(f"/fund/givers/{donor.pk}/{page}/").status_code == 404
    for page in ("promises", "employers", "questions", "gifts/files", "givers"):
        assert stranger.get(f"/fund/{page}/").status_code == 200


def test_long_lists_ask_no_more(till, purse, django_assert_max_num_queries):
    for _ in range(12):
        donor = a_donor(host=purse.fund.host)
        till.post(f"/fund/givers/{donor.pk}/ask/", {"words": "?", "asked_on": str(TODAY)})
        told = {"key": "1", "purse": purse.pk, "amount": "10", "every": "month"}
        till.post(f"/fund/givers/{donor.pk}/promise/", {**told, "first_on": "2026-04-06"})

    for page in ("promises", "employers", "questions"):
        with django_assert_max_num_queries(13):
            till.get(f"/fund/{page}/")
