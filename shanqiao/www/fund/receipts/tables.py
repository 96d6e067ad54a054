"""The list of donation receipts."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.columns import NUMBER, DayColumn
from shanqiao.www.parts.words import yuan

from ..tables import PurseColumn, WayColumn

GOOD, VOID, REPLACED = "good", "void", "replaced"
LOOKS = {GOOD: "bg-green-lt", VOID: "bg-red-lt", REPLACED: "bg-secondary-lt"}


class ReceiptTable(tables.Table):
    number = tables.Column(
        verbose_name=_("Receipt number"), order_by=("book__year", "number", "pk")
    )
    issued_on = DayColumn(verbose_name=_("Date of the receipt"), order_by=("issued_at", "pk"))
    payer = tables.Column(verbose_name=_("Payer"))
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    purse = PurseColumn(
        verbose_name=_("Purse"), accessor="gift__purse", order_by=("gift__purse__name", "pk")
    )
    handler = tables.Column(verbose_name=_("Handled by"), orderable=False)
    state = tables.Column(
        verbose_name=_("State"), accessor="is_void", order_by=("is_void", "is_replaced")
    )
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Donation receipts of my funds")

    def render_number(self, record):
        return format_html('<span class="text-nowrap">{}</span>', record.figures)

    def value_number(self, record):
        return record.figures

    def render_amount(self, value):
        return yuan(value)

    def value_amount(self, value):
        return value / 100

    def render_state(self, record):
        state, words = state_of(record)
        return format_html('<span class="badge {}">{}</span>', LOOKS[state], words)

    def value_state(self, record):
        return state_of(record)[1]

    def render_page(self, value, record):
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:receipt", args=[value]),
            _now("Open"),
            record.figures,
        )


def state_of(receipt):
    """(code, words): good, void, or void and replaced."""
    if receipt.is_replaced:
        return REPLACED, _now("replaced")
    return (VOID, _now("void")) if receipt.is_void else (GOOD, _now("good"))
