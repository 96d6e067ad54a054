"""A rule keeper calls off what is not in force yet. See Note [Called off before its day]."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .locks import hold_rule
from .models import InForce, ParameterValue

DAY = timedelta(days=1)


class CannotCallOff(Exception):
    """It is in force already, is not to come, another version follows it, or no reason is given."""


@transaction.atomic
def call_off_version(*, version, why, by, at):
    """A version that was switched on does not come into force; what it would have followed goes on.

    Raises:
        CannotCallOff: with the reason in words.
    """
    hold_rule(version.rule_id)
    row = _still_to_come(InForce.objects.filter(version=version), by, at)
    if InForce.objects.standing().filter(rule=row.rule_id, first_on__gt=row.first_on).exists():
        raise CannotCallOff(_("Another version follows this one. Please call that one off first."))
    _call_off(row, why, by, at)
    InForce.objects.filter(pk=row.follows_id, last_on=row.first_on - DAY).update(
        ended_at=None, ended_by=None, ended_why="", last_on=None
    )
    note(act="rules.call_off", subject=version, by=by, at=at, why=why.strip())


@transaction.atomic
def call_off_value(*, value, why, by, at):
    """A value of a parameter does not come into force. The one before it ends as it was written.

    Raises:
        CannotCallOff: with the reason in words.
    """
    row = _still_to_come(ParameterValue.objects.filter(pk=value.pk), by, at)
    _call_off(row, why, by, at)
    note(act="rules.call_off_value", subject=value, by=by, at=at, why=why.strip())


def _still_to_come(rows, by, at):
    """The row, held until the end of the transaction, whose first day is ahead."""
    if not keeps_rules(by):
        raise CannotCallOff(_("Only rule keepers of the city change its rules."))
    row = rows.filter(called_off_at=None).select_for_update(no_key=True).first()
    if row is None:
        raise CannotCallOff(_("Nothing is to come into force here. Please reload the page."))
    if row.first_on <= localdate(at):
        raise CannotCallOff(
            _("It came into force on %(day)s, so it is not called off any more. Please end it.")
            % {"day": f"{row.first_on:%Y-%m-%d}"}
        )
    return row


def _call_off(row, why, by, at):
    model = type(row)
    try:
        with transaction.atomic():
            model.objects.filter(pk=row.pk).update(
                called_off_at=at, called_off_by=by, called_off_why=why.strip()
            )
    except IntegrityError as refusal:
        raise CannotCallOff(in_words(refusal, model)) from refusal
