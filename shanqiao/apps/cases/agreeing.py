"""Framework agreements of a station's agency with charities, and the address of a worker's calendar."""

import hashlib
import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import supervises_station
from shanqiao.apps.record.actions import note

from .models import Agreement, CalendarFeed, Renewal
from .refusals import said

SECRET = 32  # bytes; nobody guesses it


class CannotFileAgreement(Exception):
    """You do not supervise the station, or what was typed contradicts itself."""


class CannotMakeFeed(Exception):
    """There is an address already."""


def file_agreement(*, station, charity, agency, subject, first_on, last_on, document, by, at):
    """The supervisor of a station files a framework agreement with the signed paper.

    Raises:
        CannotFileAgreement: with the reason in words.
    """
    _must_supervise(station, by)
    try:
        with transaction.atomic():
            agreement = Agreement.objects.create(
                station=station,
                charity=charity,
                agency=agency,
                subject=subject.strip(),
                first_on=first_on,
                last_on=last_on,
                document=document,
                filed_by=by,
                filed_at=at,
            )
            note(act="cases.file_agreement", subject=agreement, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotFileAgreement(said(refusal, Agreement)) from refusal
    return agreement


def renew_agreement(*, agreement, last_on, document, by, at):
    """The supervisor files that an agreement goes on until a later day.

    Raises:
        CannotFileAgreement: with the reason in words.
    """
    _must_supervise(agreement.station, by)
    try:
        with transaction.atomic():
            renewal = Renewal.objects.create(
                agreement=agreement, last_on=last_on, document=document, filed_by=by, filed_at=at
            )
            note(act="cases.renew_agreement", subject=renewal, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotFileAgreement(said(refusal, Renewal)) from refusal
    return renewal


def _must_supervise(station, by):
    if supervises_station(by) != station:
        raise CannotFileAgreement(_("Only the supervisor of the station files its agreements."))


def make_feed(*, by, at):
    """A worker gets a secret address for their calendar; it is told once, and only its digest is kept.

    Returns:
        the secret.

    Raises:
        CannotMakeFeed: there is one already.
    """
    secret = secrets.token_urlsafe(SECRET)
    try:
        with transaction.atomic():
            feed = CalendarFeed.objects.create(person=by, digest=digest_of(secret), made_at=at)
            note(act="cases.make_feed", subject=feed, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotMakeFeed(said(refusal, CalendarFeed)) from refusal
    return secret


@transaction.atomic
def revoke_feed(*, by, at):
    """The address opens nothing from now on."""
    for feed in CalendarFeed.objects.filter(person=by, revoked_at=None):
        CalendarFeed.objects.filter(pk=feed.pk).update(revoked_at=at)
        note(act="cases.revoke_feed", subject=feed, by=by, at=at)


def digest_of(secret):
    """Under which a secret address is found again."""
    return hashlib.sha256(secret.encode()).hexdigest()
