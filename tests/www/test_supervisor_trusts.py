import pytest

from tests.factories import a_supervisor
from tests.trusts import a_trust

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


def test_supervision_sees_every_trust_and_what_is_overdue(client, monkeypatch):
    stop_the_clock(monkeypatch, AFTER_NOON.replace(day=20))
    trusts = [a_trust(), a_trust()]
    desk = signed_in(client, a_supervisor())

    page = desk.get("/supervisor/trusts/")

    assert all(trust.name_en in page.text for trust in trusts)
    assert page.text.count("was due on 11 May 2026") == 2
    assert "2 charitable trusts." in page.text
