from datetime import date

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.disclosure.actions import (
    CannotCorrect,
    CannotPublish,
    correct_statement,
    publish_month,
)
from shanqiao.apps.disclosure.canonical import digest_of
from shanqiao.apps.disclosure.figures import figures_of
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.disclosure.months import is_over
from shanqiao.apps.disclosure.queries import statement_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.supervision import months_waiting
from shanqiao.www.parts.columns import MomentColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.statement import tables_of
from shanqiao.www.parts.words import month as month_in_words

from .door import checks_the_city


class StatementTable(tables.Table):
    month = tables.Column(
        verbose_name=_("Month"), linkify=("public:statement", {"pk": tables.A("pk")})
    )
    published_at = MomentColumn(verbose_name=_("Published"))
    published_by = tables.Column(verbose_name=_("By"), empty_values=())
    why = tables.Column(verbose_name=_("Corrects, because"), orderable=False)
    correct = tables.Column(
        verbose_name=_("Correction"), accessor="pk", orderable=False, exclude_from_export=True
    )

    class Meta:
        order_by = ("-month", "-published_at")
        caption = _("Statements as published")

    def render_month(self, value):
        return month_in_words(value)

    def value_month(self, value):
        return f"{value:%Y-%m}"

    def render_published_by(self, value):
        return value or _("the clock")

    def render_correct(self, value, record):
        if hasattr(record, "corrected_by"):
            return _("corrected since")
        address = reverse("supervisor:statement-correct", args=[value])
        return format_html('<a href="{}">{}</a>', address, _("Correct"))


class StatementFilter(filters.FilterSet):
    corrected = filters.ChoiceFilter(
        label=_("Is a correction"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        empty_label=_("all"),
        method="is_correction",
    )
    since = filters.DateFilter(
        label=_("Published from day"),
        field_name="published_at",
        lookup_expr="date__gte",
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    def is_correction(self, rows, name, value):
        return rows.filter(corrects__isnull=value == "no")


@only(checks_the_city)
def browse(request):
    return listing(
        request,
        table=StatementTable,
        filters=StatementFilter,
        rows=Statement.objects.select_related("corrected_by", "published_by").defer("body"),
        template="supervisor/statements/browse.html",
        file_name="statements",
        sentence=lambda rows: (
            ngettext(
                "%(n)s statement is published.", "%(n)s statements are published.", rows.count()
            )
            % {"n": rows.count()}
        ),
        empty=Empty(says=_("A month is published once it is over; none is yet.")),
        context={"waiting": months_waiting(at=now()), "this_month": localdate(now())},
    )


@only(checks_the_city)
def preview(request, year, month):
    day = _first_day(year, month)
    published = statement_of(day)
    if published:
        return redirect("public:statement", pk=published.pk)
    body = figures_of(day)
    return render(
        request,
        "supervisor/statements/preview.html",
        {"over": is_over(day, at=now()), "day": day, **tables_of(body)},
    )


@only(checks_the_city)
@require_POST
def publish(request, year, month):
    day = _first_day(year, month)
    try:
        statement = publish_month(month=day, by=request.user, at=now())
    except CannotPublish as refusal:
        messages.error(request, str(refusal))
        return redirect("supervisor:statements")
    messages.success(
        request, _now("%(month)s is published, for good.") % {"month": month_in_words(day)}
    )
    return redirect("public:statement", pk=statement.pk)


publish.no_page = True  # an answer to a form


class CorrectForm(forms.Form):
    why = forms.CharField(
        label=_("What was wrong?"),
        help_text=_(
            "Published with the corrected statement: what changed, and why. Please name nobody."
        ),
        max_length=1_000,
        widget=forms.Textarea({"rows": 4}),
    )


@only(checks_the_city)
def correct(request, pk):
    statement = get_object_or_404(Statement.objects.select_related("corrected_by"), pk=pk)
    form = CorrectForm(request.POST or None)
    if form.is_valid():
        try:
            new = correct_statement(
                statement=statement, why=form.cleaned_data["why"], by=request.user, at=now()
            )
        except CannotCorrect as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _now("The corrected statement is published; the earlier one names it.")
            )
            return redirect("public:statement", pk=new.pk)
    body = figures_of(statement.month, hidden_before=statement.body)
    return render(
        request,
        "supervisor/statements/correct.html",
        {
            "statement": statement,
            "form": form,
            "same": digest_of(body) == statement.digest,
            **tables_of(body),
        },
    )


def _first_day(year, month):
    try:
        return date(year, month, 1)
    except ValueError as none:
        raise Http404 from none
