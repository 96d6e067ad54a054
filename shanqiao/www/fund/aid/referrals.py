"""What stations refer to a fund: looked at without a name, accepted (a proposal comes of it) or declined."""

import django_filters as filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.apps.referrals.queries import answers_for, escalations_of, steps_of
from shanqiao.apps.referrals.states import State
from shanqiao.stories.pseudonyms import code_of, residents_called
from shanqiao.stories.referrals import receipts_for, sent_to_funds_of, way_of_referral
from shanqiao.www.parts.columns import DayColumn, QuantityColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.referrals import Overtaken, forms_for, look_of, take_asked

from ..about import need_in_words, resident_in_words, told_of
from ..door import has_a_seat, runs_a_fund
from ..filters import EVERY
from ..tables import WHOLE, WayColumn, opening


class ReferralTable(tables.Table):
    drafted_at = DayColumn(verbose_name=gettext_lazy("Written on"), attrs=WHOLE)
    need = tables.Column(verbose_name=gettext_lazy("What is missing"), order_by="need__kind")
    resident = tables.Column(
        verbose_name=gettext_lazy("Resident"),
        accessor="need__resident",
        order_by="need__resident__street",
    )
    count = QuantityColumn(verbose_name=gettext_lazy("Asked for"))
    station = tables.Column(verbose_name=gettext_lazy("Station"), order_by=("station__name", "pk"))
    addressee = tables.Column(verbose_name=gettext_lazy("To whom"), accessor="addressee_name")
    state = tables.Column(verbose_name=gettext_lazy("State"))
    due_on = DayColumn(verbose_name=gettext_lazy("Goes on by"), attrs=WHOLE)
    page = WayColumn()

    class Meta:
        order_by = "-drafted_at"
        order_by_field = "sort"
        caption = gettext_lazy("Referrals to my funds")

    def render_need(self, value):
        return need_in_words(value)

    def render_resident(self, value):
        return format_html(
            '<div><span class="d-block text-nowrap">{}</span><span class="text-secondary small">{}</span></div>',
            code_of(value.pk),
            resident_in_words(value),
        )

    def value_resident(self, value):
        return code_of(value.pk)

    def render_state(self, value, record):
        badge = format_html('<span class="badge {}">{}</span>', look_of(value), State(value).label)
        if record.late:
            return format_html('{} <span class="badge bg-red-lt">{}</span>', badge, _("late"))
        return badge

    def value_state(self, value):
        return str(State(value).label)

    def render_page(self, value, record):
        code = code_of(record.need.resident_id)
        return opening(
            reverse("fund:referral", args=[value]), f"{need_in_words(record.need)}, {code}"
        )


class ReferralFilter(filters.FilterSet):
    q = filters.CharFilter(label=gettext_lazy("Search"), method="search")
    state = filters.ChoiceFilter(label=gettext_lazy("State"), choices=State, empty_label=EVERY)
    kind = filters.ChoiceFilter(
        field_name="need__kind", label=gettext_lazy("Kind"), choices=Kind, empty_label=EVERY
    )
    when = filters.ChoiceFilter(
        label=gettext_lazy("In time"),
        choices=[("late", gettext_lazy("late"))],
        empty_label=EVERY,
        method="is_late",
    )

    def search(self, rows, _name, text):
        text = text.strip()
        residents = rows.order_by().values_list("need__resident", flat=True).distinct()
        return rows.filter(
            Q(addressee_name__icontains=text)
            | Q(station__name__icontains=text)
            | Q(station__name_en__icontains=text)
            | Q(need__resident__in=residents_called(text, among=residents))
        )

    def is_late(self, rows, _name, value):
        return rows.filter(late=True)


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=ReferralTable,
        filters=ReferralFilter,
        rows=sent_to_funds_of(request.user, at=now()),
        template="fund/referrals/browse.html",
        file_name="referrals",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "No station has referred anybody to your funds yet. A station sees what a purse has left before it"
                " sends, so what comes here can be answered."
            ),
            step=gettext_lazy("See the applications"),
            url_name="fund:applications",
        ),
    )


@only(has_a_seat)
def show(request, pk):
    return _page(request, _referral(request, pk))


@only(runs_a_fund)
@require_POST
def answer(request, pk):
    referral = _referral(request, pk)
    answers = _answers(referral, posted=request.POST, files=request.FILES)
    try:
        step = take_asked(request, referral, answers)
    except Overtaken:
        messages.error(request, _("Somebody was faster. Please look where it stands now."))
        return redirect("fund:referral", pk=pk)
    if step is None:
        return _page(request, referral, answers=answers)
    messages.success(
        request,
        _("Accepted: it is proposed now, and another person of the fund approves it.")
        if step.proposal_id
        else _("Answered. The station reads it now."),
    )
    return redirect("fund:referral", pk=pk)


def _page(request, referral, *, answers=None):
    may = answers_for(request.user, referral)
    answers = answers if answers is not None else _answers(referral) if may else {}
    steps = list(steps_of(referral).order_by("number"))
    data = {
        "referral": referral,
        "told": told_of(referral),
        "state": State(referral.state),
        "look": look_of(referral.state),
        "way": way_of_referral(referral),
        "steps": steps,
        "escalations": escalations_of(referral),
        "answers": answers,
        "proposal": next((step.proposal for step in steps if step.proposal), None),
    }
    wrong = any(form.errors for form in answers.values())
    return render(request, "fund/referrals/page.html", data, status=422 if wrong else 200)


def _answers(referral, *, posted=None, files=None):
    return forms_for(referral, posted=posted, files=files, receipts=receipts_for(referral))


def _referral(request, pk):
    return get_object_or_404(sent_to_funds_of(request.user, at=now()), pk=pk)


def _sentence(rows):
    count = rows.order_by().count()
    if not count:
        return ""
    words = ngettext("%(n)s referral", "%(n)s referrals", count) % {"n": count}
    waiting = rows.order_by().filter(state=State.REQUESTED).count()
    if waiting:
        words += ngettext(
            ", %(n)s of them waits for an answer", ", %(n)s of them wait for an answer", waiting
        ) % {"n": waiting}
    return words + _(".")
