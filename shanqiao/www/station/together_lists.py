"""The lists of groups, events and agreements: their columns and what they are filtered by."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.cases.queries import agreements_to_renew
from shanqiao.apps.people.queries import stations_of
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.columns import NUMBER, DayColumn
from shanqiao.www.parts.words import day

from .filters import ANY


def _words(label):
    return filters.CharFilter(
        label=label,
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class GroupFilter(filters.FilterSet):
    q = _words(_("Name or purpose"))
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("meets", _("still meets")), ("ended", _("has ended"))],
        empty_label=ANY,
        method="at_state",
    )

    def search(self, groups, name, value):
        return groups.filter(Q(name__icontains=value) | Q(purpose__icontains=value))

    def at_state(self, groups, name, value):
        return groups.filter(ended_at__isnull=value == "meets")


class GroupTable(tables.Table):
    name = tables.Column(verbose_name=_("Group"), linkify=("station:group", {"pk": tables.A("pk")}))
    people = tables.Column(verbose_name=_("Members"), attrs=NUMBER)
    met = tables.Column(verbose_name=_("Meetings"), attrs=NUMBER)
    led_by = tables.Column(verbose_name=_("Led by"), order_by="led_by__name")
    first_on = DayColumn(verbose_name=_("First meeting on"))
    ended_at = DayColumn(verbose_name=_("Ended on"), default="–")

    class Meta:
        order_by = "-first_on"
        exclude = ()

    def render_met(self, value, record):
        return f"{value} / {record.sessions_planned}"

    def value_met(self, value):
        return value


class EventFilter(filters.FilterSet):
    q = _words(_("Name, purpose or place"))

    def search(self, events, name, value):
        return events.filter(
            Q(name__icontains=value) | Q(purpose__icontains=value) | Q(place__icontains=value)
        )


class EventTable(tables.Table):
    name = tables.Column(
        verbose_name=_("Event of the neighbourhood"),
        linkify=("station:event", {"pk": tables.A("pk")}),
    )
    on = DayColumn(verbose_name=_("Day"))
    place = tables.Column(verbose_name=_("Where it was"))
    head_count = tables.Column(verbose_name=_("How many came"), attrs=NUMBER)
    named = tables.Column(verbose_name=_("Of them named"), attrs=NUMBER)

    class Meta:
        order_by = "-on"
        exclude = ()


class AgreementFilter(filters.FilterSet):
    q = _words(_("Organisation or subject"))
    ends = filters.ChoiceFilter(
        label=_("State"),
        choices=[("soon", _("to be renewed")), ("ended", _("has ended"))],
        empty_label=ANY,
        method="ending",
    )

    def search(self, agreements, name, value):
        named = [f"{who}__name{kind}" for who in ("charity", "agency") for kind in ("", "_en")]
        fits = Q(subject__icontains=value)
        for path in named:
            fits |= Q(**{f"{path}__icontains": value})
        return agreements.filter(fits)

    def ending(self, agreements, name, value):
        today = localdate(now())
        if value == "ended":
            return agreements.filter(ends_on__lt=today)
        due = agreements_to_renew(*stations_of(self.request.user), on=today)
        return agreements.filter(pk__in=[one.pk for one in due])


class AgreementTable(tables.Table):
    charity = tables.Column(
        verbose_name=_("Charity"),
        order_by="charity__name",
        linkify=("station:agreement", {"pk": tables.A("pk")}),
    )
    agency = tables.Column(verbose_name=_("Agency"), order_by="agency__name")
    subject = tables.Column(verbose_name=_("About what"))
    first_on = DayColumn(verbose_name=_("Valid from"))
    ends_on = tables.Column(verbose_name=_("Valid until"))

    class Meta:
        order_by = "ends_on"
        exclude = ()

    def render_ends_on(self, value):
        if value < localdate(now()):
            return format_html('<span class="badge bg-red-lt">{}</span>', day(value))
        return day(value)

    def value_ends_on(self, value):
        return value.isoformat()
