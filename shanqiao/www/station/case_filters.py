"""The list of cases: its columns and what it is filtered by."""

from datetime import timedelta

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.cases.models import Case
from shanqiao.apps.cases.stages import Stage
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.columns import DayColumn
from shanqiao.www.parts.words import day

from .filters import ANY, named_like

WEEK = timedelta(days=7)


class CaseFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Name, pinyin, initials or number of the case"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    whose = filters.ChoiceFilter(
        label=_("Whose"),
        choices=[("mine", _("mine")), ("others", _("of colleagues"))],
        empty_label=ANY,
        method="of_whom",
    )
    stage = filters.ChoiceFilter(
        label=_("Stage"), choices=Stage.choices, empty_label=_("all open"), method="at_stage"
    )
    due = filters.ChoiceFilter(
        label=_("Due"),
        choices=[("late", _("overdue")), ("week", _("within a week"))],
        empty_label=ANY,
        method="due_by",
    )
    urgency = filters.ChoiceFilter(
        label=_("Urgency"), choices=Case.Urgency.choices, empty_label=ANY
    )

    def search(self, cases, name, value):
        return found_by(cases, value)

    def of_whom(self, cases, name, value):
        me = Q(worker=self.request.user.pk)
        return cases.filter(me if value == "mine" else ~me)

    def at_stage(self, cases, name, value):
        return cases.filter(stage=value)

    def due_by(self, cases, name, value):
        today = localdate(now())
        if value == "late":
            return cases.filter(due_on__lt=today)
        return cases.filter(due_on__range=(today, today + WEEK))

    def filter_queryset(self, cases):
        """Closed cases are shown only where one asks for them; those to be followed up stay."""
        if self.form.cleaned_data.get("stage") != Stage.CLOSED:
            cases = cases.exclude(stage=Stage.CLOSED)
        return super().filter_queryset(cases)


def found_by(cases, words):
    """Those of ``cases`` whose resident every word fits, or whose number it is."""
    numbered = Q(pk=int(words)) if words.isdecimal() and len(words) < 10 else Q(pk=None)
    return cases.filter(named_like(words, path="resident__") | numbered)


class CaseTable(tables.Table):
    number = tables.Column(
        verbose_name=_("Case"), accessor="pk", linkify=("station:case", {"pk": tables.A("pk")})
    )
    resident = tables.Column(verbose_name=_("Resident"), order_by=("letters", "pk"))
    stage = tables.Column(verbose_name=_("Stage"))
    due_on = tables.Column(verbose_name=_("Due"), default="–")
    urgency = tables.Column(verbose_name=_("Urgency"))
    worker_name = tables.Column(verbose_name=_("Worker"), default="–")
    opened_at = DayColumn(verbose_name=_("Case opened on"))

    class Meta:
        order_by = "due_on"
        exclude = ()

    def render_resident(self, record):
        return record.resident.name

    def render_stage(self, value):
        return Stage(value).label

    def render_due_on(self, value):
        if value < localdate(now()):
            return format_html('<span class="badge bg-red-lt">{}</span>', day(value))
        return day(value)

    def value_due_on(self, value):
        return value.isoformat()

    def render_urgency(self, record):
        words = record.get_urgency_display()
        if record.urgency == Case.Urgency.NOW:
            return format_html('<span class="badge bg-red-lt">{}</span>', words)
        return words

    def value_urgency(self, record):
        return record.get_urgency_display()
