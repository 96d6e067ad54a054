"""A program of an organisation asks over HTTP: a key, no session, no name."""

import json
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from shanqiao.apps.inquiries.actions import revoke_key
from shanqiao.apps.inquiries.models import Inquiry
from shanqiao.engines.linkage.tokens import TOKEN_KINDS
from tests.factories import NOON, a_supervisor
from tests.inquiring import NOBODY, WONG, a_key, sent, wong

from .at_noon import stop_the_clock

pytestmark = pytest.mark.django_db

CHANCE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}"
)  # names and tokens


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


def question(handed, *people, **changes):
    numbers, tokens = sent(*people, token_key=handed.token_key)
    texts = [
        ["" if t == 0 else t.to_bytes(8, "big", signed=True).hex() for t in row]
        for row in tokens.tolist()
    ]
    body = {
        "batch": str(uuid4()),
        "kinds": [kind.name for kind in TOKEN_KINDS],
        "rows": [list(pair) for pair in zip(numbers, texts, strict=True)],
    }
    return body | changes


def post(secret, body):
    return Client(enforce_csrf_checks=True).post(
        "/api/inquiries/",
        data=body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"},
    )


def test_a_question_is_answered_by_row_number():
    wong()
    handed = a_key()

    answer = post(handed.secret, question(handed, WONG, NOBODY))

    said = answer.json()
    assert answer.status_code == 200
    assert said["answers"] == [{"row": 1, "answer": "no"}, {"row": 2, "answer": "no"}]
    assert said["contact"] == "市慈善会 020-0000 0000"
    assert not answer.cookies


def test_nothing_that_is_sent_written_or_logged_holds_a_name(caplog):
    caplog.set_level(logging.DEBUG)
    resident, handed = wong(), a_key()
    body = json.dumps(question(handed, WONG), ensure_ascii=False)

    answer = post(handed.secret, body)
    post(handed.secret, body.replace("batch", "name"))

    kept = repr([list(rows.objects.values()) for rows in (Inquiry,)])
    # statements of tests that made the resident are no part of asking
    logged = "".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    for told in (body, answer.text, kept, logged):
        assert handed.token_key.hex() not in told
        beside = CHANCE.sub("", told)  # four digits stand in a token by chance
        for fact in (resident.name, WONG["phone"], "1950", "huang"):
            assert fact not in beside


def test_keys_that_open_nothing_are_refused_in_words(monkeypatch):
    handed, other = a_key(days=1), a_key()
    body = question(handed, WONG)
    revoke_key(key=other.key, why="lost", by=a_supervisor(), at=NOON)

    assert post("", body).status_code == 401
    assert "revoked" in post(other.secret, body).json()["says"]
    stop_the_clock(monkeypatch, at=NOON + timedelta(days=2))
    assert "expired" in post(handed.secret, body).json()["says"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch": "one"},
        {"rows": []},
        {"rows": [[1, ["zz" * 8] * len(TOKEN_KINDS)]]},
        {"rows": [[1, ["00"]]]},
        {"rows": [[-1, [""] * len(TOKEN_KINDS)]]},
        {"rows": [[1, [""] * len(TOKEN_KINDS)]] * 2},
        {"kinds": ["id"]},
        {"rows": [[n, [""] * len(TOKEN_KINDS)] for n in range(501)]},
    ],
)
def test_what_cannot_be_read_is_refused_and_counts_nothing(wrong):
    handed = a_key()

    answer = post(handed.secret, question(handed, WONG, **wrong))

    assert answer.status_code == 422
    assert answer.json()["says"]
    assert not Inquiry.objects.exists()


def test_nonsense_is_refused():
    assert post(a_key().secret, "[").status_code == 422


def test_too_much_on_one_day_is_refused_with_what_to_do():
    handed = a_key(rows_a_day=1)

    answer = post(handed.secret, question(handed, WONG, NOBODY))

    assert answer.status_code == 429
    assert "tomorrow" in answer.json()["says"]


def test_a_program_asks_what_its_key_is_for():
    handed = a_key(rows_a_day=10)
    post(handed.secret, question(handed, WONG))

    said = (
        Client().get("/api/purpose/", headers={"Authorization": f"Bearer {handed.secret}"}).json()
    )

    assert (said["kinds"], said["rows_left_today"], said["ready"]) == (["meal"], 9, True)


def test_a_question_is_not_asked_by_get():
    headers = {"Authorization": f"Bearer {a_key().secret}"}

    assert Client().get("/api/inquiries/", headers=headers).status_code == 405
