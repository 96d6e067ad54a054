from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.giving.actions import CannotTakeGift, take_gift
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.giving.pledging import CannotPledge, end_pledge, promise_gifts
from shanqiao.apps.giving.queries import instalments_of, is_late
from shanqiao.apps.record.clock import now
from shanqiao.stories.gifts import donors_of, pledges_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import yuan

from ..door import has_a_seat, takes_gifts
from .asking import ask
from .more_forms import ArrivedForm, PledgeForm, WhyForm


@only(has_a_seat)
def browse(request):
    today = localdate(now())
    pledges = list(pledges_of(request.user))
    for pledge in pledges:
        pledge.late = not pledge.ended_on and is_late(pledge, paid=pledge.paid, on=today)
    pledges.sort(key=lambda pledge: (bool(pledge.ended_on), not pledge.late, -pledge.pk))
    data = {"pledges": pledges, "late": sum(pledge.late for pledge in pledges)}
    return render(request, "fund/giving/pledges.html", data)


@only(has_a_seat)
def show(request, pk):
    pledge = _mine(request, pk)
    data = {
        "pledge": pledge,
        "instalments": instalments_of(pledge, paid=pledge.paid, on=localdate(now()))[::-1],
        "gifts": Gift.objects.filter(pledge=pledge).select_related("undoing").order_by("-pk"),
        "may_take": takes_gifts(request.user),
    }
    return render(request, "fund/giving/pledge.html", data)


@only(takes_gifts)
def new(request, pk):
    donor = get_object_or_404(donors_of(request.user), pk=pk)
    purses = purses_of(request.user).filter(fund__host=donor.host_id)

    def act(key, **told):
        return promise_gifts(donor=donor, by=request.user, at=now(), **told)

    return ask(
        request,
        PledgeForm(request.POST or None, purses=purses),
        act=act,
        refusals=(CannotPledge,),
        says=lambda _pledge: _("The promise is written down. It is no gift before it arrives."),
        onward=lambda pledge: ("fund:pledge", pledge.pk),
        title=_("%(donor)s promises") % {"donor": donor},
        button=_("Write down the promise"),
        back=(reverse("fund:donor", args=[pk]), str(donor)),
    )


@only(takes_gifts)
def arrived(request, pk):
    pledge = _mine(request, pk)

    def act(key, **told):
        return take_gift(
            donor=pledge.donor,
            purse=pledge.purse,
            pledge=pledge,
            key=f"form {key}",
            by=request.user,
            at=now(),
            **told,
        )

    return ask(
        request,
        ArrivedForm(request.POST or None, initial={"amount": pledge.amount}),
        act=act,
        refusals=(CannotTakeGift,),
        says=lambda gift: _("%(sum)s are in the purse.") % {"sum": yuan(gift.amount)},
        onward=lambda _gift: ("fund:pledge", pk),
        title=_("Something arrived from %(donor)s") % {"donor": pledge.donor},
        button=_("Take the gift"),
        back=(reverse("fund:pledge", args=[pk]), _("The promise")),
    )


@only(takes_gifts)
def end(request, pk):
    pledge = _mine(request, pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        act=lambda why: end_pledge(pledge=pledge, why=why, by=request.user, at=now()),
        refusals=(CannotPledge,),
        says=lambda _done: _("The promise has ended."),
        onward=lambda _done: ("fund:pledge", pk),
        title=_("End this promise"),
        lead=_("Nothing is due after today. What was due before stays to be read."),
        button=_("End it"),
        back=(reverse("fund:pledge", args=[pk]), _("The promise")),
    )


def _mine(request, pk):
    return get_object_or_404(pledges_of(request.user), pk=pk)
