"""A fund takes over a share, writes down its dividend, and sees whom it helped."""

import json
import re

import pytest

from shanqiao.apps.governing.models import RaisingCost
from shanqiao.apps.holdings.models import Holding, HoldingEvent, LinkedAgreement, LinkedMonth
from tests.factories import a_cashier, a_fund, a_manager, a_payment, a_purse, an_assessed_need
from tests.giving import a_donor, an_enterprise
from tests.holdings import a_dividend, a_holding, a_value

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def purse(fund):
    return a_purse(fund=fund, received=0)


@pytest.fixture
def desk(client, fund):
    return signed_in(client, a_manager(fund))


def typed(fund, purse, **other):
    return {
        "key": "1",
        "donor": a_donor(host=fund.host).name,
        "kind": "equity",
        "name": "善行科技股权",
        "quantity": "1000",
        "unit": "股",
        "purse": purse.pk,
        "income_purse": "",
        "value": "1234.50",
        "basis": "appraiser",
        "words": "评估报告",
        "custodian": "工商登记",
        "on": "2026-05-04",
        **other,
    }


def test_a_share_is_taken_over_and_a_form_sent_twice_takes_it_once(desk, fund, purse):
    form = typed(fund, purse)
    for _ in "ab":
        desk.post("/fund/holdings/new/", form)

    holding = Holding.objects.get()
    assert (holding.value, holding.quantity, holding.income_purse) == (123_450, 1_000, purse)
    assert "¥1,234.50" in desk.get("/fund/holdings/").text


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"basis": "nominal"}, "booked at one yuan"),
        ({"on": "2026-06-01"}, "lies ahead"),
        ({"donor": "没有这个人"}, "No giver is called so"),
        ({"words": ""}, "required"),
    ],
)
def test_what_may_not_be_taken_is_refused_and_nothing_typed_is_lost(
    desk, fund, purse, other, words
):
    page = desk.post("/fund/holdings/new/", typed(fund, purse, **other))

    assert page.status_code == 422
    assert words in page.text and "善行科技股权" in page.text


def test_income_a_value_and_a_sale_are_written_down(desk, purse):
    holding = a_holding(purse=purse, value=100_000)

    def act(name, **facts):
        form = {"act": name, "key": name, "words": "凭证", "on": "2026-05-05", **facts}
        return desk.post(f"/fund/holdings/{holding.pk}/act/", form)

    act("income", amount="20")
    act("value", value="900", basis="appraiser", appraisal_cost="50", appraisal_paid="gift")
    unpaid = act("value", value="900", basis="appraiser", appraisal_cost="50", key="unpaid")
    act("dispose", quantity="500", proceeds="600")
    refused = act("dispose", quantity="501", proceeds="1", key="again")

    kinds = list(HoldingEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["received", "income", "valued", "disposed"]
    assert refused.status_code == 422 and "more than is held" in refused.text
    assert unpaid.status_code == 422 and "who pays the appraisal" in unpaid.text
    assert RaisingCost.objects.get().amount == 5_000
    assert (
        "appraisal ¥50.00, paid out of the gift" in desk.get(f"/fund/holdings/{holding.pk}/").text
    )


def test_the_page_tells_whom_a_dividend_helped(desk, purse):
    holding = a_holding(purse=purse)
    a_dividend(holding=holding, amount=50_000)
    payment = a_payment(need=an_assessed_need(needed=30_000), purse=purse, count=30_000)

    page = desk.get(f"/fund/holdings/{holding.pk}/")

    assert f"/fund/grants/{payment.grant_id}/" in page.text
    assert "¥300.00" in page.text and "¥200.00 is there still." in page.text


def test_the_worth_is_drawn_and_told(desk, purse):
    holding = a_holding(purse=purse, value=100_000)
    a_value(holding=holding, value=150_000)

    page = desk.get(f"/fund/holdings/{holding.pk}/")

    [script] = re.findall(r"data-chart>(.*?)</script>", page.text)
    [series] = json.loads(script)["option"]["series"]
    assert [worth for _day, worth in series["data"]] == [100_000, 150_000]
    assert "¥1,500.00" in page.text


def test_a_cashier_reads_and_does_not_write(client, fund, purse):
    holding = a_holding(purse=purse)
    desk = signed_in(client, a_cashier(fund))

    assert "What can be done now" not in desk.get(f"/fund/holdings/{holding.pk}/").text
    assert desk.post(f"/fund/holdings/{holding.pk}/act/", {}).status_code == 403
    assert desk.get("/fund/holdings/new/").status_code == 403


def test_another_funds_holding_is_not_there(desk):
    theirs = a_holding()

    assert desk.get(f"/fund/holdings/{theirs.pk}/").status_code == 404
    assert theirs.name not in desk.get("/fund/holdings/").text


def test_an_agreement_and_its_month_are_written_down(desk, fund, purse):
    company = an_enterprise(host=fund.host)
    form = {
        "donor": company.name,
        "kind": "premium",
        "name": "惠民保",
        "purse": purse.pk,
        "share": "0.5",
        "signed_on": "2026-01-10",
        "valid_from": "2026-02-01",
        "valid_to": "2027-01-31",
    }
    desk.post("/fund/holdings/links/new/", form)
    agreement = LinkedAgreement.objects.get()
    month = {"month": "2026-04-30", "base": "100000", "received": "400", "on": "2026-05-05"}

    desk.post(f"/fund/holdings/links/{agreement.pk}/", month)

    written = LinkedMonth.objects.get()
    assert (agreement.rate, written.owed, written.gift.amount) == (5_000, 50_000, 40_000)
    page = desk.get(f"/fund/holdings/links/{agreement.pk}/")
    assert "0.5% of the premium" in page.text and "differs" in page.text
    assert "¥500.00" in desk.get("/fund/holdings/links/").text


def test_an_agreement_says_how_much_it_gives(desk, fund, purse):
    page = desk.post("/fund/holdings/links/new/", {"kind": "product", "share": "5"})

    assert page.status_code == 422 and "Say how much is given." in page.text


def test_the_list_costs_the_same_for_one_holding_and_for_ten(
    desk, purse, django_assert_max_num_queries
):
    for _ in range(10):
        a_holding(purse=purse)

    with django_assert_max_num_queries(14):
        desk.get("/fund/holdings/")


def test_money_that_is_not_needed_is_invested_if_nothing_bars_it(desk, fund):
    purse = a_purse(fund=fund, received=100_000)
    form = {
        **dict.fromkeys(("key", "quantity"), "1"),
        "purse": purse.pk,
        "kind": "equity",
        "name": "社会企业股权",
        "unit": "股",
        "amount": "400",
        "words": "理事会决议",
        "custodian": "工商登记",
        "members": "6",
        "in_favour": "4",
        "on": "2026-05-05",
    }

    barred = desk.post("/fund/holdings/invest/", form)
    desk.post("/fund/holdings/invest/", {**form, "allowed": "on"})

    assert barred.status_code == 422 and "giver forbade it" in barred.text
    holding = Holding.objects.get()
    assert (holding.donor, holding.value) == (None, 40_000)
    assert "invested by the purse" in desk.get(f"/fund/holdings/{holding.pk}/").text
