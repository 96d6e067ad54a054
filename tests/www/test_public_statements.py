import hashlib
import json

import pytest

from shanqiao.apps.disclosure.actions import correct_statement, publish_month
from shanqiao.apps.funds.actions import receive_gift
from tests.factories import NOON, a_purse, a_street, a_supervisor
from tests.months import JUNE_1, MAY, YUEXIU, help_people

pytestmark = pytest.mark.django_db


def test_before_the_first_month_the_list_says_what_will_come(client):
    assert client.get("/statements/").status_code == 200


def test_a_statement_is_found_and_read(client):
    help_people(6, count=123_456)
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    assert f"/statements/{statement.pk}/" in client.get("/statements/").text
    page = client.get(f"/statements/{statement.pk}/").text
    assert "¥7,407.36" in page
    assert statement.digest in page


def test_a_hidden_number_is_a_dash_and_said_so(client):
    help_people(2)
    help_people(8, kind="meal", count=30)
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    page = client.get(f"/statements/{statement.pk}/").text

    assert "is hidden, and with it others" in page
    assert '<span aria-hidden="true">–</span><span class="visually-hidden">hidden</span>' in page
    assert "¥200.00" not in page  # two people received all the money there was
    assert "240 meals" not in page  # or the money's helps are what is missing from ten


def test_the_json_file_has_the_digest_of_the_statement(client):
    help_people(6)
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    file = client.get(f"/statements/{statement.pk}.json")

    assert hashlib.sha256(file.content).hexdigest() == statement.digest
    assert json.loads(file.content)["people"] == 6


def test_the_csv_file_leaves_hidden_numbers_empty(client):
    help_people(3)
    help_people(9, street=a_street(**YUEXIU))
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    lines = client.get(f"/statements/{statement.pk}.csv").content.decode("utf-8-sig").splitlines()

    assert "helped,440103,荔湾区,cash_medical,helps,help,,1" in lines
    assert "helped,all,,cash_medical,helps,help,12,0" in lines


def test_a_corrected_statement_names_the_other_and_both_stay(client):
    purse = a_purse()
    first = publish_month(month=MAY, by=None, at=JUNE_1)
    receive_gift(purse=purse, count=700, key="late", about="booked late", at=NOON)
    second = correct_statement(
        statement=first, why="A gift was booked late.", by=a_supervisor(), at=JUNE_1
    )

    assert f"/statements/{second.pk}/" in client.get(f"/statements/{first.pk}/").text
    assert f"/statements/{first.pk}/" in client.get(f"/statements/{second.pk}/").text
    listed = client.get("/statements/").text
    assert f"/statements/{second.pk}/" in listed and f"/statements/{first.pk}/" not in listed
    assert "A gift was booked late." in listed


def test_the_list_is_filtered_and_exported(client):
    publish_month(month=MAY, by=None, at=JUNE_1)

    assert "May 2026" in client.get("/statements/?year=2026").text
    lines = client.get("/statements/?export=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("2026-05,0,0.0,,2026-06-01")


def test_a_statement_that_is_not_there(client):
    assert client.get("/statements/99999/").status_code == 404


def test_a_page_asks_few_questions(client, django_assert_max_num_queries):
    help_people(6)
    statement = publish_month(month=MAY, by=None, at=JUNE_1)

    with django_assert_max_num_queries(2):
        client.get(f"/statements/{statement.pk}/")
