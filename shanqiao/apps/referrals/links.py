"""Pages without an account: each takes one answer to one referral, and only the one made last opens."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note

from .basis import still_rests
from .models import Referral, ReferralLink
from .queries import open_ones

LASTS = timedelta(days=14)
AFTER_DUE = timedelta(days=7)  # whoever is late can still answer


class CannotMakeLink(Exception):
    """Another station wrote it, it waits for nobody, or the resident does not agree."""


@transaction.atomic
def make_link(*, referral, by, at):
    """The station makes a page for one answer; what it made before for this referral opens no longer.

    Returns:
        (the row, the token for the address), which is told once: only its hash is kept.

    Raises:
        CannotMakeLink: with the reason in words.
    """
    Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.pk)
    station = station_of(by)
    if station is None or station.pk != referral.station_id:
        raise CannotMakeLink(_("Only the station that wrote this referral may do this."))
    waiting = open_ones(Referral.objects.filter(pk=referral.pk)).first()
    if waiting is None:
        raise CannotMakeLink(
            _("Nobody is asked by it now: it is a draft, or over. Nothing was made.")
        )
    if not still_rests(waiting, at=at):
        raise CannotMakeLink(
            _(
                "The resident does not agree that it is passed on. Nothing was made; please ask them first."
            )
        )
    return following_link(referral=referral, by=by, due_on=waiting.due_on, at=at)


def following_link(*, referral, by, due_on, at):
    """The page for what follows an answer, as ``make_link`` makes one; made by who made the page that was answered."""
    token = secrets.token_urlsafe(32)  # 256 bits
    lasts = max(LASTS, due_on - localdate(at) + AFTER_DUE)
    link = ReferralLink.objects.create(
        referral=referral, token=hash_of(token), made_by=by, made_at=at, expires_at=at + lasts
    )
    note(act="referrals.make_link", subject=referral, by=by, at=at)
    return link, token


def link_of(token, *, at):
    """The page without an account that this token opens now, or None."""
    link = _open(at).filter(token=hash_of(token)).select_related("made_by").first()
    if link is None:
        return None
    waiting = open_ones(Referral.objects.filter(pk=link.referral_id)).first()
    return link if waiting is not None and still_rests(waiting, at=at) else None


def open_link(referral, *, at):
    """The page without an account that is open for an answer to a referral now, or None."""
    return _open(at).filter(referral=referral).first()


def hash_of(token):
    """What is kept of a token; enough, since it is 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open(at):
    newer = ReferralLink.objects.filter(referral=OuterRef("referral"), pk__gt=OuterRef("pk"))
    return ReferralLink.objects.filter(~Exists(newer), expires_at__gt=at, answer=None)
