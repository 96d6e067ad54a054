from datetime import timedelta

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.record.queries import looked_since
from shanqiao.apps.residents.actions import look_at_resident
from shanqiao.apps.residents.models import Resident
from shanqiao.stories.looks import looked_at, residents_looked_at, with_name, with_oddity
from shanqiao.stories.pseudonyms import code_of, residents_called
from shanqiao.www.parts.columns import MomentColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import checks_the_city
from .record import ANY, WhoColumn, a_day, by_person, note_file

ONE_SITTING = timedelta(minutes=30)  # how long an opened resident stays open
MONTHS_SOUGHT = timedelta(days=92)  # how far back days with many looks are sought
ODD = {"many": _("very many residents on one day"), "night": _("at night")}


class LookTable(tables.Table):
    at = MomentColumn(verbose_name=_("When"), order_by=("at", "pk"))
    by = WhoColumn()
    resident = tables.Column(verbose_name=_("At whom"), orderable=False)
    reason = tables.Column(verbose_name=_("Why"))
    words = tables.Column(verbose_name=_("In words"), orderable=False)
    odd = tables.Column(verbose_name=_("Worth a question"))

    class Meta:
        order_by = "-at"
        caption = _("Who looked at what is known about residents")

    def render_resident(self, value):
        address = reverse("supervisor:resident", args=[value])
        return format_html('<a class="text-nowrap" href="{}">{}</a>', address, code_of(value))

    def value_resident(self, value):
        return code_of(value)

    def render_odd(self, value):
        return format_html("<strong>{}</strong>", ODD[value])

    def value_odd(self, value):
        return str(ODD[value]) if value else ""


class LookFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Person, or code of a resident"),
        method="search",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    reason = filters.ChoiceFilter(label=_("Why"), choices=Look.Reason.choices, empty_label=ANY)
    odd = filters.ChoiceFilter(
        label=_("Worth a question"),
        choices=[("any", _("yes, for any reason")), *ODD.items()],
        empty_label=ANY,
        method="is_odd",
    )
    since = a_day(_("From day"), lookup_expr="date__gte")
    until = a_day(_("To day"), lookup_expr="date__lte")

    def search(self, looks, name, value):
        words = value.strip()
        called = residents_called(words, among=residents_looked_at(Look.objects.all()))
        return looks.filter(resident__in=called) if called else by_person(looks, words)

    def is_odd(self, looks, name, value):
        return looks.exclude(odd="") if value == "any" else looks.filter(odd=value)


@only(checks_the_city)
def browse(request):
    since = localdate(now()) - MONTHS_SOUGHT
    return listing(
        request,
        table=LookTable,
        filters=LookFilter,
        rows=with_name(with_oddity(Look.objects.order_by("-at", "-pk"), since=since)),
        template="supervisor/looks.html",
        file_name="looks",
        sentence=_sentence,
        empty=Empty(
            says=_("Each look at a resident is written here with its reason; nobody looked yet.")
        ),
        note_export=lambda kind: note_file(request, "looks", kind),
    )


class ReasonForm(forms.Form):
    words = forms.CharField(
        label=_("Why do you look at this resident?"),
        help_text=_("Your name and these words stay on record, and the resident can ask for them."),
        min_length=4,
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
    )


@only(checks_the_city)
def resident(request, pk):
    """Who looked at one resident; who it is only for those who say why they ask."""
    subject = get_object_or_404(Resident.objects.select_related("street__district"), pk=pk)
    opened = looked_since(subject, by=request.user, since=now() - ONE_SITTING)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        look_at_resident(
            resident=subject,
            reason=Look.Reason.CHECKING,
            words=form.cleaned_data["words"],
            by=request.user,
            at=now(),
        )
        return redirect("supervisor:resident", pk=pk)
    return render(
        request,
        "supervisor/resident.html",
        {
            "code": code_of(subject.pk),
            "resident": subject if opened else None,
            "form": form,
            "looks": looked_at(subject)[:200],
        },
    )


def _sentence(looks):
    count, odd = looks.count(), looks.exclude(odd="").count()
    said = ngettext("%(n)s look.", "%(n)s looks.", count) % {"n": f"{count:,}"}
    if not odd:
        return said
    asks = ngettext(
        "%(n)s of them is worth a question.", "%(n)s of them are worth a question.", odd
    )
    return f"{said} {asks % {'n': f'{odd:,}'}}"
