"""Grants whose amount asks for more than one approval."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.approvals.actions import CannotAddApproval, add_approval
from shanqiao.apps.record.clock import now
from shanqiao.stories.money_out import to_approve, waiting_for_approvals
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Bulk, Empty, listing

from ..about import told_of
from ..chosen import chosen
from ..door import decides, has_a_seat
from .filters import ApprovalFilter
from .tables import ApprovalTable

EMPTY = Empty(
    says=gettext_lazy(
        "No grant waits for a further approval. Where a larger amount asks for more than one person, it stands here until all have said yes."
    ),
    step=gettext_lazy("Look at the bands"),
    url_name="fund:bands",
)
APPROVE = Bulk(label=gettext_lazy("Approve…"), url_name="fund:approve-further", icon="circle-check")


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=ApprovalTable,
        filters=ApprovalFilter,
        rows=waiting_for_approvals(request.user),
        template="fund/out/approvals.html",
        file_name="approvals",
        sentence=lambda rows: _sentence(rows, request.user),
        empty=EMPTY,
        bulk=[APPROVE] * decides(request.user),
    )


@only(decides)
def approve(request):
    """Say yes to what others of the fund approved before, and see first what that is."""
    grants = chosen(request, to_approve(request.user))
    if request.method == "POST":
        _approve(request, grants)
        return redirect("fund:approvals")
    if not grants:
        messages.info(
            request,
            _("None of these waits for your approval: you had a hand in it, or it is done."),
        )
        return redirect("fund:approvals")
    return render(request, "fund/out/approve.html", {"rows": [(told_of(g), g) for g in grants]})


def _approve(request, grants):
    words, done, refusals = request.POST.get("words", "").strip()[:500], 0, set()
    for grant in grants:
        try:
            add_approval(grant=grant, by=request.user, at=now(), words=words)
        except CannotAddApproval as refusal:
            refusals.add(str(refusal))
        else:
            done += 1
    if done:
        said = ngettext("You approved %(n)s grant.", "You approved %(n)s grants.", done)
        messages.success(request, said % {"n": done})
    for refusal in sorted(refusals):
        messages.error(request, refusal)


def _sentence(rows, person):
    count = rows.order_by().count()
    if not count:
        return ""
    mine = to_approve(person).filter(pk__in=rows.order_by().values("pk")).count()
    words = ngettext(
        "%(n)s grant waits for a further approval",
        "%(n)s grants wait for a further approval",
        count,
    ) % {"n": count}
    if mine:
        words += ngettext(", %(n)s of them for yours", ", %(n)s of them for yours", mine) % {
            "n": mine
        }
    return words + _(".")
