"""Figures that rules speak of: named once, with values from a day to a day, each with its source."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.engines.eligibility import RESIDENT

from .days import too_far
from .models import Parameter, ParameterValue


class CannotNameParameter(Exception):
    """The name is taken, is no name, or another person must name it."""


class CannotWriteParameter(Exception):
    """Its days overlap with another value's, its source is missing, or another person must write it."""


class CannotEndParameter(Exception):
    """It ended already, the day is over, or another person must end it."""


def name_parameter(*, code, name, name_en, unit, by, at):
    """A rule keeper names a figure that rules may speak of from now on.

    Args:
        code: its name in rules, for example ``dibao_line``.

    Raises:
        CannotNameParameter: with the reason in words.
    """
    if not keeps_rules(by):
        raise CannotNameParameter(_("Only rule keepers of the city change its rules."))
    if code in RESIDENT.terms or Parameter.objects.filter(code=code).exists():
        raise CannotNameParameter(
            _("Rules know %(code)s already. Nothing was saved. Please choose another name.")
            % {"code": code}
        )
    try:
        with transaction.atomic():
            parameter = Parameter.objects.create(
                code=code,
                name=name.strip(),
                name_en=name_en.strip(),
                unit=unit,
                named_by=by,
                named_at=at,
            )
            note(act="rules.name_parameter", subject=parameter, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotNameParameter(in_words(refusal, Parameter)) from refusal
    return parameter


def write_parameter(*, parameter, value, first_on, source, by, at, last_on=None):
    """A rule keeper writes what a parameter is from a day on.

    Args:
        value: a whole number in the unit of the parameter (money in fen), or a day.

    Raises:
        CannotWriteParameter: with the reason in words.
    """
    if not keeps_rules(by):
        raise CannotWriteParameter(_("Only rule keepers of the city change its rules."))
    if says := too_far(first_on, at=at):
        raise CannotWriteParameter(says)
    is_day = parameter.unit == Parameter.Unit.DAY
    try:
        with transaction.atomic():
            row = ParameterValue.objects.create(
                parameter=parameter,
                whole=None if is_day else value,
                day=value if is_day else None,
                first_on=first_on,
                last_on=last_on,
                source=source.strip(),
                written_by=by,
                written_at=at,
            )
            note(act="rules.write_parameter", subject=row, by=by, at=at, why=row.source)
    except IntegrityError as refusal:
        raise CannotWriteParameter(in_words(refusal, ParameterValue)) from refusal
    return row


def end_parameter(*, value, last_on, by, at):
    """A rule keeper writes down the last day of a value of a parameter.

    Args:
        value: a `ParameterValue`. Where an end was written with it, it may end earlier, not later.

    Raises:
        CannotEndParameter: with the reason in words.
    """
    if not keeps_rules(by):
        raise CannotEndParameter(_("Only rule keepers of the city change its rules."))
    if last_on < localdate(at):
        raise CannotEndParameter(
            _("A value ends today or later: what was decided by it before stays decided.")
        )
    if says := too_far(last_on, at=at):
        raise CannotEndParameter(says)
    if value.last_on and last_on > value.last_on:
        raise CannotEndParameter(
            _(
                "It was written to end on %(day)s, and may only end earlier. Nothing was changed. Please write a new value for the days after it."
            )
            % {"day": f"{value.last_on:%Y-%m-%d}"}
        )
    try:
        with transaction.atomic():
            running = ParameterValue.objects.filter(pk=value.pk, ended_at=None, called_off_at=None)
            ended = running.update(ended_at=at, ended_by=by, last_on=last_on)
            if not ended:
                raise CannotEndParameter(
                    _("The end of this value is written down already. Please reload.")
                )
            note(act="rules.end_parameter", subject=value, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotEndParameter(in_words(refusal, ParameterValue)) from refusal
