"""What the keeper sealed, as everybody sees it."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from shanqiao.apps.books.actions import reserve
from shanqiao.apps.books.models import Block, Hold
from shanqiao.apps.books.proofs import check_proof
from shanqiao.jobs import tasks
from tests.factories import NOON
from tests.giving import a_donor, a_gift


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    cache.clear()
    monkeypatch.setattr(tasks, "now", lambda: NOON)
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def test_the_proof_of_a_gift_is_checked_without_us(committed, client):
    gift = a_gift()
    tail = gift.donor.phone[-4:]
    tasks.keep_the_books(timestamp=0)
    client.post("/gift/", {"number": gift.number, "tail": tail})

    proof = json.loads(client.get("/gift/found/proof.json").content)
    shown = client.get("/books/blocks.json").json()["blocks"]

    assert check_proof(proof)
    assert proof["digest"] in {block["digest"] for block in shown}
    assert proof["root"] in client.get("/gift/found/").text
    assert bytes(Block.objects.latest("number").digest).hex() in client.get("/books/").text


def test_the_keeper_seals_once_and_lets_go_what_has_ended(committed):
    gift = a_gift(amount=5_000)
    line = gift.purse.line
    reserve(line=line, amount=1_000, about="grant:1", at=NOON, until=NOON - timedelta(minutes=1))

    tasks.keep_the_books(timestamp=0)
    tasks.keep_the_books(timestamp=0)

    assert Hold.objects.get(about="grant:1").ended_at is not None
    line.refresh_from_db()
    assert (line.in_high, line.held) == (5_000, 0)
    assert sum(Block.objects.values_list("count", flat=True)) == 1


def test_a_giver_of_another_charity_has_a_gift_of_their_own(committed, client):
    first = a_gift(donor=None)
    a_donor(phone=first.donor.phone)  # the same telephone at another charity
    tasks.keep_the_books(timestamp=0)

    answer = client.post("/gift/", {"number": first.number, "tail": first.donor.phone[-4:]})

    assert answer.status_code == 302
