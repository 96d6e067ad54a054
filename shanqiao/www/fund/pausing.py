from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.funds.actions import CannotPausePurse, end_pause, pause_purse
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.purses import pauses_of, purses_of, with_pause
from shanqiao.www.parts.door import only

from .door import decides
from .forms import PauseForm


@only(decides)
def pause(request, pk):
    """Hold a purse back until a day; what is promised stays promised."""
    purse = _purse_to_decide_about(request, pk)
    form = PauseForm(request.POST or None)
    if form.is_valid():
        try:
            pause_purse(purse=purse, by=request.user, at=now(), **form.cleaned_data)
        except CannotPausePurse as refusal:
            form.add_error("until_on", str(refusal))
        else:
            messages.success(
                request, _("The purse is paused. What was promised from it stays promised.")
            )
            return redirect("fund:purse", pk=pk)
    data = {"form": form, "purse": purse}
    return render(request, "fund/balance/pause.html", data, status=422 if form.errors else 200)


@only(decides)
@require_POST
def end(request, pk):
    """Let a purse take part again before the day that was named."""
    purse = _purse_to_decide_about(request, pk)
    for running in pauses_of(purse).filter(ended_at=None):
        end_pause(pause=running, by=request.user, at=now())
    messages.success(request, _("The purse takes part in the next plan again."))
    return redirect("fund:purse", pk=pk)


def _purse_to_decide_about(request, pk):
    mine = purses_of(request.user).filter(fund__in=funds_of(request.user, Seat.Role.DECIDES))
    return get_object_or_404(with_pause(mine, at=now()), pk=pk)
