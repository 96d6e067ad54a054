"""What follows from consents and what residents may ask of us: terms that end, and corrections."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note

from .models import Consent, Correction

TO_CORRECT = timedelta(days=15)  # our own promise; the law says "in time" (个人信息保护法 第46条)


class CannotAnswerCorrection(Exception):
    """Somebody answered it before, or it says nothing."""


class CannotAskForCorrection(Exception):
    """It does not say what is wrong."""


@transaction.atomic
def end_consents(*, at):
    """The clock writes down that the term of a consent is over. See Note [The last word counts].

    Returns:
        how many ended.
    """
    later = Consent.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        Q(whom=OuterRef("whom")) | Q(whom="", given=False) & ~Q(how=Consent.How.TERM),
        resident=OuterRef("resident"),
        purpose=OuterRef("purpose"),
    )
    over = Consent.objects.filter(given=True, until_on__lt=localdate(at)).exclude(Exists(later))
    rows = list(over.order_by("pk"))
    for given in rows:
        ended = Consent.objects.create(
            resident_id=given.resident_id,
            purpose=given.purpose,
            given=False,
            whom=given.whom,
            whom_name=given.whom_name,
            how=Consent.How.TERM,
            at=at,
        )
        note(act="residents.end_consent", subject=ended, by=None, at=at)
    return len(rows)


@transaction.atomic
def ask_for_correction(*, resident, words, owner, by, at):
    """A resident says that something is wrong; ``owner`` answers within the days of TO_CORRECT.

    Raises:
        CannotAskForCorrection: nothing is said.
    """
    if not words.strip():
        raise CannotAskForCorrection(_("Please write down what is wrong, and how it is right."))
    correction = Correction.objects.create(
        resident=resident,
        words=words.strip(),
        asked_at=at,
        told_to=by,
        owner=owner,
        due_on=localdate(at) + TO_CORRECT,
    )
    note(act="residents.ask_for_correction", subject=correction, by=by, at=at)
    return correction


@transaction.atomic
def answer_correction(*, correction, answer, words, by, at):
    """Somebody says what came of it: corrected, or right as it stands, with the reason.

    Raises:
        CannotAnswerCorrection: it was answered before, or no reason is given.
    """
    if answer == Correction.Answer.RIGHT and not words.strip():
        raise CannotAnswerCorrection(
            _("Please tell the resident in words why it is right as it stands.")
        )
    answered = Correction.objects.filter(pk=correction.pk, answered_at=None).update(
        answered_at=at, answered_by=by, answer=answer, answer_words=words.strip()
    )
    if not answered:
        raise CannotAnswerCorrection(_("This was answered already. Please open the page again."))
    note(act="residents.answer_correction", subject=correction, by=by, at=at)
