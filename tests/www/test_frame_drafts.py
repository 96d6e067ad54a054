from datetime import timedelta

import pytest
from django.db import connection

from shanqiao.apps.people.actions import keep_draft
from shanqiao.apps.people.models import Draft
from shanqiao.apps.record.clock import now
from tests.factories import a_need, a_social_worker

pytestmark = pytest.mark.django_db
FORM = {"needed": "1500", "elsewhere": "0", "severity": "66", "urgency": "2"}


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


def test_what_was_typed_is_filled_in_again(desk, worker):
    need = a_need(worker=worker)

    kept = desk.post(f"/draft/assess-{need.pk}/", {"severity": "66", "words": "He coughs."})
    page = desk.get(f"/station/needs/{need.pk}/assess/")

    assert kept.status_code == 204
    assert 'value="66"' in page.text
    assert "He coughs." in page.text
    assert "is filled in again" in page.text


def test_a_form_that_was_sent_leaves_no_draft(desk, worker):
    need = a_need(worker=worker)
    desk.post(f"/draft/assess-{need.pk}/", FORM)

    desk.post(f"/station/needs/{need.pk}/assess/", FORM)

    assert not Draft.objects.exists()


def test_one_can_begin_anew(desk, worker):
    desk.post("/draft/register-new/", {"resident-name": "黄伟强"})

    back = desk.post("/draft/register-new/", {"anew": "1", "next": "/station/register/new/"})

    assert back["Location"] == "/station/register/new/"
    assert "黄伟强" not in desk.get("/station/register/new/").text


def test_beginning_anew_leads_to_no_other_site(desk):
    back = desk.post("/draft/register-new/", {"anew": "1", "next": "https://example.org/"})

    assert back["Location"] == "/desk/"


def test_a_draft_is_for_who_typed_it_alone(desk, client, worker):
    desk.post("/draft/register-new/", {"resident-name": "黄伟强"})

    client.force_login(a_social_worker())

    assert "黄伟强" not in client.get("/station/register/new/").text


def test_a_draft_is_kept_sealed(desk):
    desk.post("/draft/register-new/", {"resident-name": "Wang Wu"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM people_draft")
        assert b"Wang" not in bytes(cursor.fetchone()[0])


def test_a_draft_does_not_last_for_ever(desk, worker):
    keep_draft(form="register-new", typed="{}", by=worker, at=now() - timedelta(days=8))

    assert "is filled in again" not in desk.get("/station/register/new/").text
    desk.post("/draft/assess-1/", FORM)
    assert [draft.form for draft in Draft.objects.all()] == ["assess-1"]


def test_a_draft_has_its_measure(desk):
    assert desk.post("/draft/assess-1/", {"words": "x" * 60_000}).status_code == 400


def test_nobody_keeps_a_draft_without_signing_in(client):
    assert client.post("/draft/assess-1/", FORM).status_code == 302
    assert not Draft.objects.exists()


def test_what_arrives_after_the_form_was_sent_is_no_draft(desk, worker):
    need = a_need(worker=worker)
    opened = f"{now().timestamp() - 60:.0f}"
    desk.post(f"/station/needs/{need.pk}/assess/", FORM)

    late = desk.post(f"/draft/assess-{need.pk}/", FORM | {"opened": opened})
    assert late.status_code == 204
    assert not Draft.objects.exists()
    again = f"{now().timestamp() + 1:.0f}"
    desk.post(f"/draft/assess-{need.pk}/", FORM | {"opened": again})

    assert Draft.objects.count() == 1
