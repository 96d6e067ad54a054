import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanqiao.apps.approvals.actions import set_bands
from shanqiao.apps.approvals.models import Approval, Rule
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.paying.models import Batch, Download, Payee
from shanqiao.apps.paying.payees import check_payee
from shanqiao.apps.record.models import Entry
from tests.factories import NOON, a_cashier, a_fund, a_manager, a_resident, a_supervisor
from tests.paying_factories import Till, card_number

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

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


def test_who_sees_a_grant_that_waits_approves_it_unless_they_made_it(till, enter):
    with_bands(till)
    grant, small = till.grant(), till.grant(count=100)
    second = a_manager(till.fund)

    page = enter(till.manager).get("/fund/out/approvals/")
    assert rows_of(page) == {grant.pk} and "1 of 2" in page.text
    page = enter(till.manager).post(
        "/fund/out/approvals/approve/", {"row": [grant.pk, small.pk]}, follow=True
    )
    assert not Approval.objects.exists()
    sheet = enter(second).get(f"/fund/out/approvals/approve/?row={grant.pk}")
    page = enter(second).post(
        "/fund/out/approvals/approve/", {"row": grant.pk, "words": "seen"}, follow=True
    )

    assert "Approve this grant" in sheet.text and "You approved 1 grant." in page.text
    assert Approval.objects.get().words == "seen"
    shown = enter(till.cashier).get(f"/fund/grants/{grant.pk}/")
    assert second.name in shown.text and "Pay…" in shown.text


def test_what_lacks_approvals_is_not_offered_to_the_cashier(till, enter):
    with_bands(till)
    grant = till.grant()

    page = enter(till.cashier).get("/fund/grants/")
    sheet = enter(till.cashier).get("/fund/grants/pay/?every=mine", follow=True)

    assert "waits for more approvals" in page.text
    assert "None of these is yours to pay" in sheet.text
    assert "Pay…" not in enter(till.cashier).get(f"/fund/grants/{grant.pk}/").text


def test_the_manager_sets_bands_with_a_reason(till, enter):
    desk = enter(till.manager)
    bands = {"up_to_1": "500", "approvals_1": 1, "up_to_2": "", "approvals_2": 2, "approvals_3": 3}
    without = desk.post(f"/fund/out/approvals/bands/{till.fund.pk}/", bands)
    fewer = desk.post(
        f"/fund/out/approvals/bands/{till.fund.pk}/", bands | {"approvals_1": 4, "why": "x"}
    )

    page = desk.post(
        f"/fund/out/approvals/bands/{till.fund.pk}/", bands | {"why": "council"}, follow=True
    )

    assert without.status_code == fewer.status_code == 422
    assert "not approved by fewer" in fewer.text
    assert "up to ¥500.00" in page.text and "council" in page.text
    assert list(Rule.objects.get().bands.order_by("pk").values_list("up_to", "approvals")) == [
        (50_000, 1),
        (None, 3),
    ]
    cashier = enter(till.cashier)
    assert cashier.get(f"/fund/out/approvals/bands/{till.fund.pk}/").status_code == 403
    assert "Change…" not in cashier.get("/fund/out/approvals/bands/").text


def test_one_writes_an_account_down_and_another_compares_it(till, enter):
    grant = till.grant(payee=False)
    account = {
        "whose": "own",
        "holder": grant.need.resident.name,
        "number": card_number(5),
        "bank": "广州银行",
    }
    handler = enter(till.handler)
    assert rows_of(handler.get("/fund/out/accounts/missing/")) == {grant.pk}
    page = handler.post(f"/fund/out/accounts/new/{grant.pk}/", account, follow=True)
    payee = Payee.objects.get()

    assert "waits to be compared" in page.text and card_number(5) not in page.text
    assert "somebody else of the fund" in handler.get(f"/fund/out/accounts/{payee.pk}/").text
    manager = enter(till.manager)
    closed = manager.get(f"/fund/out/accounts/{payee.pk}/")
    opened = manager.post(f"/fund/out/accounts/{payee.pk}/", {"do": "open"})
    assert card_number(5) not in closed.text and card_number(5) in opened.text
    assert Entry.objects.filter(act="paying.show_payee", by=till.manager.username).count() == 1
    manager.post(f"/fund/out/accounts/{payee.pk}/", {"do": "check", "agrees": "yes"})
    assert rows_of(manager.get("/fund/out/accounts/?state=ready")) == {payee.pk}


def test_a_wrong_account_stays_on_the_page_with_its_reason(till, enter):
    grant = till.grant(payee=False)
    account = {"whose": "own", "holder": "陈小明", "number": card_number(5), "bank": "广州银行"}

    page = enter(till.handler).post(f"/fund/out/accounts/new/{grant.pk}/", account)

    assert page.status_code == 422 and "called otherwise" in page.text
    assert "陈小明" in page.text and not Payee.objects.exists()


def test_shared_accounts_are_found(till, enter):
    till.payee(resident=a_resident(), number=card_number(7))
    till.payee(resident=a_resident(), number=card_number(7), shared_why="夫妻")
    till.payee(resident=a_resident())

    page = enter(till.manager).get("/fund/out/accounts/?odd=shared")

    assert len(rows_of(page)) == 2 and "shared by residents" in page.text


def test_a_batch_from_the_choice_to_the_banks_answer(till, enter):
    good, bad, later = (till.grant() for _ in "abc")
    without = till.grant(payee=False)
    desk = enter(till.cashier)
    sheet = desk.get(f"/fund/out/batches/new/{till.fund.pk}/")
    assert "3 grants, ¥2,400.00 in all" in sheet.text and "1 grant is not in it" in sheet.text
    page = desk.post(
        f"/fund/out/batches/new/{till.fund.pk}/",
        {"do": "collect", "row": [good.pk, bad.pk, without.pk]},
        follow=True,
    )
    batch = Batch.objects.get()
    assert "No account of this resident" in page.text and batch.items_count == 2

    for form in ("csv", "pain.001.001.09"):
        file = desk.post(f"/fund/out/batches/{batch.pk}/file/{form}/")
        assert file.status_code == 200 and batch.number in file["Content-Disposition"]
    assert Download.objects.count() == 2
    first, second = batch.items.order_by("pk")
    answer = (
        f"编号,结果,失败原因\n{first.reference},成功,\n{second.reference},失败,户名不符\nSQ,成功,\n"
    )
    page = desk.post(
        f"/fund/out/batches/{batch.pk}/",
        {"file": SimpleUploadedFile("back.csv", answer.encode("gb18030"))},
    )

    assert "the grant is settled" in page.text and "户名不符" in page.text
    assert "No line of this batch has this reference" in page.text
    assert Payment.objects.get().grant == good
    page = desk.post(f"/fund/out/batches/{batch.pk}/follow-up/", follow=True)
    assert [i.grant for i in Batch.objects.latest("pk").items.all()] == [bad]
    assert batch.number in page.text
    assert rows_of(desk.get("/fund/out/batches/?state=failed")) == {batch.pk}
    assert "on its way to the bank" in desk.get(f"/fund/grants/{bad.pk}/").text
    assert later.pk in rows_of(desk.get("/fund/grants/?state=approved"))


def test_an_answer_nobody_can_read_is_refused_whole(till, enter):
    batch = till.batch(till.grant())

    page = enter(till.cashier).post(
        f"/fund/out/batches/{batch.pk}/", {"file": SimpleUploadedFile("x.csv", b"what,ever\n1,2\n")}
    )

    assert page.status_code == 422 and "There is no column for the reference" in page.text
    assert not batch.result_files.exists()


def test_a_batch_is_withdrawn_while_nobody_has_it(till, enter):
    batch, desk = till.batch(till.grant()), enter(till.cashier)

    page = desk.post(f"/fund/out/batches/{batch.pk}/withdraw/", {"why": "wrong day"}, follow=True)

    assert "The batch is withdrawn" in page.text and "wrong day" in page.text
    assert desk.get(f"/fund/out/batches/{batch.pk}/file/csv/").status_code == 405


def test_a_batch_of_another_fund_is_not_there(till, enter):
    batch = till.batch(till.grant())
    stranger = enter(a_cashier(a_fund()))

    assert stranger.get(f"/fund/out/batches/{batch.pk}/").status_code == 404
    assert stranger.post(f"/fund/out/batches/{batch.pk}/file/csv/").status_code == 404
    assert enter(till.manager).post(f"/fund/out/batches/{batch.pk}/file/csv/").status_code == 403


def test_long_lists_ask_no_more_than_short_ones(till, enter, django_assert_max_num_queries):
    with_bands(till)
    grants = [till.grant(count=50_000) for _ in range(15)] + [till.grant() for _ in range(15)]
    till.batch(*grants[:10])
    desk = enter(till.cashier)

    for where in ("approvals/", "accounts/", "accounts/missing/", "batches/", "follow-up-calls/"):
        with django_assert_max_num_queries(24):
            assert desk.get(f"/fund/out/{where}").status_code == 200
    with django_assert_max_num_queries(30):
        desk.get(f"/fund/out/batches/{Batch.objects.get().pk}/")


def test_a_supervisor_sets_bands_for_all_funds_of_a_host(till, enter):
    desk, host = enter(a_supervisor()), till.fund.host
    bands = {"up_to_1": "", "approvals_1": 1, "up_to_2": "", "approvals_2": 2, "approvals_3": 2}

    page = desk.post(f"/supervisor/bands/{host.pk}/", bands | {"why": "statute"}, follow=True)

    assert "every amount" in page.text and "statute" in page.text
    till.grant(count=100, at=AFTER_NOON)
    manager = enter(till.manager)
    assert "And for all funds of" in manager.get("/fund/out/approvals/bands/").text
    assert "1 of 2" in manager.get("/fund/out/approvals/").text
    assert manager.get(f"/supervisor/bands/{host.pk}/").status_code == 403


def test_a_hospital_is_paid_for_a_resident_who_has_no_account(till, enter):
    grant = till.grant(payee=False)
    account = {"holder": "示例医院", "number": "3602000109000009999", "bank": "广州银行"}
    page = enter(till.handler).post(
        f"/fund/out/accounts/vendor/{till.fund.pk}/", account, follow=True
    )
    vendor = Payee.objects.get()
    assert "all residents" in page.text
    check_payee(payee=vendor, agrees=True, by=till.manager, at=NOON)
    desk = enter(till.cashier)

    sheet = desk.get(f"/fund/out/batches/new/{till.fund.pk}/")
    desk.post(
        f"/fund/out/batches/new/{till.fund.pk}/",
        {"do": "collect", "row": grant.pk, f"to-{grant.pk}": vendor.pk},
    )

    assert "示例医院" in sheet.text
    assert Batch.objects.get().items.get().payee == vendor
