"""Approving, one or many: first what will come of it, then the press, then what came of each."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.matching.bulk import approve_proposals
from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.record.clock import now
from shanqiao.stories.grants import grants_of
from shanqiao.stories.proposals import all_proposals_of, only_missing, proposals_of
from shanqiao.www.parts.door import only

from .about import badge, told_of
from .chosen import MOST, chosen
from .door import decides

OUTCOME = "fund_outcome"  # in the session: what came of the last press


@dataclass
class Taking:
    """What several approvals take from one purse."""

    purse: Purse
    count: int = 0
    grants: int = 0

    @property
    def left(self):
        return self.purse.free - self.count


@only(decides)
def approve(request):
    person, at = request.user, now()
    if request.method == "POST":
        outcomes = approve_proposals(
            proposals=list(chosen(request, all_proposals_of(person))), by=person, at=at
        )
        request.session[OUTCOME] = [
            {"proposal": o.proposal.pk, "grant": o.grant.pk if o.grant else None, "says": o.refusal}
            for o in outcomes
        ]
        return redirect("fund:approved")
    proposals = _asked_about(request, at)
    if not proposals:
        messages.info(request, _("Please choose proposals in the list first."))
        return redirect("fund:proposals")
    foreseen = foresee_approvals(proposals=proposals, by=person, at=at)
    data = {
        "going": [(told_of(f.proposal), f.problems) for f in foreseen if f.goes_through],
        "refused": [(told_of(f.proposal), f.problems) for f in foreseen if not f.goes_through],
        "takings": _takings(f.proposal for f in foreseen if f.goes_through),
        "most": MOST,
    }
    return render(request, "fund/proposals/approve.html", data)


@only(decides)
def approved(request):
    kept = request.session.get(OUTCOME, [])
    grants = {
        grant.pk: grant
        for grant in grants_of(request.user).filter(pk__in=[k["grant"] for k in kept if k["grant"]])
    }
    for grant in grants.values():
        grant.badge = badge(grant.state)
    proposals = all_proposals_of(request.user).in_bulk([k["proposal"] for k in kept])
    outcomes = [
        (told_of(proposals[k["proposal"]]), grants.get(k["grant"]), k["says"])
        for k in kept
        if k["proposal"] in proposals
    ]
    done = [outcome for outcome in outcomes if outcome[1]]
    data = {
        "done": done,
        "refused": [outcome for outcome in outcomes if not outcome[1]],
        "sentence": ngettext(
            "%(n)s grant is promised now; the cashier of the fund can pay it.",
            "%(n)s grants are promised now; the cashiers of the funds can pay them.",
            len(done),
        )
        % {"n": len(done)},
    }
    return render(request, "fund/proposals/approved.html", data)


def _asked_about(request, at):
    """The chosen rows, or everything that only this person's word is missing for (?every=mine)."""
    rows = proposals_of(request.user)
    if request.GET.get("every") == "mine":
        return list(only_missing(rows, person=request.user, at=at)[:MOST])
    return list(chosen(request, rows))


def _takings(proposals):
    """What is taken from each purse, by purse."""
    takings = {}
    for proposal in proposals:
        taking = takings.setdefault(proposal.purse_id, Taking(proposal.purse))
        taking.count += proposal.count
        taking.grants += 1
    return list(takings.values())
