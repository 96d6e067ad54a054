"""A fund pays from an account whose statements are handed in: its number is not typed again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.paying.payees import CannotEnterPayee, open_paying_account
from shanqiao.apps.record.clock import now
from shanqiao.stories.money_at_banks import accounts_to_pay_from
from shanqiao.www.parts.door import only

from ..door import pays


@only(pays)
@require_POST
def choose(request, fund):
    fund = get_object_or_404(funds_of(request.user, Seat.Role.PAYS), pk=fund)
    account = get_object_or_404(accounts_to_pay_from(fund), pk=request.POST.get("account") or 0)
    try:
        open_paying_account(
            fund=fund,
            holder=fund.host.name,
            number=account.number,
            bank=account.bank,
            by=request.user,
            at=now(),
        )
    except CannotEnterPayee as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(fund)s pays from %(account)s from now on.")
        messages.success(request, words % {"fund": fund, "account": account})
    return redirect("fund:batch-new", fund=fund.pk)
