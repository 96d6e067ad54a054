"""One pair: both records side by side, and what an adjudicator may say about it."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shanqiao.apps.record.clock import now
from shanqiao.apps.sameness.actions import (
    CLAIM_LASTS,
    CannotDecidePair,
    leave_pair,
    look_at_pair,
)
from shanqiao.apps.sameness.asking import CannotAskStation, ask_stations
from shanqiao.apps.sameness.models import Decision, Pair, Question
from shanqiao.apps.sameness.risks import Risk
from shanqiao.stories.adjudication import merges_of, next_pair, pairs_of, use_of
from shanqiao.stories.likeness import evidence_of
from shanqiao.stories.one_person import settle_pair
from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.parts.door import only

from .door import decides_about_records
from .side_by_side import rows_of
from .words import CHANGED, percent, signs_of


class DistinctForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("How do you know that they are two people?"),
        help_text=gettext_lazy("For example: twins, both cards seen."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )


class AskForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What should the stations find out?"),
        help_text=gettext_lazy(
            "Each station is asked about its own resident and does not see the other record."
        ),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )


@only(decides_about_records)
def page(request, pk):
    pair = get_object_or_404(pairs_of(request.user), pk=pk)
    return _page(request, pair, {"distinct": DistinctForm(), "ask": AskForm()})


def _page(request, pair, asked_for, *, status=200):
    person, at = request.user, now()
    waits = Pair.objects.undecided().filter(pk=pair.pk).exists()
    try:
        look_at_pair(pair=pair, by=person, at=at)
    except CannotDecidePair as refusal:
        messages.info(request, str(refusal))
        return redirect("adjudicator:queue")
    if not waits:
        leave_pair(pair=pair, by=person, at=at)
    decisions = list(
        pair.decisions.select_related("by", "confirmation__by", "merge__undone_by").order_by(
            "-round"
        )
    )
    standing = decisions[0] if decisions and decisions[0].round == pair.round else None
    signs = signs_of(pair.evidence or evidence_of(pair.first, pair.second))
    context = {
        "pair": pair,
        "codes": (code_of(pair.first_id), code_of(pair.second_id)),
        "likely": percent(pair.probability),
        "rows": rows_of(pair.first, pair.second),
        "signs": signs,
        "weighed": any(weight is not None for _field, _words, weight in signs),
        "changed": [CHANGED[fact] for fact in pair.changed],
        "uses": (use_of(pair.first), use_of(pair.second)),
        "waits": waits,
        "decisions": decisions,
        "standing": standing,
        "second": _second(pair, standing, person),
        "merges": merges_of(pair.first) if not waits else [],
        "questions": Question.objects.filter(pair=pair)
        .select_related("station", "answer__by", "asked_by")
        .order_by("-asked_at"),
        **asked_for,
    }
    return render(request, "adjudicator/pairs/page.html", context, status=status)


def _second(pair, standing, person):
    """What a second person is asked, where one is needed: the reasons, and whether it may be this one."""
    waits = Pair.objects.waiting_for_a_second().filter(pk=pair.pk).exists()
    if standing is None or not waits:
        return None
    return {
        "risks": [Risk(risk).label for risk in standing.risks],
        "may": standing.by_id != person.pk,
    }


@only(decides_about_records)
def next_one(request):
    """On to the next pair; the one looked at is free for others."""
    after = pairs_of(request.user).filter(pk=request.GET.get("after") or 0).first()
    if after:
        leave_pair(pair=after, by=request.user, at=now())
    found = next_pair(request.user, after=after, at=now(), claim_lasts=CLAIM_LASTS)
    if found is None:
        messages.success(request, _("No other pair waits for you."))
        return redirect("adjudicator:queue")
    return redirect("adjudicator:pair", pk=found.pk)


@only(decides_about_records)
@require_POST
def distinct(request, pk):
    pair = get_object_or_404(pairs_of(request.user), pk=pk)
    form = DistinctForm(request.POST)
    if not form.is_valid():
        return _page(request, pair, {"distinct": form, "ask": AskForm()}, status=422)
    try:
        settle_pair(
            pair=pair,
            says=Decision.Says.DISTINCT,
            why=form.cleaned_data["why"],
            by=request.user,
            at=now(),
        )
    except CannotDecidePair as refusal:
        messages.error(request, str(refusal))
        return redirect("adjudicator:pair", pk=pk)
    messages.success(
        request,
        _("Two people. This pair is not shown again unless a name, number or phone changes."),
    )
    return redirect("adjudicator:next")


@only(decides_about_records)
@require_POST
def ask(request, pk):
    pair = get_object_or_404(pairs_of(request.user), pk=pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, pair, {"distinct": DistinctForm(), "ask": form}, status=422)
    try:
        questions = ask_stations(
            pair=pair, words=form.cleaned_data["words"], by=request.user, at=now()
        )
    except CannotAskStation as refusal:
        messages.error(request, str(refusal))
        return redirect("adjudicator:pair", pk=pk)
    messages.success(
        request,
        _("Asked: %(stations)s. The pair waits in the list; help goes on meanwhile.")
        % {"stations": ", ".join(str(q.station) for q in questions)},
    )
    return redirect("adjudicator:next")
