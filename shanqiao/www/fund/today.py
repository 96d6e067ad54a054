from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Plan
from shanqiao.apps.record.clock import now
from shanqiao.stories.fund_today import (
    changes_since_yesterday,
    grants_waiting,
    not_arrived,
    proposals_waiting,
    purses_to_look_at,
)
from shanqiao.stories.gifts import waiting_for_givers
from shanqiao.stories.illness import asked_back_of
from shanqiao.stories.purses import figures_of
from shanqiao.stories.referrals import put_before_me
from shanqiao.www.parts.door import only

from .door import decides, governs, has_a_seat, pays, proposes

SHOWN = 5  # of what should be looked at

CHANGES = {
    "gifts": (_("Gifts received"), "gift"),
    "proposed": (_("New proposals"), "list-check"),
    "replanned": (_("Proposals no longer in the plan"), "refresh"),
    "approved": (_("Grants approved"), "circle-check"),
    "declined": (_("Proposals declined"), "hand-stop"),
    "released": (_("Grants taken back"), "arrow-back-up"),
    "paid": (_("Grants paid"), "cash"),
    "returned": (_("Payments of which money came back"), "arrow-back-up"),
    "confirmed": (_("Arrivals confirmed"), "receipt"),
}


@only(governs)
def today(request):
    person, at = request.user, now()
    if not has_a_seat(person):  # of a committee alone
        return redirect("fund:governance")
    lost = not_arrived(person)
    purses = purses_to_look_at(person, at=at)
    data = {
        "day": localdate(at),
        "proposes": proposes(person),
        "decide": proposals_waiting(person, at=at) if decides(person) else None,
        "pay": grants_waiting(person, at=at) if pays(person) else None,
        "latest_plan": Plan.objects.defer("facts").order_by("-proposed_at", "-pk").first(),
        "put_before": put_before_me(person, at=at),
        "back": asked_back_of(funds_of(person)).outstanding()[:SHOWN],
        "lost": lost[:SHOWN],
        "lost_in_all": lost.count(),
        "purses": purses[:SHOWN],
        "purses_in_all": purses.count(),
        "giving": waiting_for_givers(person, on=localdate(at)),
        "figures": figures_of(person, at=at),
        "changes": [
            (*CHANGES[code], count, fen)
            for code, count, fen in changes_since_yesterday(person, at=at)
        ],
    }
    return render(request, "fund/today.html", data)
