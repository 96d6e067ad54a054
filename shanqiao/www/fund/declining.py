from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.matching.bulk import decline_proposals
from shanqiao.apps.record.clock import now
from shanqiao.stories.proposals import proposals_of
from shanqiao.www.parts.door import only

from .about import told_of
from .chosen import chosen
from .door import decides
from .forms import DeclineForm


@only(decides)
def decline(request):
    proposals = list(chosen(request, proposals_of(request.user)))
    if not proposals:
        messages.info(request, _("Please choose proposals in the list first."))
        return redirect("fund:proposals")
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        _tell(
            request,
            decline_proposals(proposals=proposals, by=request.user, at=now(), **form.cleaned_data),
        )
        return redirect("fund:proposals")
    data = {"form": form, "rows": [told_of(proposal) for proposal in proposals]}
    return render(request, "fund/proposals/decline.html", data, status=422 if form.errors else 200)


def _tell(request, outcomes):
    done = sum(not outcome.refusal for outcome in outcomes)
    if done:
        words = ngettext("%(n)s proposal was declined.", "%(n)s proposals were declined.", done)
        messages.success(request, words % {"n": done})
    for refusal in sorted({outcome.refusal for outcome in outcomes if outcome.refusal}):
        messages.error(request, refusal)
