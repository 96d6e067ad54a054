import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.holdings.models import Holding, LinkedAgreement
from shanqiao.www.parts.columns import NUMBER, DayColumn
from shanqiao.www.parts.words import yuan

WHOLE = {"td": {"class": "text-nowrap"}}


class YuanColumn(tables.Column):
    """Whole fen, told in yuan."""

    def __init__(self, **kwargs):
        super().__init__(attrs=NUMBER, **kwargs)

    def render(self, value):
        return yuan(value)

    def value(self, value):
        return value / 100


class HoldingTable(tables.Table):
    name = tables.Column(verbose_name=_("What it is"), order_by=("name", "pk"))
    kind = tables.Column(verbose_name=_("Kind"))
    donor = tables.Column(verbose_name=_("Giver"), order_by="donor__name")
    purse = tables.Column(verbose_name=_("Purse"), order_by=("purse__name", "pk"))
    quantity = tables.Column(verbose_name=_("Held"), attrs=NUMBER)
    value = YuanColumn(verbose_name=_("Booked at"))
    income = YuanColumn(verbose_name=_("Income so far"))
    valued_on = DayColumn(verbose_name=_("Last valued"), attrs=WHOLE)

    class Meta:
        order_by_field = "sort"
        caption = _("Equity, securities and rights of my funds")

    def render_name(self, value, record):
        where = reverse("fund:holding", args=[record.pk])
        return format_html('<a href="{}">{}</a>', where, value)

    def value_name(self, value):
        return value

    def render_purse(self, value):
        return value.label

    def render_quantity(self, value, record):
        return _now("%(n)s %(unit)s") % {"n": f"{value:,}", "unit": record.unit}

    def value_quantity(self, value):
        return value


class HoldingFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Holding.Kind, empty_label=_("all"))
    held = filters.ChoiceFilter(
        label=_("Held"),
        choices=[("yes", _("still held")), ("no", _("sold or given up"))],
        method="is_held",
        empty_label=_("all"),
    )

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(
            Q(name__icontains=text) | Q(issuer__icontains=text) | Q(donor__name__icontains=text)
        )

    def is_held(self, rows, _name, value):
        return rows.filter(quantity__gt=0) if value == "yes" else rows.filter(quantity=0)


class LinkTable(tables.Table):
    name = tables.Column(verbose_name=_("Product or insurance"), order_by=("name", "pk"))
    kind = tables.Column(verbose_name=_("Kind"))
    donor = tables.Column(verbose_name=_("Company"), order_by="donor__name")
    rate = tables.Column(verbose_name=_("Gives"), orderable=False, attrs=WHOLE)
    valid_to = DayColumn(verbose_name=_("Valid to"), attrs=WHOLE)
    owed = YuanColumn(verbose_name=_("Owed so far"))
    came = YuanColumn(verbose_name=_("Came so far"))

    class Meta:
        order_by_field = "sort"
        caption = _("Products and insurance that bring gifts")

    def render_name(self, value, record):
        where = reverse("fund:link", args=[record.pk])
        return format_html('<a href="{}">{}</a>', where, value)

    def value_name(self, value):
        return value

    def render_rate(self, record):
        return rate_in_words(record)


class LinkFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=LinkedAgreement.Kind, empty_label=_("all"))

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(Q(name__icontains=text) | Q(donor__name__icontains=text))


def rate_in_words(agreement):
    if agreement.kind == LinkedAgreement.Kind.PREMIUM:
        percent = f"{agreement.rate / 10_000:.4f}".rstrip("0").rstrip(".")
        return _now("%(share)s%% of the premium") % {"share": percent}
    return _now("%(much)s for each piece") % {"much": yuan(agreement.rate)}
