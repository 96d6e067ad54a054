"""The lists of gifts and givers."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.columns import NUMBER, DayColumn, QuantityColumn
from shanqiao.www.parts.words import yuan

from ..tables import PurseColumn, WayColumn


class GiftTable(tables.Table):
    on = DayColumn(verbose_name=_("Date of the gift"), order_by=("on", "pk"))
    donor = tables.Column(verbose_name=_("Giver"), order_by=("donor__search_key", "pk"))
    amount = QuantityColumn(verbose_name=_("How much"))
    how = tables.Column(verbose_name=_("How it was given"))
    purse = PurseColumn(verbose_name=_("Purse"), order_by=("purse__name", "pk"))
    wish = tables.Column(verbose_name=_("Wish"))
    number = tables.Column(verbose_name=_("Number"), order_by="pk")
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Gifts to my funds")

    def render_donor(self, value):
        return str(value)

    def render_number(self, value, record):
        if not hasattr(record, "undoing"):
            return format_html('<span class="text-nowrap">{}</span>', value)
        return format_html(
            '<div><s class="text-nowrap">{}</s> <span class="badge bg-secondary-lt">{}</span></div>',
            value,
            _("undone"),
        )

    def value_number(self, value):
        return value

    def render_page(self, value, record):
        return opening(reverse("fund:gift", args=[value]), record.number)


class DonorTable(tables.Table):
    name = tables.Column(verbose_name=_("Giver"), order_by=("search_key", "pk"), empty_values=())
    kind = tables.Column(verbose_name=_("Kind"))
    shown = tables.Column(verbose_name=_("In public"))
    gifts_in_all = tables.Column(verbose_name=_("Gifts"), attrs=NUMBER)
    fen = tables.Column(verbose_name=_("In money"), attrs=NUMBER)
    latest = DayColumn(verbose_name=_("Latest gift"))
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Givers whom my charities know")

    def render_name(self, record):
        return str(record)

    def render_fen(self, value):
        return yuan(value)

    def value_fen(self, value):
        return value / 100

    def render_page(self, value, record):
        return opening(reverse("fund:donor", args=[value]), str(record))


def opening(where, what):
    """A link that looks the same in every row, and says aloud which row it opens."""
    return format_html(
        '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
        where,
        _("Open"),
        what,
    )
