"""The list of what raising money, and valuing gifts, cost."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.governing.models import RaisingCost
from shanqiao.www.parts.columns import NUMBER, DayColumn
from shanqiao.www.parts.words import yuan

from .filters import EVERY, DayInput
from .tables import WHOLE, WayColumn


class CostTable(tables.Table):
    """What costs of every kind are shown with: out of whose money, how much, and whether this person takes them back."""

    @cached_property
    def paid_here(self):
        """The hosts whose accounts this person keeps."""
        return set(funds_of(self.request.user, Seat.Role.PAYS).values_list("host", flat=True))

    def render_purse(self, record):
        return record.purse.label if record.purse else gettext("the charity's own money")

    def render_amount(self, value):
        return yuan(value)

    def value_amount(self, value):
        return value / 100


class RaisingTable(CostTable):
    on = DayColumn(verbose_name=_("Paid on"), attrs=WHOLE)
    words = tables.Column(verbose_name=_("For what"))
    what = tables.Column(verbose_name=_("Cost of what"))
    purse = tables.Column(verbose_name=_("Paid out of"), order_by="purse__name", empty_values=())
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("What raising money cost")

    def render_words(self, value, record):
        beside = " · ".join(part for part in (record.campaign, str(record.host)) if part)
        back = getattr(record, "back", None)
        return format_html(
            '<div><span class="d-block">{}</span><span class="text-secondary small">{}</span>{}</div>',
            value,
            beside,
            format_html(
                '<span class="d-block"><span class="badge bg-secondary-lt text-wrap">{}</span></span>',
                _back_in_words(back),
            )
            if back
            else "",
        )

    def value_words(self, value, record):
        back = getattr(record, "back", None)
        return f"{value} · {_back_in_words(back)}" if back else value

    def render_page(self, value, record):
        if hasattr(record, "back") or record.host_id not in self.paid_here:
            return ""
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:raising-back", args=[value]),
            _("Take this cost back"),
            record.words,
        )


def _back_in_words(back):
    return gettext("taken back: %(why)s") % {"why": back.why}


class RaisingFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    what = filters.ChoiceFilter(
        label=_("Cost of what"), choices=RaisingCost.What, empty_label=EVERY
    )
    since = filters.DateFilter(
        label=_("From day"), field_name="on", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label=_("To day"), field_name="on", lookup_expr="lte", widget=DayInput
    )

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(Q(words__icontains=text) | Q(campaign__icontains=text))
