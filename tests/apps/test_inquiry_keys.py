"""Two persons for a purpose, and keys that end."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from shanqiao.apps.inquiries.actions import (
    CannotApprovePurpose,
    CannotIssueKey,
    CannotProposePurpose,
    approve_purpose,
    end_purpose,
    issue_key,
    revoke_key,
)
from shanqiao.apps.inquiries.asking import CannotAsk, key_opened_by
from shanqiao.apps.inquiries.models import (
    Purpose,
    PurposeKey,
    ResidentTokens,
)
from shanqiao.apps.needs.kinds import Kind
from tests.factories import (
    NOON,
    a_supervisor,
)
from tests.inquiring import (
    WONG,
    a_key,
    a_purpose,
    asked,
    wong,
)

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)


def test_who_proposed_a_purpose_does_not_approve_it():
    purpose = a_purpose(approved=False)

    with pytest.raises(CannotApprovePurpose, match="somebody else approves"):
        approve_purpose(purpose=purpose, by=purpose.proposed_by, at=NOON)


def test_no_key_is_issued_for_what_one_person_wants():
    purpose = a_purpose(approved=False)

    with pytest.raises(CannotIssueKey, match="second person"):
        issue_key(purpose=purpose, expires_at=TOMORROW, by=a_supervisor(), at=NOON)
    with pytest.raises(DatabaseError, match="not approved"), transaction.atomic():
        PurposeKey.objects.create(
            purpose=purpose,
            salt="00",
            secret_digest="0",
            issued_by=a_supervisor(),
            issued_at=NOON,
            expires_at=TOMORROW,
        )


def test_what_was_approved_is_not_changed_afterwards():
    purpose = a_purpose()

    for change in ({"days": 366}, {"kinds": [Kind.GOODS]}, {"ground_words": "none"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Purpose.objects.filter(pk=purpose.pk).update(**change)


def test_a_purpose_names_kinds_and_stays_within_bounds():
    for wrong in ({"kinds": ()}, {"days": 0}, {"days": 367}, {"rows_a_day": 20_001}):
        with pytest.raises(CannotProposePurpose):
            a_purpose(approved=False, **wrong)


def test_an_unknown_an_expired_and_a_revoked_key_are_refused_in_words():
    handed = a_key(days=1)
    assert key_opened_by(handed.secret, at=NOON) == handed.key

    with pytest.raises(CannotAsk, match="Nobody issued"):
        key_opened_by("another", at=NOON)
    with pytest.raises(CannotAsk, match="expired"):
        key_opened_by(handed.secret, at=TOMORROW)
    revoke_key(key=handed.key, why="lost", by=a_supervisor(), at=NOON)
    with pytest.raises(CannotAsk, match="revoked"):
        key_opened_by(handed.secret, at=NOON)


def test_a_key_that_is_revoked_while_somebody_asks_answers_nothing():
    handed = a_key()
    revoke_key(key=handed.key, why="lost", by=a_supervisor(), at=NOON)

    with pytest.raises(CannotAsk, match="revoked"):
        asked(handed, WONG)


def test_a_new_key_replaces_the_one_before_and_its_tokens():
    wong()
    first = a_key()

    second = a_key(purpose=first.key.purpose)

    first.key.refresh_from_db()
    assert first.key.revoked_why
    assert first.token_key != second.token_key
    assert not ResidentTokens.objects.filter(key=first.key).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        PurposeKey.objects.filter(pk=first.key.pk).update(
            revoked_at=None, revoked_by=None, revoked_why=""
        )


def test_a_purpose_that_ends_takes_its_key_along():
    handed = a_key()

    end_purpose(purpose=handed.key.purpose, why="agreement ended", by=a_supervisor(), at=NOON)

    with pytest.raises(CannotAsk, match="revoked"):
        key_opened_by(handed.secret, at=NOON)


def test_neither_secret_nor_token_key_is_kept():
    handed = a_key()
    row = PurposeKey.objects.filter(pk=handed.key.pk).values().get()

    told = repr(handed) + repr(row)

    assert handed.secret not in told and handed.token_key.hex() not in told
