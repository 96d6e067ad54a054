import pytest

from shanqiao.apps.approvals.actions import set_bands
from shanqiao.apps.paying.calling import answer_call, draw_sample
from shanqiao.apps.paying.models import Return, Sample
from tests.factories import NOON, a_payment
from tests.paying_factories import Till

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def till():
    return Till()


@pytest.fixture
def enter(client):
    return lambda person: signed_in(client, person)


def rows_of(page):
    return {row.record.pk for row in page.context["table"].paginated_rows}


def with_bands(till):
    set_bands(fund=till.fund, bands=[(50_000, 1), (None, 2)], why="x", by=till.manager, at=NOON)


def test_money_that_came_back_is_written_down_at_the_grant(till, enter):
    grant = till.grant()
    a_payment(grant=grant, cashier=till.cashier)
    desk = enter(till.cashier)
    too_much = desk.post(
        f"/fund/out/grants/{grant.pk}/came-back/",
        {"count": "800.01", "reference": "R1", "why": "退票"},
    )

    page = desk.post(
        f"/fund/out/grants/{grant.pk}/came-back/",
        {"count": "300.00", "reference": "R1", "why": "退票"},
        follow=True,
    )

    assert too_much.status_code == 422 and "No more comes back" in too_much.text
    assert Return.objects.get().count == 30_000
    assert "the need lacks it again" in page.text and "¥300.00" in page.text


def test_a_sample_is_drawn_called_and_says_what_it_means(till, enter):
    for _ in range(12):
        a_payment(grant=till.grant(payee=False), cashier=till.cashier)
    days = {"first_on": "2026-05-01", "last_on": "2026-05-31"}
    desk = enter(till.manager)
    nothing = desk.post(
        "/fund/out/follow-up-calls/",
        {"first_on": "2025-01-01", "last_on": "2025-01-02", "margin": 5, "confidence": 95},
    )
    page = desk.post(
        "/fund/out/follow-up-calls/", days | {"margin": 20, "confidence": 95}, follow=True
    )
    sample = Sample.objects.get()

    assert "Nothing was paid on these days" in nothing.text
    assert f"{sample.size} of 12 payments" in page.text and sample.seed in page.text
    one, two = sample.drawn.order_by("place")[:2]
    desk.post(f"/fund/out/follow-up-calls/answer/{one.pk}/", {"says": "received"})
    page = desk.post(
        f"/fund/out/follow-up-calls/answer/{two.pk}/",
        {"says": "not_reached", "words": "no one"},
        follow=True,
    )
    assert "100.0%" in page.text and "2.5% – 100.0%" in page.text
    assert desk.get(f"/fund/out/follow-up-calls/answer/{one.pk}/").status_code == 404
    paid = enter(till.cashier).post(
        f"/fund/out/follow-up-calls/answer/{sample.drawn.get(place=3).pk}/", {"says": "received"}
    )
    assert paid.status_code == 422 and "You paid this grant" in paid.text


def test_everybody_reads_what_enough_residents_said_and_nothing_of_few(till, client):
    for _ in range(32):
        a_payment(grant=till.grant(payee=False), cashier=till.cashier)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    days = {"first_on": NOON.date(), "last_on": NOON.date(), "margin": 100, "confidence": 950}
    sample = draw_sample(fund=till.fund, seed="ours", by=till.manager, at=NOON, **days)
    asked = list(sample.drawn.order_by("place"))

    for drawn in asked[:9]:
        answer_call(drawn=drawn, says="received", by=till.manager, at=NOON)
    few = client.get("/arrived/")
    answer_call(drawn=asked[9], says="not_received", by=till.manager, at=NOON)
    enough = client.get("/arrived/")

    assert "90.0%" not in few.text and "without pointing at anybody" in few.text
    assert "90.0%" in enough.text and "55.5%" in enough.text and "99.7%" in enough.text
    assert "ours" in enough.text and sample.population_digest in enough.text
