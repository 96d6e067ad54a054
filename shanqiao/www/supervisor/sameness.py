"""What adjudicators decide, in the whole city: each decision, month by month, and help that was there twice."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.record.clock import now
from shanqiao.stories.adjudication import (
    decisions_within,
    findings_within,
    months_of_decisions,
)
from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.parts.columns import MomentColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import checks_the_city
from .record import note_file

STATE = {
    "merged": _("one person"),
    "undone": _("was undone"),
    "refused": _("the second person did not agree"),
    "waits": _("waits for a second person"),
    "distinct": _("two people"),
}
FINDINGS_SHOWN = 12


class DecisionTable(tables.Table):
    at = MomentColumn(verbose_name=_("When"), order_by=("at", "pk"))
    by = tables.Column(verbose_name=_("Who"))
    pair = tables.Column(verbose_name=_("Records"), orderable=False)
    state = tables.Column(verbose_name=_("Decided"))
    why = tables.Column(verbose_name=_("Why"), orderable=False)
    second = tables.Column(verbose_name=_("Second person"), accessor="pk", orderable=False)

    class Meta:
        order_by = "-at"
        caption = _("What was decided about records")

    def render_pair(self, value):
        return f"{code_of(value.first_id)} · {code_of(value.second_id)}"

    def render_state(self, value):
        return STATE[value]

    def render_second(self, record):
        said = getattr(record, "confirmation", None)
        return str(said.by) if said else "–"


class DecisionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Decided"), choices=[*STATE.items()], empty_label=_("all"))
    since = filters.DateFilter(
        label=_("From day"),
        field_name="at",
        lookup_expr="date__gte",
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


@only(checks_the_city)
def browse(request):
    findings = findings_within().open()
    return listing(
        request,
        table=DecisionTable,
        filters=DecisionFilter,
        rows=decisions_within(),
        template="supervisor/sameness.html",
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
        context={
            "months": months_of_decisions(at=now()),
            "findings": findings[:FINDINGS_SHOWN],
            "all_findings": findings.count(),
        },
        note_export=lambda kind: note_file(request, "decisions about records", kind),
    )
