"""Lists of referrals, sent and received, and what they can be narrowed by."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.referrals.models import ReferralStep
from shanqiao.apps.referrals.states import State
from shanqiao.www.parts.columns import DayColumn, QuantityColumn
from shanqiao.www.parts.referrals import look_of

from .filters import ANY, named_like


class ReferralTable(tables.Table):
    what = tables.Column(
        verbose_name=_("For"),
        accessor="need__kind",
        linkify=("station:referral", {"pk": tables.A("pk")}),
    )
    count = QuantityColumn(verbose_name=_("Asked for"))
    addressee = tables.Column(verbose_name=_("To whom"), accessor="addressee_name")
    resident = tables.Column(
        verbose_name=_("Resident"),
        accessor="need__resident__name",
        order_by="need__resident__search_key",
    )
    state = tables.Column(verbose_name=_("State"))
    due_on = DayColumn(verbose_name=_("Goes on by"))
    owner = tables.Column(verbose_name=_("Who sees to it"), order_by="owner__name")
    drafted_at = DayColumn(verbose_name=_("Written on"))

    class Meta:
        order_by = "-drafted_at"

    def render_what(self, record):
        what = capfirst(record.need.get_kind_display())
        return f"{what} · {record.need.item}" if record.need.item else what

    def render_state(self, value, record):
        badge = format_html('<span class="badge {}">{}</span>', look_of(value), State(value).label)
        if record.late:
            return format_html('{} <span class="badge bg-red-lt">{}</span>', badge, _("late"))
        return badge

    def value_state(self, value):
        return str(State(value).label)

    def value_what(self, record):
        return self.render_what(record)


class IncomingTable(ReferralTable):
    """What was sent to this station: whose need it is, it learns when it accepts."""

    station = tables.Column(verbose_name=_("Sent by"), order_by="station__name")

    class Meta:
        order_by = "-drafted_at"
        exclude = ("resident", "addressee", "owner")
        sequence = ("what", "count", "station", "...")


class ReferralFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Resident or addressee"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=ANY)
    when = filters.ChoiceFilter(
        label=_("In time"), choices=[("late", _("late"))], empty_label=ANY, method="is_late"
    )
    kind = filters.ChoiceFilter(
        label=_("Kind"), field_name="need__kind", choices=Kind.choices, empty_label=ANY
    )
    reason = filters.ChoiceFilter(
        label=_("Why declined"), choices=ReferralStep.Reason.choices, empty_label=ANY
    )

    def search(self, rows, name, value):
        mine = Q(addressee_name__icontains=value) | Q(station__name__icontains=value)
        mine |= Q(station__name_en__icontains=value)
        if self.request.resolver_match.url_name == "referrals":  # who is sent here has no name yet
            mine |= named_like(value, path="need__resident__")
        return rows.filter(mine)

    def is_late(self, rows, name, value):
        return rows.filter(late=True)
