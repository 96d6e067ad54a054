"""Figures that rules speak of, their values with days and sources."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.clock import now
from shanqiao.apps.rules.models import Parameter, ParameterValue
from shanqiao.apps.rules.parameters import (
    CannotEndParameter,
    CannotNameParameter,
    CannotWriteParameter,
    end_parameter,
    name_parameter,
    write_parameter,
)
from shanqiao.apps.rules.queries import values_of
from shanqiao.www.parts.columns import NUMBER
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import day as day_in_words
from shanqiao.www.parts.words import yuan

from .door import keeps_the_rules, reads_the_rules
from .forms import ParameterForm, ValueForm, day_field


class ParameterTable(tables.Table):
    name = tables.Column(verbose_name=_("Parameter"))
    code = tables.Column(verbose_name=_("Name in rules"))
    today = tables.Column(
        verbose_name=_("Value today"), accessor="pk", orderable=False, attrs=NUMBER
    )
    source = tables.Column(verbose_name=_("Document and article"), orderable=False)

    class Meta:
        order_by = "code"
        caption = _("Parameters of rules")

    def render_name(self, record):
        address = reverse("rules:parameter", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, record)

    def value_name(self, record):
        return str(record)

    def render_today(self, record):
        value = record.whole_today if record.day_today is None else record.day_today
        return in_unit(value, record.unit)


class ParameterFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=pgettext_lazy("of a parameter", "Name"),
        method="search",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    unit = filters.ChoiceFilter(
        label=_("Counted in"), choices=Parameter.Unit.choices, empty_label=_("all")
    )

    def search(self, rows, name, value):
        word = value.strip()
        return rows.filter(
            Q(name__icontains=word) | Q(name_en__icontains=word) | Q(code__icontains=word)
        )


class EndForm(forms.Form):
    last_on = day_field(label=_("Last day"))


@only(reads_the_rules)
def browse(request):
    keeps = keeps_rules(request.user)
    current = ParameterValue.objects.in_force(on=localdate(now())).filter(parameter=OuterRef("pk"))
    rows = Parameter.objects.annotate(
        whole_today=Subquery(current.values("whole")),
        day_today=Subquery(current.values("day")),
        source=Subquery(current.values("source")),
    ).order_by("code")
    return listing(
        request,
        table=ParameterTable,
        filters=ParameterFilter,
        rows=rows,
        template="rules/parameters.html",
        file_name="parameters",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "Here are the figures that rules speak of by name, such as a poverty line, with the document each comes from. None is written yet."
            ),
            step=_("Name the first parameter") if keeps else "",
            url_name="rules:parameter-new" if keeps else "",
        ),
        context={"keeps": keeps},
    )


@only(keeps_the_rules)
def new(request):
    form = ParameterForm(request.POST or None)
    if form.is_valid():
        try:
            parameter = name_parameter(by=request.user, at=now(), **form.cleaned_data)
        except CannotNameParameter as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(
                request, _now("Named. Now write its value and the document it comes from.")
            )
            return redirect("rules:parameter-write", pk=parameter.pk)
    data = {
        "form": form,
        "heading": _now("Name a parameter"),
        "press": _now("Name it"),
        "back": reverse("rules:parameters"),
        "back_words": _now("Parameters"),
    }
    return render(request, "rules/form.html", data, status=422 if form.errors else 200)


@only(reads_the_rules)
def page(request, pk):
    parameter = get_object_or_404(Parameter.objects.select_related("named_by"), pk=pk)
    today = localdate(now())
    values = [
        (row, in_unit(row.value, parameter.unit), row.first_on > today, _runs(row, today))
        for row in values_of(parameter)
    ]
    data = {
        "parameter": parameter,
        "values": values,
        "keeps": keeps_rules(request.user),
        "form": EndForm(initial={"last_on": today}),
    }
    return render(request, "rules/parameter.html", data)


@only(keeps_the_rules)
def write(request, pk):
    parameter = get_object_or_404(Parameter, pk=pk)
    form = ValueForm(request.POST or None, parameter=parameter)
    if form.is_valid():
        try:
            write_parameter(parameter=parameter, by=request.user, at=now(), **form.cleaned_data)
        except CannotWriteParameter as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _now("Written down. Rules use it from its first day on."))
            return redirect("rules:parameter", pk=pk)
    data = {
        "form": form,
        "heading": _now("A value of %(parameter)s") % {"parameter": parameter},
        "says": _now(
            "A value is not tried before it counts: from its first day on, every rule that speaks of it lets in whom it lets in. To see whom that would be, simulate those rules as on that day, while the value may still be called off."
        ),
        "press": _now("Write it down"),
        "back": reverse("rules:parameter", args=[pk]),
        "back_words": str(parameter),
    }
    return render(request, "rules/form.html", data, status=422 if form.errors else 200)


@only(keeps_the_rules)
@require_POST
def end(request, pk):
    """Write down the last day of a value."""
    value = get_object_or_404(ParameterValue, pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _now("Please choose the last day. Nothing was changed."))
        return redirect("rules:parameter", pk=value.parameter_id)
    try:
        end_parameter(value=value, by=request.user, at=now(), **form.cleaned_data)
    except CannotEndParameter as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _now("The end is written down. Write the value that follows it."))
    return redirect("rules:parameter", pk=value.parameter_id)


def _runs(value, today):
    """May its end still be written, or moved to an earlier day?"""
    return not value.ended_at and (value.last_on is None or value.last_on > today)


def in_unit(value, unit):
    """A value as people read it: money in yuan, a day as a day; – where there is none."""
    if value is None:
        return "–"
    if unit == Parameter.Unit.FEN:
        return yuan(value)
    return day_in_words(value) if unit == Parameter.Unit.DAY else f"{value:,}"


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s parameter.", "%(n)s parameters.", count) % {"n": count}
