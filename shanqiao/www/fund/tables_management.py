"""The list of what management cost, and of what was taken back of it."""

import django_filters as filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.columns import NUMBER, DayColumn
from shanqiao.www.parts.words import yuan

from .filters import EVERY, DayInput
from .tables import WHOLE, WayColumn
from .tables_raising import CostTable

STANDS, TAKEN_BACK = "stands", "taken_back"


class ManagementTable(CostTable):
    on = DayColumn(verbose_name=_("Paid on"), attrs=WHOLE)
    words = tables.Column(verbose_name=_("For what"))
    purse = tables.Column(verbose_name=_("Paid out of"), order_by="purse__name", empty_values=())
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    standing = tables.Column(verbose_name=_("Still stands"), attrs=NUMBER)
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("What management cost")

    def render_words(self, value, record):
        backs = format_html_join(
            "",
            '<span class="d-block"><span class="badge bg-secondary-lt text-wrap">{}</span></span>',
            ((_back_in_words(back),) for back in _backs_of(record)),
        )
        return format_html(
            '<div><span class="d-block">{}</span><span class="text-secondary small">{}</span>{}</div>',
            value,
            record.host,
            backs,
        )

    def value_words(self, value, record):
        return " · ".join([value, *(_back_in_words(back) for back in _backs_of(record))])

    def render_standing(self, value):
        return yuan(value)

    def value_standing(self, value):
        return value / 100

    def render_page(self, value, record):
        if not record.standing or record.host_id not in self.paid_here:
            return ""
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:management-back", args=[value]),
            _("Take this cost back"),
            record.words,
        )


def _backs_of(cost):
    return sorted(cost.backs.all(), key=lambda back: (back.at, back.pk))


def _back_in_words(back):
    return gettext("%(amount)s taken back: %(why)s") % {
        "amount": yuan(back.amount),
        "why": back.why,
    }


class ManagementFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), field_name="words", lookup_expr="icontains")
    state = filters.ChoiceFilter(
        label=_("What became of it"),
        choices=[(STANDS, _("something stands")), (TAKEN_BACK, _("taken back as a whole"))],
        empty_label=EVERY,
        method="in_state",
    )
    since = filters.DateFilter(
        label=_("From day"), field_name="on", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label=_("To day"), field_name="on", lookup_expr="lte", widget=DayInput
    )

    def in_state(self, rows, _name, state):
        return rows.filter(standing__gt=0) if state == STANDS else rows.filter(standing=0)
