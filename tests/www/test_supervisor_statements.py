import pytest
from django.db import connection

from shanqiao.apps.disclosure.actions import publish_month
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.funds.actions import receive_gift
from shanqiao.apps.people.actions import give_post
from shanqiao.www.supervisor import nav, statements, today
from tests.factories import NOON, a_need, a_payment, a_purse, a_supervisor
from tests.months import JUNE_1, MAY, help_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    for page in (nav, statements, today):
        monkeypatch.setattr(page, "now", lambda: JUNE_1)


@pytest.fixture
def supervisor(client):
    person = a_supervisor()
    client.force_login(person)
    return person


@pytest.mark.usefixtures("supervisor")
def test_today_says_which_month_waits(client):
    a_need()

    page = client.get("/supervisor/").text

    assert "1 month is over and not published" in page
    assert "/supervisor/statements/2026/5/" in page


@pytest.mark.usefixtures("supervisor")
def test_in_an_empty_city_nothing_waits(client):
    assert "Nothing waits for you" in client.get("/supervisor/").text


@pytest.mark.usefixtures("supervisor")
def test_today_asks_few_questions(client, django_assert_max_num_queries):
    help_people(3)

    with django_assert_max_num_queries(25):
        client.get("/supervisor/")


@pytest.mark.usefixtures("supervisor")
def test_a_month_is_seen_before_it_is_published(client):
    help_people(6)

    page = client.get("/supervisor/statements/2026/5/").text

    assert "¥600.00" in page
    assert "Publish May 2026" in page
    assert not Statement.objects.exists()


def test_a_supervisor_publishes_a_month(client, supervisor):
    help_people(6)

    answer = client.post("/supervisor/statements/2026/5/publish/", follow=True)

    statement = Statement.objects.get()
    assert (statement.month, statement.published_by) == (MAY, supervisor)
    assert statement.digest in answer.text


@pytest.mark.usefixtures("supervisor")
def test_a_month_that_runs_is_seen_and_not_published(client):
    help_people(6, at=JUNE_1)

    page = client.get("/supervisor/statements/2026/6/").text
    answer = client.post("/supervisor/statements/2026/6/publish/", follow=True)

    assert "This month is not over" in page and "Publish June" not in page
    assert "This month is not over" in answer.text
    assert not Statement.objects.exists()


def test_who_had_a_hand_in_the_month_is_told_so(client):
    payer = a_payment().paid_by
    give_post(person=payer, role="supervisor", at=NOON)
    client.force_login(payer)

    answer = client.post("/supervisor/statements/2026/5/publish/", follow=True)

    assert "another supervisor publishes it" in answer.text


@pytest.mark.usefixtures("supervisor")
def test_a_published_month_leads_to_its_statement(client):
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    answer = client.get("/supervisor/statements/2026/5/")

    assert answer.url == f"/statements/{statement.pk}/"


@pytest.mark.usefixtures("supervisor")
def test_there_is_no_thirteenth_month(client):
    assert client.get("/supervisor/statements/2026/13/").status_code == 404


@pytest.mark.usefixtures("supervisor")
def test_a_statement_is_corrected_with_a_reason(client):
    purse = a_purse()
    first = publish_month(month=MAY, by=None, at=JUNE_1)
    page = f"/supervisor/statements/{first.pk}/correct/"
    assert "There is nothing to correct" in client.get(page).text
    receive_gift(purse=purse, count=700, key="late", about="booked late", at=NOON)

    assert "say something else by now" in client.get(page).text
    answer = client.post(page, {"why": "A gift was booked late."}, follow=True)

    assert Statement.objects.get(corrects=first).why == "A gift was booked late."
    assert "This corrects the statement" in answer.text


@pytest.mark.usefixtures("supervisor")
def test_a_refused_correction_keeps_what_was_typed(client):
    first = publish_month(month=MAY, by=None, at=JUNE_1)

    answer = client.post(f"/supervisor/statements/{first.pk}/correct/", {"why": "My long reason"})

    assert answer.status_code == 200
    assert Statement.objects.count() == 1


@pytest.mark.usefixtures("supervisor")
def test_the_list_names_corrections(client):
    purse = a_purse()
    first = publish_month(month=MAY, by=None, at=JUNE_1)
    receive_gift(purse=purse, count=700, key="late", about="booked late", at=NOON)
    client.post(f"/supervisor/statements/{first.pk}/correct/", {"why": "booked late"})

    page = client.get("/supervisor/statements/").text

    assert "corrected since" in page and "booked late" in page
    assert "2 statements are published." in page


@pytest.mark.usefixtures("supervisor")
def test_the_checks_hold_after_a_whole_month(client):
    help_people(5)
    publish_month(month=MAY, by=None, at=JUNE_1)

    assert "Everything holds" not in client.get("/supervisor/checks/").text
    assert "Everything holds" in client.get("/supervisor/checks/?run=1").text


@pytest.mark.usefixtures("supervisor")
def test_a_check_that_does_not_hold_names_the_row(client):
    help_people(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matching_cover SET granted = granted - 1")

    page = client.get("/supervisor/checks/?run=1").text

    assert "1 rule does not hold" in page
    assert "1 row breaks it" in page
