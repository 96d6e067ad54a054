import pytest

from shanqiao.apps.governing.actions import write_year_figures
from shanqiao.apps.governing.models import RaisingCost
from shanqiao.apps.governing.raising import book_raising
from tests.factories import NOON, a_cashier, a_manager, a_purse, a_supervisor

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    stop_the_clock(monkeypatch)


def figures(purse, year, management):
    write_year_figures(
        host=purse.fund.host,
        year=year,
        income=1_000_000_00,
        net_assets=0,
        spending=900_000_00,
        management=management,
        source="report",
        at=NOON,
    )


def test_a_cashier_books_a_cost_and_everybody_sees_where_the_books_disagree(client):
    purse = a_purse(received=1_000_000)
    figures(purse, 2025, 0)
    figures(purse, 2026, 100_00)
    desk = signed_in(client, a_cashier(purse.fund))
    where = f"/fund/governance/spending/{purse.fund.host_id}/cost/"
    assert where in desk.get("/fund/governance/spending/").text
    said = {"key": "k", "amount": "250.00", "words": "rent", "on": "2026-05-06"}

    early = desk.post(where, said | {"on": "2026-05-07"})
    page = desk.post(where, said | {"purse": purse.pk}, follow=True)

    assert early.status_code == 422 and "still ahead" in early.text
    assert "The cost stands in the books." in page.text
    assert "books and accountant disagree" in page.text and "¥150.00" in page.text
    seen = signed_in(client, a_supervisor()).get("/supervisor/governance/spending/").text
    assert "books ¥250.00, written down ¥100.00, difference ¥150.00" in seen


def test_only_the_cashier_books_costs(client):
    purse = a_purse()
    manager = signed_in(client, a_manager(purse.fund))

    where = f"/fund/governance/spending/{purse.fund.host_id}/cost/"

    assert manager.get(where).status_code == 403
    assert where not in manager.get("/fund/governance/spending/").text


def test_a_cashier_books_what_raising_money_cost_and_takes_it_back(client):
    purse = a_purse(received=1_000_000)
    host = purse.fund.host_id
    desk = signed_in(client, a_cashier(purse.fund))
    where = f"/fund/governance/raising/{host}/cost/"
    assert where in desk.get("/fund/governance/spending/").text
    said = {"key": "k", "amount": "250.00", "words": "leaflets", "campaign": "winter"}

    early = desk.post(where, said | {"on": "2026-05-07"})
    page = desk.post(where, said | {"on": "2026-05-06"}, follow=True).text
    again = desk.post(where, said | {"on": "2026-05-06"}, follow=True).text

    assert early.status_code == 422 and "still ahead" in early.text
    assert "The cost stands in the books." in page and "¥250.00" in page and "winter" in page
    assert again.count("/back/") == 1
    seen = desk.get("/fund/governance/spending/").text
    assert "more than 3% of what it brought" in seen and "gongyi.ifeng.com" in seen
    back = f"/fund/governance/raising/{RaisingCost.objects.get().pk}/back/"
    assert desk.post(back, {"why": " "}).status_code == 422
    assert (
        "taken back: the hall was closed"
        in desk.post(back, {"why": "the hall was closed"}, follow=True).text
    )
    assert desk.post(back, {"why": "again"}).status_code == 422
    assert "more than 3%" not in desk.get("/fund/governance/spending/").text
    told = desk.get("/fund/governance/raising/?export=csv").text
    assert "leaflets · taken back: the hall was closed" in told


@pytest.mark.parametrize("last_year", [True, False], ids=["known", "not known"])
def test_only_the_cashier_books_and_takes_back_what_raising_cost(client, last_year):
    purse = a_purse(received=1_000_000)
    if last_year:
        figures(purse, 2025, 0)
    cashier = a_cashier(purse.fund)
    paid = book_raising(
        host=purse.fund.host, amount=900, words="boxes", key="b", by=cashier, at=NOON
    )
    manager = signed_in(client, a_manager(purse.fund))

    for where in (f"{purse.fund.host_id}/cost", f"{paid.pk}/back"):
        assert manager.get(f"/fund/governance/raising/{where}/").status_code == 403
    listed = manager.get("/fund/governance/raising/").text
    assert "boxes" in listed and "/back/" not in listed
    seen = signed_in(client, a_supervisor()).get("/supervisor/governance/spending/").text
    assert "raising money cost ¥9.00 of ¥0.00" in seen
    elsewhere = signed_in(client, a_cashier(a_purse().fund))
    assert elsewhere.get(f"/fund/governance/raising/{paid.pk}/back/").status_code == 404
