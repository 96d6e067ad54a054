"""Rows as ranges: what may not be there twice on a day is refused without an extension of the database."""

from django.contrib.postgres.fields import BigIntegerRangeField
from django.db.models import F, Func, Value


def only(field):
    """A row of another table, as a range of one number. See Note [One household a day]."""
    return Func(
        F(field), F(field), Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )
