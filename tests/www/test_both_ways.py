"""Who paid this, and what became of that: the fund's pages and the auditor's."""

import pytest

from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.models import Entry
from tests.factories import (
    a_cashier,
    a_grant,
    a_handler,
    a_manager,
    a_payment,
    a_supervisor,
)
from tests.giving import a_donor, a_gift
from tests.www.at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def after_noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def paid():
    """A grant of 15.00 out of gifts of 10.00 and 20.00, the second by somebody who is not named."""
    first = a_gift(amount=1_000)
    fund = first.purse.fund
    shy = a_donor(host=fund.host, name="不愿留名", shown="nameless")
    second = a_gift(purse=first.purse, donor=shy, amount=2_000)
    grant = a_grant(purse=first.purse, count=1_500, manager=a_manager(fund))
    payment = a_payment(grant=grant, cashier=a_cashier(fund))
    return first, second, payment.grant


@pytest.fixture
def auditor(client):
    return signed_in(client, a_supervisor())


def test_a_grant_names_the_gifts_that_paid_it(client, paid):
    first, second, grant = paid
    signed_in(client, a_handler(grant.purse.fund))

    page = client.get(f"/fund/grants/{grant.pk}/").text

    assert first.number in page and second.number in page
    assert "¥10.00" in page and "¥5.00" in page
    assert first.donor.name in page
    assert "不愿留名" not in page and "a kind giver" in page


def test_a_gift_says_what_it_became(client, paid):
    _first, second, grant = paid
    signed_in(client, a_handler(grant.purse.fund))

    page = client.get(f"/fund/gifts/{second.pk}/").text

    assert f"/fund/grants/{grant.pk}/" in page
    assert "¥5.00" in page and "¥15.00" in page  # used, and not used yet


def test_both_are_taken_along_as_files_and_that_is_on_record(client, paid):
    first, _second, grant = paid
    signed_in(client, a_handler(grant.purse.fund))

    payers = client.get(f"/fund/grants/{grant.pk}/payers.csv").content.decode("utf-8-sig")
    became = client.get(f"/fund/gifts/{first.pk}/became.csv").content.decode("utf-8-sig")

    assert f"{first.number} · {first.donor.name}" in payers and "5.00" in payers
    assert "10.00" in became
    assert Entry.objects.filter(act="books.export").count() == 2


def test_of_another_fund_nothing_is_followed(client, paid):
    first, _second, grant = paid
    signed_in(client, a_handler(a_gift().purse.fund))

    assert client.get(f"/fund/grants/{grant.pk}/payers.csv").status_code == 404
    assert client.get(f"/fund/gifts/{first.pk}/became.csv").status_code == 404


def test_the_auditor_follows_a_use_to_its_gifts_and_is_on_record(auditor, paid):
    first, second, grant = paid
    use = Posting.objects.get(about=f"grant:{grant.pk}")

    page = auditor.get(f"/supervisor/books/{use.pk}/").text

    assert first.number in page and second.number in page
    assert Entry.objects.filter(act="books.look", subject=f"books.posting:{use.pk}").count() == 1


def test_the_auditor_follows_a_gift_to_its_uses(auditor, paid):
    _first, second, _grant = paid

    page = auditor.get(f"/supervisor/books/{second.posting}/").text

    assert "medical costs" in page and "¥15.00 are not used" in page


@pytest.mark.parametrize("what", ["number", "key", "about", "amount"])
def test_a_movement_is_found_by_what_is_known_of_it(auditor, paid, what):
    _first, _second, grant = paid
    use = Posting.objects.get(about=f"grant:{grant.pk}")
    typed = {"number": use.pk, "key": use.key, "about": use.about, "amount": "¥15.00"}[what]

    lines = auditor.get("/supervisor/books/", {"q": typed, "export": "csv"}).content.decode()

    assert [line.split(",")[0] for line in lines.splitlines()[1:]] == [str(use.pk)]


def test_an_amount_is_looked_for_near_a_day(auditor, paid):
    _first, _second, grant = paid
    use = Posting.objects.get(about=f"grant:{grant.pk}")
    near = {"q": "¥15.00", "since": use.on, "until": use.on, "export": "csv"}

    found = auditor.get("/supervisor/books/", near).content.decode().splitlines()
    before = auditor.get("/supervisor/books/", near | {"since": "", "until": "2026-01-01"})

    assert [line.split(",")[0] for line in found[1:]] == [str(use.pk)]
    assert len(before.content.decode().splitlines()) == 1


@pytest.mark.parametrize("typed", ["nothing", "9" * 30, "¥", "1.005", "NaN.", "¥1e400", "²"])
def test_what_finds_nothing_is_no_error(auditor, paid, typed):
    assert auditor.get("/supervisor/books/", {"q": typed}).status_code == 200


def test_the_file_of_a_movement_has_its_rows(auditor, paid):
    first, _second, grant = paid
    use = Posting.objects.get(about=f"grant:{grant.pk}")

    lines = auditor.get(f"/supervisor/books/{use.pk}.csv").content.decode("utf-8-sig").splitlines()

    assert lines[1].startswith(f"part,{use.pk},use,grant:{grant.pk}")
    assert sum(line.startswith("paid by,") for line in lines) == 2
    assert any(line.startswith(f"paid by,{first.posting},gift,") for line in lines)


def test_the_books_are_closed_to_others(client, paid):
    signed_in(client, a_handler(paid[2].purse.fund))

    for address in ("", f"{paid[0].posting}/", f"{paid[0].posting}.csv"):
        assert client.get(f"/supervisor/books/{address}").status_code == 403


def test_a_movement_asks_few_questions(auditor, paid, django_assert_max_num_queries):
    auditor.get("/supervisor/books/")

    with django_assert_max_num_queries(32):
        auditor.get(f"/supervisor/books/{Posting.objects.get(about=f'grant:{paid[2].pk}').pk}/")
