"""A month is named by its first day and runs from midnight to midnight in the city's time."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate


def month_of(day):
    """The month a day lies in."""
    return day.replace(day=1)


def next_month(month):
    return month_of(month + timedelta(days=31))


def month_before(day):
    """The last month that is over on ``day``."""
    return month_of(month_of(day) - timedelta(days=1))


def span_of(month):
    """The instants at which a month begins and ends: from the first up to, not with, the second."""
    return _midnight(month), _midnight(next_month(month))


def is_over(month, *, at):
    return localdate(at) >= next_month(month)


def _midnight(day):
    return datetime.combine(day, time(), tzinfo=get_default_timezone())
