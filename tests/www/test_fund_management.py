import pytest

from shanqiao.apps.governing.actions import write_year_figures
from shanqiao.apps.governing.management import book_management
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


def test_a_cashier_takes_back_part_of_what_management_cost_and_then_the_rest(client):
    purse = a_purse(received=1_000_000)
    cashier = a_cashier(purse.fund)
    desk = signed_in(client, cashier)
    listed = "/fund/governance/management/"
    assert listed in desk.get("/fund/governance/spending/").text
    assert "Nothing was yet." in desk.get(listed).text
    cost = book_management(
        host=purse.fund.host, amount=250_00, words="rent", key="k", by=cashier, at=NOON
    )
    back = f"{listed}{cost.pk}/back/"
    assert back in desk.get(listed).text
    assert 'value="250"' in desk.get(back).text

    for wrong, says in (
        ({"amount": "250.01", "why": "x"}, "250.00 yuan stand"),
        ({"amount": "1", "why": " "}, "This field is required"),
    ):
        answer = desk.post(back, {"key": "w", **wrong})
        assert answer.status_code == 422 and says in answer.text
    page = desk.post(back, {"key": "a", "amount": "50", "why": "deposit came back"}, follow=True)
    assert "¥50.00 taken back: deposit came back" in page.text and "¥200.00" in page.text
    assert 'value="200"' in desk.get(back).text
    page = desk.post(back, {"key": "b", "amount": "200", "why": "not ours"}, follow=True).text
    assert "¥200.00 taken back: not ours" in page and back not in page

    told = desk.get(f"{listed}?export=csv").text
    assert "rent · ¥50.00 taken back: deposit came back · ¥200.00 taken back: not ours" in told
    assert "¥50.00 taken back" not in desk.get(f"{listed}?state=stands").text
    assert "¥50.00 taken back" in desk.get(f"{listed}?state=taken_back").text
    record = (
        signed_in(client, a_supervisor())
        .get("/supervisor/record/?act=governing.take_back_management")
        .text
    )
    assert "deposit came back" in record and f"cost of management {cost.pk}" in record


def test_only_the_cashier_of_the_charity_takes_back_what_management_cost(client):
    purse = a_purse()
    cost = book_management(
        host=purse.fund.host, amount=900, words="rent", key="k", by=a_cashier(purse.fund), at=NOON
    )
    where = f"/fund/governance/management/{cost.pk}/back/"

    manager = signed_in(client, a_manager(purse.fund))
    assert manager.get(where).status_code == 403
    listed = manager.get("/fund/governance/management/").text
    assert "rent" in listed and where not in listed
    assert signed_in(client, a_cashier(a_purse().fund)).get(where).status_code == 404
