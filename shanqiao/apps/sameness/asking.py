"""An adjudicator who cannot decide yet asks the stations, and they answer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.models import Care

from .models import Answer, Claim, Pair, Question
from .queries import may_decide


class CannotAskStation(Exception):
    """Nothing is asked, no station looks after the two, or the rights do not reach both records."""


class CannotAnswer(Exception):
    """Somebody answered before, or another station was asked."""


@transaction.atomic
def ask_stations(*, pair, words, by, at):
    """Ask every station that looks after one of the two; each is asked about its own resident alone.

    Returns:
        the questions.

    Raises:
        CannotAskStation: with what to do instead.
    """
    pair = Pair.objects.get(pk=pair.pk)
    if not may_decide(by, [pair.first_id, pair.second_id]):
        raise CannotAskStation(_("One of the records is outside your district."))
    if not words.strip():
        raise CannotAskStation(_("Say what you want to know."))
    cares = Care.objects.filter(resident__in=[pair.first_id, pair.second_id], until=None)
    questions = [
        Question.objects.create(
            pair=pair,
            resident=care.resident,
            station=care.station,
            words=words.strip(),
            asked_by=by,
            asked_at=at,
        )
        for care in cares.select_related("resident", "station").order_by("resident", "station")
    ]
    if not questions:
        raise CannotAskStation(
            _("No station looks after either of them now, so nobody can be asked.")
        )
    Claim.objects.filter(pair=pair, by=by).delete()
    for question in questions:
        note(act="sameness.ask", subject=question, by=by, at=at)
    return questions


@transaction.atomic
def answer_question(*, question, words, by, at):
    """A station answers what it was asked.

    Raises:
        CannotAnswer: with the reason in words.
    """
    if station_of(by) != question.station:
        raise CannotAnswer(_("Another station was asked."))
    try:
        with transaction.atomic():
            answer = Answer.objects.create(question=question, words=words.strip(), by=by, at=at)
    except IntegrityError as refusal:
        if Answer.objects.filter(question=question).exists():
            raise CannotAnswer(_("A colleague answered this already.")) from refusal
        raise CannotAnswer(in_words(refusal, Answer)) from refusal
    note(act="sameness.answer", subject=answer, by=by, at=at)
    return answer
