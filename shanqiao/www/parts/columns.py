"""Columns that several lists have."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .words import day, quantity, when

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class RowColumn(tables.Column):
    """A box by which a row is chosen for what can be done with several at once."""

    always = True

    def __init__(self, **kwargs):
        super().__init__(accessor="pk", orderable=False, exclude_from_export=True, **kwargs)
        self.attrs = {"td": {"class": "w-1"}, "th": {"class": "w-1"}}

    @property
    def header(self):
        return format_html(
            '<input class="form-check-input needs-scripts" type="checkbox" data-rows="#list" aria-label="{}">',
            _("Choose all rows of this page"),
        )

    def render(self, value, record):
        return format_html(
            '<input class="form-check-input" type="checkbox" name="row" value="{}" aria-label="{}">',
            value,
            _("Choose row %(number)s") % {"number": value},
        )


class QuantityColumn(tables.Column):
    """How much, in the unit of the row."""

    def __init__(self, *args, unit="unit", **kwargs):
        kwargs.setdefault("attrs", NUMBER)
        super().__init__(*args, **kwargs)
        self._unit = unit

    def render(self, value, record):
        return quantity(value, tables.A(self._unit).resolve(record))

    def value(self, value, record):
        """For a spreadsheet: yuan with two decimals, or the plain count."""
        if tables.A(self._unit).resolve(record) == "fen":
            return value / 100
        return value


class DayColumn(tables.Column):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("attrs", {"td": {"class": "text-nowrap"}})
        super().__init__(*args, **kwargs)

    def render(self, value):
        return day(value)

    def value(self, value):
        return (localtime(value) if hasattr(value, "hour") else value).strftime("%Y-%m-%d")


class MomentColumn(tables.Column):
    def render(self, value):
        return when(value)

    def value(self, value):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
