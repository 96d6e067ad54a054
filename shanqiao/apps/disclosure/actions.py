from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.paying.models import Return
from shanqiao.apps.people.queries import supervises
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .canonical import digest_of
from .figures import figures_of, say_the_same
from .models import Statement
from .months import is_over, span_of
from .queries import statement_of


class CannotPublish(Exception):
    """The month is not over, is published already, or another person must publish it."""


class CannotCorrect(Exception):
    """The statement was corrected before, would say the same again, or another person must correct it."""


def publish_month(*, month, by, at):
    """Freeze and publish what the rows of a month say, small numbers hidden.

    Args:
        month: its first day.
        by: a supervisor who neither approved nor paid anything in it, or None for the clock.

    Raises:
        CannotPublish: with the reason in words.
    """
    if not is_over(month, at=at):
        raise CannotPublish(
            _("This month is not over. It can be published from the first day of the next one.")
        )
    _must_stand_apart(month, by, CannotPublish)
    try:
        with transaction.atomic():
            return _publish(month, figures_of(month), by=by, at=at)
    except IntegrityError as refusal:
        raise CannotPublish(in_words(refusal, Statement)) from refusal


def correct_statement(*, statement, why, by, at):
    """Publish a month once more, from its rows as they are now. The earlier statement stays, and says it was corrected.

    Raises:
        CannotCorrect: with the reason in words.
    """
    _must_stand_apart(statement.month, by, CannotCorrect)
    latest = statement_of(statement.month)
    if latest.pk != statement.pk:
        raise CannotCorrect(
            _("This statement was corrected before. Please correct the latest one.")
        )
    body = figures_of(statement.month, hidden_before=statement.body)
    if say_the_same(body, statement.body):
        raise CannotCorrect(
            _("The figures have not changed. A correction would say the same again.")
        )
    try:
        with transaction.atomic():
            return _publish(statement.month, body, by=by, at=at, corrects=statement, why=why)
    except IntegrityError as refusal:
        if "corrects_id" in (refusal.__cause__.diag.constraint_name or ""):
            raise CannotCorrect(
                _("This statement was corrected before. Please correct the latest one.")
            ) from refusal
        raise CannotCorrect(in_words(refusal, Statement)) from refusal


def _publish(month, body, *, by, at, corrects=None, why=""):
    statement = Statement.objects.create(
        month=month,
        body=body,
        digest=digest_of(body),
        corrects=corrects,
        why=why,
        published_at=at,
        published_by=by,
    )
    act = "disclosure.correct" if corrects else "disclosure.publish"
    note(act=act, subject=statement, by=by, at=at, why=why)
    return statement


def _must_stand_apart(month, by, refusal):
    """Whoever publishes checks the work of others: a supervisor who had no hand in that month."""
    if by is None:
        return
    if not supervises(by):
        raise refusal(_("Only a supervisor publishes or corrects a month's statement."))
    start, end = span_of(month)
    approved = Grant.objects.filter(approved_by=by, approved_at__gte=start, approved_at__lt=end)
    paid = Payment.objects.filter(paid_by=by, paid_at__gte=start, paid_at__lt=end)
    back = Return.objects.filter(returned_by=by, returned_at__gte=start, returned_at__lt=end)
    if approved.exists() or paid.exists() or back.exists():
        raise refusal(
            _("You approved or paid something in this month, so another supervisor publishes it.")
        )
