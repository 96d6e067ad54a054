"""What was decided, and taking it back."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.people.queries import adjudicates
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.apps.sameness.actions import CannotDecidePair, CannotUndoMerge, ask_again
from shanqiao.apps.sameness.models import Merge
from shanqiao.stories.adjudication import decisions_within, pairs_of
from shanqiao.stories.one_person import part_again
from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.parts.columns import MomentColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import decides_about_records
from .words import STATE


class DecisionTable(tables.Table):
    at = MomentColumn(verbose_name=_("When"), order_by=("at", "pk"))
    by = tables.Column(verbose_name=_("Who"))
    pair = tables.Column(verbose_name=_("Records"), orderable=False)
    state = tables.Column(verbose_name=_("Decided"))
    why = tables.Column(verbose_name=_("Why"), orderable=False)
    second = tables.Column(
        verbose_name=_("Second person"), accessor="pk", orderable=False, exclude_from_export=True
    )
    undo = tables.Column(
        verbose_name=_("Take back"), accessor="pk", orderable=False, exclude_from_export=True
    )

    class Meta:
        order_by = "-at"
        caption = _("What was decided about records")

    def render_pair(self, value):
        address = reverse("adjudicator:pair", args=[value.pk])
        return format_html('<a href="{}">{}</a>', address, self.value_pair(value))

    def value_pair(self, value):
        return f"{code_of(value.first_id)} · {code_of(value.second_id)}"

    def render_state(self, value):
        return STATE[value]

    def render_second(self, record):
        said = getattr(record, "confirmation", None)
        return str(said.by) if said else "–"

    def render_undo(self, record):
        if record.state != "merged":
            return "–"
        address = reverse("adjudicator:undo", args=[record.merge.pk])
        return format_html('<a href="{}">{}</a>', address, _("Undo…"))


class DecisionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Decided"), choices=[*STATE.items()], empty_label=_("all"))
    since = filters.DateFilter(
        label=_("From day"),
        field_name="at",
        lookup_expr="date__gte",
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    until = filters.DateFilter(
        label=_("To day"),
        field_name="at",
        lookup_expr="date__lte",
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


@only(decides_about_records)
def browse(request):
    return listing(
        request,
        table=DecisionTable,
        filters=DecisionFilter,
        rows=decisions_within(adjudicates(request.user)),
        template="adjudicator/history.html",
        file_name="decisions",
        sentence=lambda rows: (
            ngettext("%(n)s decision.", "%(n)s decisions.", rows.count())
            % {"n": f"{rows.count():,}"}
        ),
        empty=Empty(
            says=_(
                "Every decision about two records stands here with its reason; none was made yet."
            )
        ),
        note_export=lambda kind: note(
            act="record.export",
            subject=request.user,
            by=request.user,
            at=now(),
            why=f"decisions about records, {kind}",
        ),
    )


class UndoForm(forms.Form):
    why = forms.CharField(
        label=_("Why are they two people after all?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )


@only(decides_about_records)
def undo(request, pk):
    mine = pairs_of(request.user)
    merges = Merge.objects.filter(decision__pair__in=mine, undone_at=None)
    merge = get_object_or_404(merges.select_related("decision__by", "decision__pair"), pk=pk)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            part_again(merge=merge, why=form.cleaned_data["why"], by=request.user, at=now())
        except CannotUndoMerge as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _now("Two people again; each has what was theirs all along."))
            return redirect("adjudicator:pair", pk=merge.decision.pair_id)
    context = {
        "merge": merge,
        "codes": (code_of(merge.first_id), code_of(merge.second_id)),
        "open_findings": merge.findings.filter(closed_at=None).count(),
        "form": form,
    }
    return render(request, "adjudicator/undo.html", context, status=422 if form.errors else 200)


@only(decides_about_records)
@require_POST
def again(request, pk):
    pair = get_object_or_404(pairs_of(request.user), pk=pk)
    why = request.POST.get("why", "").strip()
    try:
        if not why:
            raise CannotDecidePair(_now("Please say in a few words why it is asked again."))
        ask_again(pair=pair, why=why, by=request.user, at=now())
    except CannotDecidePair as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _now("The pair waits in the list again."))
    return redirect("adjudicator:pair", pk=pk)
