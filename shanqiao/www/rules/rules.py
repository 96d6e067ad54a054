import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.clock import now
from shanqiao.apps.rules.actions import (
    CannotDraftRule,
    CannotSwitchOffRule,
    open_rule,
    switch_off_rule,
)
from shanqiao.apps.rules.models import Rule
from shanqiao.apps.rules.queries import in_force, rules_with_state, to_come, versions_of
from shanqiao.apps.rules.vocabulary import parameters_on, vocabulary
from shanqiao.engines.eligibility import parse
from shanqiao.stories.rules_in_words import rule_in_words
from shanqiao.www.parts.columns import DayColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import keeps_the_rules, reads_the_rules
from .forms import OffForm, RuleForm


class RuleTable(tables.Table):
    name = tables.Column(verbose_name=_("Rule"))
    purpose = tables.Column(verbose_name=_("What it is for"), orderable=False)
    is_on = tables.Column(verbose_name=_("In force today"))
    waits = tables.Column(verbose_name=_("Drafts"))
    opened_at = DayColumn(verbose_name=_("Opened"))

    class Meta:
        order_by = "opened_at"
        caption = _("Rules of the city")

    def render_name(self, record):
        return format_html('<a href="{}">{}</a>', reverse("rules:rule", args=[record.pk]), record)

    def value_name(self, record):
        return str(record)

    def render_is_on(self, value):
        return _("in force") if value else _("not in force")

    def render_waits(self, value):
        return _("one waits to be switched on") if value else "–"


class RuleFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Name or purpose"),
        method="search",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    is_on = filters.ChoiceFilter(
        label=_("In force today"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        empty_label=_("all"),
        method="is_in_force",
    )

    def search(self, rows, name, value):
        word = value.strip()
        return rows.filter(
            Q(name__icontains=word) | Q(name_en__icontains=word) | Q(purpose__icontains=word)
        )

    def is_in_force(self, rows, name, value):
        return rows.filter(is_on=value == "yes")


@only(reads_the_rules)
def browse(request):
    keeps = keeps_rules(request.user)
    return listing(
        request,
        table=RuleTable,
        filters=RuleFilter,
        rows=rules_with_state(on=localdate(now())),
        template="rules/browse.html",
        file_name="rules",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "Here are the rules by which somebody may have something: who, since when, by which document. None is written yet."
            ),
            step=_("Open the first rule") if keeps else "",
            url_name="rules:rule-new" if keeps else "",
        ),
        context={"keeps": keeps},
    )


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s rule.", "%(n)s rules.", count) % {"n": count}


@only(keeps_the_rules)
def new(request):
    form = RuleForm(request.POST or None)
    if form.is_valid():
        try:
            rule = open_rule(by=request.user, at=now(), **form.cleaned_data)
        except CannotDraftRule as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _now("Opened. Now write what it says."))
            return redirect("rules:version-new", pk=rule.pk)
    data = {
        "form": form,
        "heading": _now("Open a rule"),
        "press": pgettext("a rule", "Open it"),
        "back": reverse("rules:home"),
        "back_words": _now("Rules"),
    }
    return render(request, "rules/form.html", data, status=422 if form.errors else 200)


@only(reads_the_rules)
def page(request, pk):
    rule, today = (
        get_object_or_404(Rule.objects.select_related("opened_by"), pk=pk),
        localdate(now()),
    )
    current, words = in_force(rule, on=today), _telling(today)
    data = {
        "rule": rule,
        "current": current,
        "words": words(current.version.text) if current else "",
        "versions": [(one, words(one.text)) for one in versions_of(rule)],
        "keeps": keeps_rules(request.user),
        "to_come": to_come(rule, after=today),
        "may_end": rule.in_force.standing().filter(ended_at=None).exists(),
    }
    return render(request, "rules/rule.html", data)


@only(keeps_the_rules)
def off(request, pk):
    """End what is in force of a rule."""
    rule = get_object_or_404(Rule, pk=pk)
    form = OffForm(request.POST or None, initial={"last_on": localdate(now())})
    if form.is_valid():
        try:
            switch_off_rule(rule=rule, by=request.user, at=now(), **form.cleaned_data)
        except CannotSwitchOffRule as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _now("The end is written down. What was decided stays decided.")
            )
            return redirect("rules:rule", pk=pk)
    data = {
        "form": form,
        "heading": _now("Switch off: %(rule)s") % {"rule": rule},
        "press": _now("Switch it off"),
        "back": reverse("rules:rule", args=[pk]),
        "back_words": str(rule),
    }
    return render(request, "rules/form.html", data, status=422 if form.errors else 200)


def _telling(day):
    """Tells texts in words, with the names and the values of a day; those are read once."""
    names, values = vocabulary(), parameters_on(day)
    return lambda text: rule_in_words(parse(text, names), values)
