"""Help that a merge made double: what it is about, and who said what it means."""

import django_filters as filters
import django_tables2 as tables
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.matching.findings import CannotCloseFinding, close_finding
from shanqiao.apps.people.queries import adjudicates
from shanqiao.apps.record.clock import now
from shanqiao.stories.adjudication import findings_within
from shanqiao.www.parts.columns import DayColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.findings import SettleForm, about_finding
from shanqiao.www.parts.lists import Empty, listing

from .door import decides_about_records


class FindingTable(tables.Table):
    first = tables.Column(verbose_name=_("What is needed twice"), orderable=False)
    stations = tables.Column(verbose_name=_("Stations"), accessor="pk", orderable=False)
    opened_at = DayColumn(verbose_name=_("Since"))
    closed_how = tables.Column(verbose_name=_("What it was"), orderable=False, empty_values=())

    class Meta:
        order_by = ("closed_at", "-opened_at")
        caption = _("Needs that one person has twice")

    def render_first(self, record):
        address = reverse("adjudicator:finding", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, self.value_first(record))

    def value_first(self, record):
        need = record.first
        return f"{need.get_kind_display()} {need.item}".strip()

    def render_stations(self, record):
        return f"{record.first.station} · {record.second.station}"

    def render_closed_how(self, record):
        return record.get_closed_how_display() if record.closed_at else _("to be settled")


class FindingFilter(filters.FilterSet):
    settled = filters.ChoiceFilter(
        label=_("Settled"),
        choices=[("no", _("no")), ("yes", _("yes"))],
        empty_label=_("all"),
        method="is_settled",
    )

    def is_settled(self, rows, name, value):
        return rows.filter(closed_at__isnull=value == "no")


@only(decides_about_records)
def browse(request):
    return listing(
        request,
        table=FindingTable,
        filters=FindingFilter,
        rows=findings_within(adjudicates(request.user)),
        template="adjudicator/findings/browse.html",
        file_name="double-help",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "Where a merge shows that one person has a need twice, it stands here until somebody says what it means; none does."
            )
        ),
    )


def _sentence(rows):
    waiting = rows.filter(closed_at=None).count()
    return ngettext(
        "%(n)s need that is there twice waits to be settled.",
        "%(n)s needs that are there twice wait to be settled.",
        waiting,
    ) % {"n": waiting}


@only(decides_about_records)
def page(request, pk):
    finding = get_object_or_404(findings_within(adjudicates(request.user)), pk=pk)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        try:
            close_finding(
                finding=finding,
                how=form.cleaned_data["how"],
                why=form.cleaned_data["why"],
                by=request.user,
                at=now(),
            )
        except CannotCloseFinding as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _now("Settled. Plans and funds go on with it from now on."))
            return redirect("adjudicator:findings")
    context = {"finding": finding, "form": form, **about_finding(finding)}
    status = 422 if form.errors else 200
    return render(request, "adjudicator/findings/page.html", context, status=status)
