"""Referrals that nobody answered in time; the supervisor asks, and may stop one."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.apps.referrals.answering import revoke_referral
from shanqiao.apps.referrals.models import Referral
from shanqiao.apps.referrals.queries import escalations_of, steps_of
from shanqiao.apps.referrals.states import OVER, State
from shanqiao.apps.referrals.stepping import CannotStepReferral
from shanqiao.stories.pseudonyms import code_of, without_names
from shanqiao.stories.referrals import late_in_the_city, way_of_referral, with_words
from shanqiao.www.parts.columns import DayColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.referrals import look_of

from .door import checks_the_city


class LateTable(tables.Table):
    what = tables.Column(
        verbose_name=gettext_lazy("For"),
        accessor="need__kind",
        linkify=("supervisor:referral", {"pk": tables.A("pk")}),
    )
    station = tables.Column(verbose_name=gettext_lazy("Sent by"), order_by="station__name")
    addressee = tables.Column(verbose_name=gettext_lazy("To whom"), accessor="addressee_name")
    state = tables.Column(verbose_name=gettext_lazy("State"))
    due_on = DayColumn(verbose_name=gettext_lazy("Was due on"))
    owner = tables.Column(verbose_name=gettext_lazy("Who sees to it"), order_by="owner__name")

    class Meta:
        order_by = "due_on"

    def render_what(self, record):
        return capfirst(record.need.get_kind_display())

    def render_state(self, value):
        return State(value).label


class LateFilter(filters.FilterSet):
    q = filters.CharFilter(label=gettext_lazy("Station or addressee"), method="search")
    kind = filters.ChoiceFilter(
        field_name="need__kind",
        label=gettext_lazy("Kind"),
        choices=Kind.choices,
        empty_label=gettext_lazy("all"),
    )

    def search(self, rows, name, value):
        return rows.filter(
            Q(addressee_name__icontains=value)
            | Q(station__name__icontains=value)
            | Q(station__name_en__icontains=value)
        )


class StopForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why do you stop it?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Both sides read this."),
    )


@only(checks_the_city)
def browse(request):
    return listing(
        request,
        table=LateTable,
        filters=LateFilter,
        rows=late_in_the_city(at=now()),
        template="supervisor/referrals/browse.html",
        file_name="late-referrals",
        sentence=_sentence,
        empty=Empty(says=gettext_lazy("Every referral in the city is in time.")),
    )


@only(checks_the_city)
def page(request, pk):
    rows = without_names(with_words(Referral.objects.all()), path="need__resident")
    referral = get_object_or_404(rows.exclude(last_kind=""), pk=pk)
    form = StopForm(request.POST or None)
    if form.is_valid():
        try:
            revoke_referral(
                referral=referral, why=form.cleaned_data["why"], by=request.user, at=now()
            )
        except CannotStepReferral as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Stopped. Both sides read why."))
            return redirect("supervisor:referral", pk=pk)
    data = {
        "referral": referral,
        "code": code_of(referral.need.resident_id),
        "state": State(referral.state),
        "look": look_of(referral.state),
        "way": way_of_referral(referral),
        "steps": steps_of(referral).order_by("number"),
        "escalations": escalations_of(referral),
        "form": None if referral.last_kind in OVER else form,
    }
    return render(
        request, "supervisor/referrals/page.html", data, status=422 if form.errors else 200
    )


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s referral is late.", "%(n)s referrals are late.", count) % {"n": count}
