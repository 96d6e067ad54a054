"""The list of what organisations asked, at the desks of funds and of supervision."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.inquiries.models import Inquiry
from shanqiao.apps.needs.kinds import Kind

from .columns import NUMBER, MomentColumn

ODD = {
    "numbers": _("looks like trying out numbers"),
    "limit": _("more rows than are allowed on one day"),
    "again": _("the same resident again and again"),
    "unknown": _("nearly nobody of the list is a resident"),
    "night": _("at night"),
}
ANY = _("all")


class InquiryTable(tables.Table):
    """One question of an organisation a row: how many rows it had, and how they were answered; never who."""

    asked_at = MomentColumn(verbose_name=_("When"), order_by=("asked_at", "pk"))
    purpose = tables.Column(
        verbose_name=_("For what"), accessor="key__purpose", order_by="key__purpose__name"
    )
    rows = tables.Column(verbose_name=_("Rows asked"), attrs=NUMBER)
    partly = tables.Column(verbose_name=_("Partly covered"), accessor="said_partly", attrs=NUMBER)
    fully = tables.Column(verbose_name=_("Fully covered"), accessor="said_fully", attrs=NUMBER)
    ask = tables.Column(verbose_name=_("Ask the contact"), accessor="said_ask", attrs=NUMBER)
    refused = tables.Column(verbose_name=_("Refused"), default="–")

    class Meta:
        order_by = "-asked_at"
        caption = _("What organisations asked, by tokens")

    def render_refused(self, value):
        return Inquiry.Refused(value).label


class CityInquiryTable(InquiryTable):
    """The same for the whole city, with whose question it was and whether it is worth one of ours."""

    organisation = tables.Column(
        verbose_name=_("Who asked"),
        accessor="key__purpose__organisation",
        order_by="key__purpose__organisation__name",
    )
    known = tables.Column(verbose_name=_("About residents"), attrs=NUMBER)
    odd = tables.Column(verbose_name=_("Worth a question"))

    class Meta(InquiryTable.Meta):
        sequence = ("asked_at", "organisation", "purpose", "rows", "known", "...")

    def render_odd(self, value):
        return format_html("<strong>{}</strong>", ODD[value])

    def value_odd(self, value):
        return str(ODD[value]) if value else ""


def _a_day(label, lookup):
    return filters.DateFilter(
        label=label,
        field_name="asked_at",
        lookup_expr=lookup,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


class InquiryFilter(filters.FilterSet):
    since = _a_day(_("From day"), "date__gte")
    until = _a_day(_("To day"), "date__lte")


class CityInquiryFilter(InquiryFilter):
    q = filters.CharFilter(
        label=_("Organisation or purpose"),
        method="search",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    odd = filters.ChoiceFilter(
        label=_("Worth a question"),
        choices=[("any", _("yes, for any reason")), *ODD.items()],
        empty_label=ANY,
        method="is_odd",
    )

    def search(self, inquiries, name, value):
        words = value.strip()
        return inquiries.filter(
            key__purpose__organisation__name__icontains=words
        ) | inquiries.filter(key__purpose__name__icontains=words)

    def is_odd(self, inquiries, name, value):
        return inquiries.exclude(odd="") if value == "any" else inquiries.filter(odd=value)


def sentence(inquiries):
    """How many questions a list shows, with how many rows."""
    count = inquiries.count()
    rows = sum(inquiries.order_by().values_list("rows", flat=True))
    said = ngettext("%(n)s question", "%(n)s questions", count) % {"n": f"{count:,}"}
    return ngettext(
        "%(said)s about %(rows)s row of a list.", "%(said)s about %(rows)s rows of lists.", rows
    ) % {"said": said, "rows": f"{rows:,}"}


def kinds_in_words(kinds):
    """Codes of kinds of need as people read them."""
    return [Kind(kind).label for kind in kinds]
