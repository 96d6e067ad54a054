"""Who has places for what, as of when: read before one refers, written down after one called."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.apps.referrals.actions import CannotStateCapacity, state_capacity
from shanqiao.apps.referrals.models import Capacity
from shanqiao.apps.referrals.queries import capacities_latest
from shanqiao.www.parts.columns import NUMBER, DayColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import works_at_a_station
from .filters import ANY
from .forms.referral import CapacityForm


class CapacityTable(tables.Table):
    whose = tables.Column(verbose_name=_("Whose places"), accessor="pk", order_by="organisation")
    kind = tables.Column(verbose_name=_("Kind"))
    has = tables.Column(verbose_name=_("Places"))
    places = tables.Column(verbose_name=_("How many"), attrs=NUMBER)
    told_at = DayColumn(verbose_name=_("As of"))
    until_on = DayColumn(verbose_name=_("Until"))
    words = tables.Column(verbose_name=_("How it is known"), orderable=False)

    class Meta:
        order_by = "-told_at"

    def render_whose(self, record):
        return str(record.organisation or record.station)


class CapacityFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Name"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=ANY)
    has = filters.ChoiceFilter(label=_("Places"), choices=Capacity.Has.choices, empty_label=ANY)

    def search(self, rows, name, value):
        found = Q()
        for field in ("organisation", "station"):
            for called in ("name", "name_en"):
                found |= Q(**{f"{field}__{called}__icontains": value})
        return rows.filter(found)


@only(works_at_a_station)
def browse(request):
    return listing(
        request,
        table=CapacityTable,
        filters=CapacityFilter,
        rows=capacities_latest(),
        template="station/referrals/browse.html",
        file_name="places",
        context={"here": "places"},
        empty=Empty(
            says=_("Nobody has written down yet who has places for what."),
            step=_("Write it down"),
            url_name="station:capacity-new",
        ),
    )


@only(works_at_a_station)
def state(request):
    form = CapacityForm(request.POST or None)
    if form.is_valid():
        try:
            state_capacity(by=request.user, at=now(), **form.facts())
        except CannotStateCapacity as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _now("Written down, as of now. Whoever refers reads it."))
            return redirect("station:capacities")
    return render(
        request,
        "station/referrals/capacity.html",
        {"form": form},
        status=422 if form.errors else 200,
    )
