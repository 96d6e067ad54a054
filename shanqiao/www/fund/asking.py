"""Asking by hand: topping a grant up, asking for what no plan proposes any more, and taking back what was asked for."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.asking import (
    CannotAsk,
    CannotWithdrawAsking,
    ask_by_hand,
    room_for,
    withdraw_asking,
)
from shanqiao.apps.record.clock import now
from shanqiao.stories.grants import grants_of
from shanqiao.stories.proposals import all_proposals_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import quantity

from .about import told_of
from .door import runs_a_fund
from .forms_asking import AskForm

ASKS = (Seat.Role.PROPOSES, Seat.Role.DECIDES)


@only(runs_a_fund)
def top_up(request, pk):
    """Ask for more of the same purse for the same need; another person approves it."""
    grant = get_object_or_404(grants_of(request.user, *ASKS), pk=pk)
    return _ask(request, grant, back=reverse("fund:grant", args=[pk]))


@only(runs_a_fund)
def ask(request, pk):
    """Ask for what a plan proposed before and does not propose now."""
    mine = all_proposals_of(request.user).filter(purse__fund__in=funds_of(request.user, *ASKS))
    proposal = get_object_or_404(mine.exclude(closed_at=None), pk=pk)
    return _ask(request, proposal, back=reverse("fund:proposal", args=[pk]))


@only(runs_a_fund)
@require_POST
def withdraw(request, pk):
    """Take back what was asked for by hand, before it is answered."""
    proposal = get_object_or_404(all_proposals_of(request.user).asked_by_hand(), pk=pk)
    try:
        withdraw_asking(proposal=proposal, by=request.user, at=now())
    except CannotWithdrawAsking as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Need and purse are free for other proposals."))
    return redirect("fund:proposal", pk=pk)


def _ask(request, row, *, back):
    """Ask by hand for the need of ``row`` (a grant or a proposal), from its purse."""
    room = room_for(need=row.need, purse=row.purse, at=now())
    form = AskForm(
        request.POST or None, unit=row.unit, room=room, initial={"count": room.most or None}
    )
    if form.is_valid():
        try:
            proposal = ask_by_hand(
                need=row.need, purse=row.purse, by=request.user, at=now(), **form.cleaned_data
            )
        except CannotAsk as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Asked for: %(much)s from %(purse)s. Another person of the fund decides.")
                % {"much": quantity(proposal.count, proposal.unit), "purse": row.purse.label},
            )
            return redirect("fund:proposal", pk=proposal.pk)
    data = {"row": row, "told": told_of(row), "room": room, "form": form, "back": back}
    return render(request, "fund/proposals/ask.html", data, status=422 if form.errors else 200)


def asks_for(person, purse):
    """May ``person`` ask by hand for this purse?"""
    return funds_of(person, *ASKS).filter(pk=purse.fund_id).exists()


def room_to_ask(row, person):
    """`Room` for a person who may ask for more of the purse of a grant or proposal, where its need lacks something; else None."""
    if not asks_for(person, row.purse):
        return None
    room = room_for(need=row.need, purse=row.purse, at=now())
    return room if room.gap else None
