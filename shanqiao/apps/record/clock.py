from datetime import timedelta

from django.conf import settings
from django.utils import timezone


def now():
    """The instant at which a screen or a job acts; actions are told it as ``at`` and ask no clock.

    In a demonstration city it may be some days ahead, so that the end of a month can be seen today.
    """
    return timezone.now() + timedelta(days=settings.DAYS_AHEAD if settings.DEMONSTRATION else 0)
