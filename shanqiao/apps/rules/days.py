"""How far ahead a rule or a value may begin or end."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

FURTHEST = timedelta(days=366)  # ours; who writes a later day has mistyped a year


def too_far(day, *, at):
    """What is said of a day that lies too far ahead; "" of any other."""
    if day <= localdate(at) + FURTHEST:
        return ""
    return _("This day is more than a year away. Nothing was saved. Please look at the year again.")
