"""Two records become one person: first what follows, then the press; a second person where it is risky."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.record.clock import now
from shanqiao.apps.sameness.actions import CannotDecidePair
from shanqiao.apps.sameness.models import Decision
from shanqiao.stories.adjudication import pairs_of
from shanqiao.stories.one_person import effect_of, settle_pair, settle_with_a_second
from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.parts.door import only

from .door import decides_about_records


class SameForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("How do you know that it is one person?"),
        help_text=gettext_lazy("For example: the card was seen, both stations were asked."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )


@only(decides_about_records)
def same(request, pk):
    pair = get_object_or_404(pairs_of(request.user).undecided(), pk=pk)
    form = SameForm(request.POST or None)
    if form.is_valid():
        try:
            decision, merge, findings = settle_pair(
                pair=pair,
                says=Decision.Says.SAME,
                why=form.cleaned_data["why"],
                by=request.user,
                at=now(),
            )
        except CannotDecidePair as refusal:
            form.add_error(None, str(refusal))
        else:
            return _merged(request, decision, merge, findings)
    effect = effect_of(pair)
    context = {
        "pair": pair,
        "codes": (code_of(pair.first_id), code_of(pair.second_id)),
        "effect": effect,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "adjudicator/pairs/same.html", context, status=status)


def _merged(request, decision, merge, findings):
    if merge is None:
        messages.info(
            request,
            _("Noted. Nothing is merged yet: another adjudicator of your district has to agree."),
        )
        return redirect("adjudicator:pair", pk=decision.pair_id)
    messages.success(
        request, _("One person. Neither record was rewritten, and this can be undone at any time.")
    )
    if findings:
        messages.warning(
            request,
            ngettext(
                "One need is there twice; please see who settles it.",
                "%(n)s needs are there twice; please see who settles them.",
                len(findings),
            )
            % {"n": len(findings)},
        )
        return redirect("adjudicator:finding", pk=findings[0].pk)
    return redirect("adjudicator:pair", pk=decision.pair_id)


@only(decides_about_records)
@require_POST
def second_word(request, pk):
    mine = pairs_of(request.user)
    decision = get_object_or_404(Decision.objects.filter(pair__in=mine), pk=pk)
    agrees, why = request.POST.get("agrees") == "yes", request.POST.get("why", "").strip()
    if not agrees and not why:
        messages.error(request, _("Please say in a few words why you do not agree."))
        return redirect("adjudicator:pair", pk=decision.pair_id)
    try:
        merge, findings = settle_with_a_second(
            decision=decision, agrees=agrees, why=why, by=request.user, at=now()
        )
    except CannotDecidePair as refusal:
        messages.error(request, str(refusal))
        return redirect("adjudicator:pair", pk=decision.pair_id)
    if merge:
        return _merged(request, decision, merge, findings)
    messages.success(request, _("The pair waits in the list again, with your words."))
    return redirect("adjudicator:pair", pk=decision.pair_id)
