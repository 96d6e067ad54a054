"""Screens of the fund, opened in English on the day on which the rows of the tests begin."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import NOON

AFTER_NOON = NOON + timedelta(hours=2)


def stop_the_clock(monkeypatch, at=AFTER_NOON):
    """From now on it is ``at``, for screens and for what they ask."""
    monkeypatch.setattr(timezone, "now", lambda: at)


def signed_in(client, person):
    """The client, speaking English, as ``person``."""
    client.force_login(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
