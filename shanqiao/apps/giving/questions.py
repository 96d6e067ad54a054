"""What givers ask about their gifts, and what they are answered. Source: rule DN-09."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note

from .models import DonorAnswer, DonorQuestion

ANSWERED_WITHIN = timedelta(days=20)  # 广州市慈善促进条例 第23条, since 2021-09-01


class CannotAnswer(Exception):
    """It was answered before, or the day is not possible."""


@transaction.atomic
def ask_about_gift(*, donor, words, by, at, gift=None, asked_on=None):
    """A giver asks what became of what they gave; the answer is due within 20 days."""
    asked_on = asked_on or localdate(at)
    question = DonorQuestion.objects.create(
        donor=donor,
        gift=gift,
        words=words.strip(),
        asked_on=asked_on,
        due_on=asked_on + ANSWERED_WITHIN,
        by=by,
        at=at,
    )
    note(act="giving.ask", subject=question, by=by, at=at)
    return question


def answer_donor(*, question, words, told, by, at):
    """The giver was answered.

    Raises:
        CannotAnswer: nothing is said, or it was answered before.
    """
    if not words.strip():
        raise CannotAnswer(_("Please write down what the giver was answered."))
    if DonorAnswer.objects.filter(question=question).exists():
        raise CannotAnswer(_("This question is answered already."))
    try:
        with transaction.atomic():
            answer = DonorAnswer.objects.create(
                question=question, words=words.strip(), told=told, on=localdate(at), by=by, at=at
            )
            note(act="giving.answer", subject=answer, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotAnswer(_("This question is answered already.")) from refusal
    return answer
