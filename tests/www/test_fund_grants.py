import pytest

from shanqiao.apps.delivery.actions import confirm_receipt
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.models import Release
from tests.factories import (
    NOON,
    a_cashier,
    a_document,
    a_fund,
    a_grant,
    a_handler,
    a_manager,
    a_payment,
    a_plan,
    a_proposal,
    a_purse,
    a_social_worker,
    an_assessed_need,
)

from .at_noon import signed_in, stop_the_clock

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
def granted(fund, manager):
    purse = a_purse(fund=fund, received=100_000_000)
    plan = a_plan()

    def grant(**facts):
        proposal = a_proposal(purse=purse, plan=plan, **facts)
        return approve_proposal(proposal=proposal, by=manager, at=NOON)

    return grant


@pytest.fixture
def cashier(fund):
    return a_cashier(fund)


@pytest.fixture
def till(client, cashier):
    return signed_in(client, cashier)


def rows_of(page):
    return {row.record.pk for row in page.context["table"].paginated_rows}


def confirmed(payment, says, **facts):
    worker = a_social_worker()
    document = a_document(by=worker)
    confirm_receipt(
        payment=payment,
        says=says,
        witness="station",
        evidence=document,
        by=worker,
        at=NOON,
        **facts,
    )


def test_the_list_says_how_far_each_grant_came(till, granted, cashier):
    waiting, paid, lost = (granted() for _ in "abc")
    a_payment(grant=paid, cashier=cashier)
    confirmed(a_payment(grant=lost, cashier=cashier), "not_received")
    a_grant()

    page = till.get("/fund/grants/")

    assert rows_of(page) == {waiting.pk, paid.pk, lost.pk}
    assert "3 grants, 1 of them is to be paid, 1 did not arrive in full." in page.text
    assert rows_of(till.get("/fund/grants/?state=missing")) == {lost.pk}


def test_a_long_list_asks_no_more_than_a_short_one(till, granted, django_assert_max_num_queries):
    for _ in range(30):
        granted()

    with django_assert_max_num_queries(22):
        page = till.get("/fund/grants/")

    assert len(rows_of(page)) == 25


def test_the_cashier_pays_several_each_with_its_reference(till, granted):
    first, second, third = (granted() for _ in "abc")
    sheet = till.get("/fund/grants/pay/?every=mine")

    page = till.post(
        "/fund/grants/pay/",
        {
            "row": [first.pk, second.pk, third.pk],
            f"reference-{first.pk}": "ICBC 1",
            f"reference-{second.pk}": " sheet 7 ",
            f"reference-{third.pk}": "",
        },
        follow=True,
    )

    assert "Pay these 3 grants" in sheet.text and "2 grants were paid." in page.text
    assert set(Payment.objects.values_list("grant", "reference")) == {
        (first.pk, "ICBC 1"),
        (second.pk, "sheet 7"),
    }


def test_paying_twice_pays_once(till, granted):
    grant = granted()

    for _ in "ab":
        till.post("/fund/grants/pay/", {"row": grant.pk, f"reference-{grant.pk}": "ICBC 1"})

    assert Payment.objects.count() == 1


def test_what_cannot_be_paid_stays_with_its_reason_and_what_was_typed(till, granted, monkeypatch):
    first, second = granted(), granted()
    from shanqiao.www.fund import paying

    pay_grant = paying.pay_grant

    def refuse_the_second(*, grant, **facts):
        if grant == second:
            raise paying.CannotPay("This grant was paid or taken back already.")
        return pay_grant(grant=grant, **facts)

    monkeypatch.setattr(paying, "pay_grant", refuse_the_second)

    page = till.post(
        "/fund/grants/pay/",
        {
            "row": [first.pk, second.pk],
            f"reference-{first.pk}": "ICBC 1",
            f"reference-{second.pk}": "ICBC 2",
        },
    )

    assert page.status_code == 422 and "paid or taken back already" in page.text
    assert "ICBC 2" in page.text and "ICBC 1" not in page.text


def test_the_manager_finds_no_till(client, manager, granted):
    grant, desk = granted(), signed_in(client, manager)

    answer = desk.post("/fund/grants/pay/", {"row": grant.pk, f"reference-{grant.pk}": "ICBC 1"})

    assert answer.status_code == 403 and not Payment.objects.exists()


def test_a_grant_of_another_fund_is_not_paid_and_not_shown(till):
    theirs = a_grant()

    till.post("/fund/grants/pay/", {"row": theirs.pk, f"reference-{theirs.pk}": "ICBC 1"})

    assert not Payment.objects.exists()
    assert till.get(f"/fund/grants/{theirs.pk}/").status_code == 404


def test_a_grant_tells_its_own_story_without_names_and_without_other_funds(
    till, granted, cashier, manager
):
    need = an_assessed_need(needed=500_000)
    grant = granted(need=need, count=80_000)
    other = a_grant(need=need, count=70_000)
    confirmed(a_payment(grant=grant, cashier=cashier), "received")

    page = till.get(f"/fund/grants/{grant.pk}/")

    for words in ("A plan proposed ¥800.00", "¥800.00 were promised", "were paid, reference"):
        assert words in page.text
    assert manager.name in page.text and "received in full" in page.text
    assert "700.00" not in page.text and other.purse.name_en not in page.text
    assert need.resident.name not in page.text and need.told_to.name not in page.text


def test_what_was_approved_is_taken_back_with_a_reason(client, manager, granted):
    desk, grant = signed_in(client, manager), granted()
    without = desk.post("/fund/grants/take-back/", {"row": grant.pk, "why": ""})

    page = desk.post(
        "/fund/grants/take-back/", {"row": grant.pk, "why": "pressed by mistake"}, follow=True
    )

    assert without.status_code == 422
    assert "1 grant was taken back." in page.text
    assert Release.objects.get().why == "pressed by mistake"
    assert "taken back" in desk.get(f"/fund/grants/{grant.pk}/").text


def test_what_is_paid_is_not_taken_back(client, manager, granted, cashier):
    desk, grant = signed_in(client, manager), granted()
    a_payment(grant=grant, cashier=cashier)

    page = desk.post("/fund/grants/take-back/", {"row": grant.pk, "why": "too late"}, follow=True)

    assert "None of these can be taken back" in page.text and not Release.objects.exists()


def test_a_handler_neither_pays_nor_takes_back(client, fund, granted):
    desk, grant = signed_in(client, a_handler(fund)), granted()

    page = desk.get(f"/fund/grants/{grant.pk}/")

    assert "Pay…" not in page.text and "Take back…" not in page.text
    assert desk.post("/fund/grants/take-back/", {"row": grant.pk, "why": "x"}).status_code == 403
