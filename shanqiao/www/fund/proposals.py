from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.matching.foresight import foresee_approvals
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.matching.problems import COMMITTEE
from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.record.clock import now
from shanqiao.stories.conditions import condition_in_words
from shanqiao.stories.fund_today import proposals_waiting
from shanqiao.stories.proposals import all_proposals_of, proposals_of
from shanqiao.stories.pseudonyms import code_of
from shanqiao.stories.why import why_this
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Bulk, Empty, listing

from .asking import asks_for, room_to_ask
from .door import decides, has_a_seat
from .filters import ProposalFilter
from .tables import ProposalTable, resident_in_words

EMPTY = Empty(
    says=gettext_lazy(
        "No proposal waits for your funds. Every night a plan looks which of your purses"
        " could meet which need; what it finds stands here."
    ),
    step=gettext_lazy("See the plans"),
    url_name="fund:plans",
)
BULK = (
    Bulk(label=gettext_lazy("Approve…"), url_name="fund:approve", icon="check"),
    Bulk(
        label=gettext_lazy("Decline…"),
        url_name="fund:decline",
        icon="hand-stop",
        look="btn-outline-secondary",
    ),
)


@only(has_a_seat)
def browse(request):
    may_decide = decides(request.user)
    return listing(
        request,
        table=ProposalTable,
        filters=ProposalFilter,
        rows=proposals_of(request.user),
        template="fund/proposals/browse.html",
        file_name="proposals",
        sentence=_sentence,
        empty=EMPTY,
        bulk=BULK if may_decide else (),
        context={
            "mine": proposals_waiting(request.user, at=now()) if may_decide else None,
        },
    )


@only(has_a_seat)
def show(request, pk):
    proposal = get_object_or_404(all_proposals_of(request.user), pk=pk)
    answered = proposal.closed_at is not None
    foreseen = None if answered else _foreseen(proposal, request.user)
    data = {
        "proposal": proposal,
        "resident": code_of(proposal.need.resident_id),
        "resident_words": resident_in_words(proposal.need.resident),
        "condition": condition_in_words(proposal.purse.eligible),
        "why": why_this(proposal),
        "answered": answered,
        "grant": Grant.objects.filter(proposal=proposal).first() if answered else None,
        "foreseen": foreseen,
        "may_name": foreseen is not None
        and any(problem.code == COMMITTEE for problem in foreseen.problems)
        and asks_for(request.user, proposal.purse),
        "may_decide": decides(request.user),
        "room": room_to_ask(proposal, request.user) if answered else None,
        "may_withdraw": not answered
        and proposal.asking is not None
        and asks_for(request.user, proposal.purse),
    }
    part = "#why" if request.htmx and request.htmx.target == "why-body" else ""
    return render(request, "fund/proposals/show.html" + part, data)


def _foreseen(proposal, person):
    (only_one,) = foresee_approvals(proposals=[proposal], by=person, at=now())
    return only_one


def _sentence(rows):
    waiting = rows.order_by()
    count = waiting.count()
    if not count:
        return ""
    urgent = waiting.filter(urgency=Assessment.Urgency.NOW).count()
    words = ngettext(
        "%(n)s proposal waits for an answer", "%(n)s proposals wait for an answer", count
    ) % {"n": count}
    if urgent:
        words += _(", %(n)s of them for urgent needs") % {"n": urgent}
    return words + _(".")
