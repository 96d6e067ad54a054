"""Agreements in writing (DN-07), and events whose proceeds were promised (DN-10)."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import AgreementWish, CharityEvent, DonationAgreement, Donor, EventResult
from .models.papers import TERMS
from .rules import DN_07, DN_10, Problem

LATE = timedelta(days=30)  # the law says "should" and names no day; this one is ours


class CannotSignAgreement(Exception):
    """The agreement lacks something, has that number already, or answers another giver's wish."""


class CannotRegisterEvent(Exception):
    """The agreement was signed after the event began, or is of another charity or event."""


class CannotPublishResult(Exception):
    """The event is not over, its result is published, or the gift is none of its."""


@transaction.atomic
def ask_for_agreement(*, donor, at, gift=None, asked_on=None, by=None):
    """A giver wants what is given agreed in writing; it is on file from then on, or shown as missing."""
    wish = AgreementWish.objects.create(
        donor=donor, gift=gift, asked_on=asked_on or localdate(at), at=at, by=by
    )
    note(act="giving.ask_for_agreement", subject=wish, by=by, at=at)
    return wish


def sign_agreement(*, donor, signed_on, document, by, at, wish=None, **terms):
    """An agreement with a giver is on file.

    Args:
        document: the signed paper.
        wish: the wish it answers.
        terms: number, kind, quantity, quality, use, delivery; all of them are said.

    Raises:
        CannotSignAgreement: with the reason in words.
    """
    if donor.kind == Donor.Kind.ANONYMOUS:
        words = _("An agreement names both sides, and nobody knows this giver.")
        raise CannotSignAgreement(Problem(DN_07, words).in_words)
    if signed_on > localdate(at):
        raise CannotSignAgreement(_("That day is still ahead."))
    if wish is not None and wish.donor_id != donor.pk:
        raise CannotSignAgreement(_("Another giver asked for that agreement."))
    said = {name: terms[name].strip() for name in TERMS}
    try:
        with transaction.atomic():
            agreement = DonationAgreement.objects.create(
                donor=donor,
                wish=wish,
                signed_on=signed_on,
                document=document,
                by=by,
                at=at,
                **said,
            )
            note(act="giving.sign_agreement", subject=agreement, by=by, at=at)
    except IntegrityError as refusal:
        if "wish" in (refusal.__cause__.diag.constraint_name or ""):
            raise CannotSignAgreement(_("That wish is answered already.")) from refusal
        raise CannotSignAgreement(in_words(refusal, DonationAgreement)) from refusal
    return agreement


def register_event(*, purse, agreement, kind, name, starts_on, ends_on, by, at):
    """An event will be held whose proceeds were promised to a purse, as the agreement says.

    Raises:
        CannotRegisterEvent: with the reason in words.
    """
    if agreement.donor.host_id != purse.fund.host_id:
        raise CannotRegisterEvent(_("This agreement is with another charity than that purse's."))
    if agreement.signed_on > starts_on:
        found = _("The agreement was signed on %(signed)s, and the event begins on %(begins)s.") % {
            "signed": agreement.signed_on.isoformat(),
            "begins": starts_on.isoformat(),
        }
        raise CannotRegisterEvent(Problem(DN_10, found).in_words)
    try:
        with transaction.atomic():
            event = CharityEvent.objects.create(
                purse=purse,
                agreement=agreement,
                agreed_on=agreement.signed_on,
                kind=kind,
                name=name.strip(),
                starts_on=starts_on,
                ends_on=ends_on,
                by=by,
                at=at,
            )
            note(act="giving.register_event", subject=event, by=by, at=at)
    except IntegrityError as refusal:
        if "agreement" in (refusal.__cause__.diag.constraint_name or ""):
            raise CannotRegisterEvent(
                _("This agreement is about another event already.")
            ) from refusal
        raise CannotRegisterEvent(in_words(refusal, CharityEvent)) from refusal
    return event


def publish_event_result(*, event, brought, by, at, gift=None, words=""):
    """Everybody can read what an event brought and what was given of it.

    Args:
        brought: fen.
        gift: what the organiser gave of it; None with the reason in ``words``.

    Raises:
        CannotPublishResult: with the reason in words.
    """
    if localdate(at) < event.ends_on:
        raise CannotPublishResult(_("The event is not over yet."))
    if gift is not None:
        mine = (gift.donor_id, gift.purse_id) == (event.agreement.donor_id, event.purse_id)
        if not mine or hasattr(gift, "undoing"):
            raise CannotPublishResult(
                _("Choose a gift of this organiser to this purse that stands.")
            )
    try:
        with transaction.atomic():
            result = EventResult.objects.create(
                event=event, brought=brought, gift=gift, words=words.strip(), by=by, at=at
            )
            note(act="giving.publish_event", subject=result, by=by, at=at)
    except IntegrityError as refusal:
        broken = refusal.__cause__.diag.constraint_name or ""
        if "event_id" in broken:
            raise CannotPublishResult(_("The result is published already.")) from refusal
        if "gift_id" in broken:
            raise CannotPublishResult(_("That gift is of another event.")) from refusal
        raise CannotPublishResult(in_words(refusal, EventResult)) from refusal
    return result
