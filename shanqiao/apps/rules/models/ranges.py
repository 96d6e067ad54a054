"""Days of rules and values as ranges, and what is called off."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import CheckConstraint, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

# See Note [One household a day]: a plain number in an exclusion constraint would need btree_gist.
DAYS = Func(
    F("first_on"), F("last_on"), Value("[]"), function="daterange", output_field=DateRangeField()
)


def called_off_with_a_reason(name):
    """Who calls a row off says why. See Note [Called off before its day]."""
    return CheckConstraint(
        condition=Q(called_off_at=None, called_off_by=None, called_off_why="")
        | Q(called_off_at__isnull=False, called_off_by__isnull=False) & ~Q(called_off_why=""),
        name=name,
        violation_error_message=_("Say why it is called off."),
    )
