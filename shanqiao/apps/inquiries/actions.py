import secrets
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .keys import digest_of, token_key_of
from .limits import USUAL_A_DAY
from .models import InquiryRow, Purpose, PurposeKey, ResidentTokens

SALT_BYTES = SECRET_BYTES = 32


class CannotProposePurpose(Exception):
    """No kind is named, or a figure is out of bounds."""


class CannotApprovePurpose(Exception):
    """It was approved or ended before, or its proposer wants to approve it."""


class CannotIssueKey(Exception):
    """The purpose is not approved or has ended, or the day is not ahead."""


@dataclass(frozen=True)
class HandedKey:
    """What an organisation is handed once, and nobody can show again.

    Args:
        key: the row.
        token_key: 32 bytes that make tokens; they stay with the organisation.
        secret: what is sent with each question.
    """

    key: PurposeKey
    token_key: bytes = field(repr=False)
    secret: str = field(repr=False)


def propose_purpose(
    *,
    organisation,
    name,
    name_en,
    kinds,
    days,
    ground,
    ground_words,
    contact,
    by,
    at,
    rows_a_day=USUAL_A_DAY,
):
    """Somebody wants an organisation to be able to ask; nothing may be asked until a second person approves.

    Args:
        kinds: codes of kinds of need.
        days: whether a resident is helped counts from the day of asking for so many days.
        contact: who is asked where a match is not sure; it is sent to the organisation.

    Raises:
        CannotProposePurpose: with the reason in words.
    """
    try:
        with transaction.atomic():
            purpose = Purpose.objects.create(
                organisation=organisation,
                name=name,
                name_en=name_en,
                kinds=sorted(set(kinds)),
                days=days,
                ground=ground,
                ground_words=ground_words,
                contact=contact,
                rows_a_day=rows_a_day,
                proposed_by=by,
                proposed_at=at,
            )
            note(act="inquiries.propose", subject=purpose, by=by, at=at, why=ground_words)
    except IntegrityError as refusal:
        raise CannotProposePurpose(in_words(refusal, Purpose)) from refusal
    return purpose


def approve_purpose(*, purpose, by, at):
    """A second person approves a purpose; keys may be issued for it.

    Raises:
        CannotApprovePurpose: with the reason in words.
    """
    try:
        with transaction.atomic():
            waiting = Purpose.objects.filter(pk=purpose.pk, approved_at=None, ended_at=None)
            if not waiting.update(approved_by=by, approved_at=at):
                raise CannotApprovePurpose(
                    _("This purpose was approved or ended already. Please load the page again.")
                )
            note(act="inquiries.approve", subject=purpose, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotApprovePurpose(in_words(refusal, Purpose)) from refusal


@transaction.atomic
def end_purpose(*, purpose, why, by, at):
    """An organisation may not ask for this purpose any more; its key is revoked with it. What was asked stays on record."""
    Purpose.objects.select_for_update().get(pk=purpose.pk)
    if Purpose.objects.filter(pk=purpose.pk, ended_at=None).update(
        ended_by=by, ended_at=at, ended_why=why
    ):
        note(act="inquiries.end", subject=purpose, by=by, at=at, why=why)
    for key in PurposeKey.objects.filter(purpose=purpose, revoked_at=None):
        revoke_key(key=key, why=why, by=by, at=at)


@transaction.atomic
def issue_key(*, purpose, expires_at, by, at):
    """An organisation is handed a new key; the one before it, if any, is revoked. See Note [What is kept of a key].

    Returns:
        the key, to be shown once.

    Raises:
        CannotIssueKey: with the reason in words.
    """
    purpose = Purpose.objects.select_for_update().get(pk=purpose.pk)
    if purpose.approved_at is None or purpose.ended_at is not None:
        raise CannotIssueKey(_("A key is issued once a second person has approved the purpose."))
    if expires_at <= at:
        raise CannotIssueKey(_("Please choose a day that is still ahead."))
    for before in PurposeKey.objects.filter(purpose=purpose, revoked_at=None):
        revoke_key(key=before, why=_("replaced by a new key"), by=by, at=at)
    salt, secret = secrets.token_hex(SALT_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    key = PurposeKey.objects.create(
        purpose=purpose,
        salt=salt,
        secret_digest=digest_of(secret),
        issued_by=by,
        issued_at=at,
        expires_at=expires_at,
    )
    note(act="inquiries.issue_key", subject=key, by=by, at=at)
    return HandedKey(key, token_key_of(key), secret)


@transaction.atomic
def revoke_key(*, key, why, by, at):
    """A key stops to open anything, at once, and the tokens of residents under it are gone; twice changes nothing."""
    if PurposeKey.objects.filter(pk=key.pk, revoked_at=None).update(
        revoked_by=by, revoked_at=at, revoked_why=why
    ):
        note(act="inquiries.revoke_key", subject=key, by=by, at=at, why=why)
    ResidentTokens.objects.filter(key=key).delete()


@transaction.atomic
def forget_answers(*, at):
    """What has ended is no longer there: answers about nobody, and the tokens of keys that have expired.

    Returns:
        how many answers went.
    """
    ended = InquiryRow.objects.filter(inquiry__forget_at__lte=at, about=None)
    gone, _by_table = ended.delete()
    ResidentTokens.objects.filter(key__expires_at__lte=at).delete()
    return gone
