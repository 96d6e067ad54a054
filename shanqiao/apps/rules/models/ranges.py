"""Days and rows as ranges: what may not overlap is refused without an extension of the database."""

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db.models import F, Func, Value

# See Note [One household a day]: a plain number in an exclusion constraint would need btree_gist.
DAYS = Func(
    F("first_on"), F("last_on"), Value("[]"), function="daterange", output_field=DateRangeField()
)


def only(field):
    """A row of another table, as a range of one number."""
    return Func(
        F(field), F(field), Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )
