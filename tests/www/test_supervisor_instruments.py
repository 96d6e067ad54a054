"""Instruments as the city has them: brought in by a supervisor, and listed with how far assessors agree."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.instruments.actions import bring_instrument
from shanqiao.apps.instruments.models import Edition
from shanqiao.apps.record.models import Entry
from shanqiao.data.instruments import instrument_files
from tests.factories import NOON, a_social_worker, a_supervisor
from tests.instruments import BARTHEL

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


def test_the_list_of_instruments_asks_no_more_for_more_of_them(client, django_assert_num_queries):
    signed_in(client, a_social_worker())
    client.get("/station/instruments/")
    with CaptureQueriesContext(connection) as before:
        client.get("/station/instruments/")
    supervisor = a_supervisor()
    for n in range(4):
        text = BARTHEL.replace('code = "barthel"', f'code = "barthel_{n}"', 1)
        bring_instrument(text=text, by=supervisor, at=NOON)

    with django_assert_num_queries(len(before)):
        page = client.get("/station/instruments/").text

    assert "/station/instruments/barthel_3/1/" in page


def test_a_supervisor_brings_in_an_instrument_and_faults_are_told_by_line(client, monkeypatch):
    stop_the_clock(monkeypatch)
    signed_in(client, a_supervisor())
    text = instrument_files()["barthel-1.toml"].replace('version = "1"', 'version = "2"', 1)

    def hand_in(content):
        file = SimpleUploadedFile("barthel.toml", content)
        return client.post("/supervisor/instruments/", {"file": file}, follow=True)

    assert "/supervisor/instruments/" in client.get("/supervisor/").text
    page = hand_in(text.replace('en = "Feeding"', "", 1).encode())
    assert page.status_code == 422
    assert (
        "Nothing was saved: the file has faults." in page.text
        and "say it in zh and in en" in page.text
    )
    assert hand_in(b"\xff\xfe").status_code == 422
    page = hand_in(text.encode())

    assert "Kept: barthel 2." in page.text and "of the city" in page.text
    assert Edition.objects.get().brought_by
    assert Entry.objects.filter(act="instruments.bring").exists()
