"""Paying, one or many: each with its own reference; what cannot be paid stays on the page with its reason."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.record.clock import now
from shanqiao.stories.grants import grants_of, to_pay
from shanqiao.www.parts.door import only

from .about import Told, told_of
from .chosen import MOST, chosen
from .door import pays

LONGEST = Payment._meta.get_field("reference").max_length


@dataclass
class Slip:
    """A grant to be paid, the reference somebody typed for it, and why it was refused."""

    told: Told
    reference: str = ""
    refusal: str = ""


@only(pays)
def pay(request):
    grants = to_pay(grants_of(request.user, Seat.Role.PAYS), person=request.user)
    grants = grants.order_by("approved_at", "pk")
    if request.method == "POST":
        slips = [_paid(request, grant) for grant in chosen(request, grants)]
        done = sum(1 for slip in slips if slip is None)
        if done:
            words = ngettext("%(n)s grant was paid.", "%(n)s grants were paid.", done)
            messages.success(request, words % {"n": done})
        slips = [slip for slip in slips if slip]
        if not any(slip.refusal for slip in slips):
            return redirect("fund:grants")
        return _page(request, slips, status=422)
    every = request.GET.get("every") == "mine"
    grants = grants[:MOST] if every else chosen(request, grants)
    if not grants:
        messages.info(
            request,
            _(
                "None of these is yours to pay: they are paid or taken back, or you approved them yourself."
            ),
        )
        return redirect("fund:grants")
    return _page(request, [Slip(told_of(grant)) for grant in grants])


def _page(request, slips, status=200):
    return render(
        request, "fund/grants/pay.html", {"slips": slips, "longest": LONGEST}, status=status
    )


def _paid(request, grant):
    """None once it is paid; otherwise the slip as it was filled in. A slip without a reference waits."""
    reference = request.POST.get(f"reference-{grant.pk}", "").strip()[:LONGEST]
    if not reference:
        return Slip(told_of(grant))
    try:
        pay_grant(grant=grant, reference=reference, by=request.user, at=now())
    except CannotPay as refusal:
        return Slip(told_of(grant), reference, str(refusal))
    return None
