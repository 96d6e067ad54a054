from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.matching.actions import CannotRelease, release_grant
from shanqiao.apps.record.clock import now
from shanqiao.stories.grants import can_be_taken_back, grants_of
from shanqiao.www.parts.door import only

from .about import told_of
from .chosen import chosen
from .door import decides
from .forms import ReleaseForm


@only(decides)
def release(request):
    """Undo what was approved, while nothing has been paid."""
    asked = chosen(request, grants_of(request.user, Seat.Role.DECIDES))
    grants = [grant for grant in asked if can_be_taken_back(grant)]
    if not grants:
        messages.info(
            request, _("None of these can be taken back: they are paid or taken back already.")
        )
        return redirect("fund:grants")
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        _release(request, grants, form.cleaned_data["why"])
        return redirect("fund:grants")
    data = {
        "form": form,
        "rows": [told_of(grant) for grant in grants],
        "left_out": len(asked) - len(grants),
    }
    return render(request, "fund/grants/release.html", data, status=422 if form.errors else 200)


def _release(request, grants, why):
    done, refusals = 0, set()
    for grant in sorted(grants, key=lambda grant: (grant.need_id, grant.pk)):
        try:
            release_grant(grant=grant, why=why, by=request.user, at=now())
        except CannotRelease as refusal:
            refusals.add(str(refusal))
        else:
            done += 1
    if done:
        words = ngettext(
            "%(n)s grant was taken back. The need is open again and part of the next plan.",
            "%(n)s grants were taken back. The needs are open again and part of the next plan.",
            done,
        )
        messages.success(request, words % {"n": done})
    for refusal in sorted(refusals):
        messages.error(request, refusal)
