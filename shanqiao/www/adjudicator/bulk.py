"""Several pairs are two people each: first which ones, then the press."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.record.clock import now
from shanqiao.apps.sameness.actions import CannotDecidePair
from shanqiao.apps.sameness.models import Decision
from shanqiao.stories.adjudication import pairs_of
from shanqiao.stories.one_person import settle_pair
from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.parts.door import only

from .door import decides_about_records
from .pairs import DistinctForm
from .words import percent, signs_of

MOST = 100
DOUBTFUL = 0.8  # such a likely pair is better looked at on its own


@only(decides_about_records)
def distinct(request):
    sent = request.POST if request.method == "POST" else request.GET
    chosen = [int(row) for row in sent.getlist("row")[:MOST] if row.isdigit()]
    pairs = list(pairs_of(request.user).undecided().filter(pk__in=chosen).order_by("-probability"))
    if not pairs:
        messages.info(request, _("Please choose pairs in the list first."))
        return redirect("adjudicator:queue")
    form = DistinctForm(request.POST or None)
    if form.is_valid():
        return _decide(request, pairs, form.cleaned_data["why"])
    told = [
        {
            "pair": pair,
            "codes": f"{code_of(pair.first_id)} · {code_of(pair.second_id)}",
            "likely": percent(pair.probability),
            "doubtful": pair.probability >= DOUBTFUL,
            "signs": signs_of(pair.evidence),
        }
        for pair in pairs
    ]
    return render(request, "adjudicator/pairs/bulk.html", {"told": told, "form": form})


def _decide(request, pairs, why):
    decided, refused = 0, []
    for pair in pairs:
        try:
            settle_pair(pair=pair, says=Decision.Says.DISTINCT, why=why, by=request.user, at=now())
        except CannotDecidePair as refusal:
            refused.append(str(refusal))
        else:
            decided += 1
    messages.success(
        request,
        ngettext(
            "%(n)s pair is remembered as two people. Each can be asked again from the history.",
            "%(n)s pairs are remembered as two people each. Each can be asked again from the history.",
            decided,
        )
        % {"n": decided},
    )
    for says in sorted(set(refused)):
        messages.error(request, says)
    return redirect("adjudicator:queue")
