from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shanqiao.apps.giving.actions import CannotRegisterDonor, CannotTakeGift, known_or_registered
from shanqiao.apps.giving.models import Donor
from shanqiao.apps.giving.pledging import CannotMatch, add_employee, agree_to_match
from shanqiao.apps.giving.settling import settle_matches
from shanqiao.apps.record.clock import now
from shanqiao.stories.gifts import donors_of, employers_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import yuan

from ..door import has_a_seat, takes_gifts
from .asking import ask
from .more_forms import EmployeeForm, EmployerForm, SettleForm


@only(has_a_seat)
def browse(request):
    return render(request, "fund/giving/employers.html", {"employers": employers_of(request.user)})


@only(has_a_seat)
def show(request, pk):
    employer = _mine(request, pk)
    data = {
        "employer": employer,
        "employees": employer.employees.select_related("donor").order_by("donor__search_key"),
        "matches": employer.owed.select_related("to__donor", "settled_by").order_by("-pk")[:50],
        "may_take": takes_gifts(request.user),
    }
    return render(request, "fund/giving/employer.html", data)


@only(takes_gifts)
def new(request, pk):
    donor = get_object_or_404(donors_of(request.user), pk=pk, kind=Donor.Kind.ENTERPRISE)
    purses = purses_of(request.user).filter(fund__host=donor.host_id)
    return ask(
        request,
        EmployerForm(request.POST or None, purses=purses),
        act=lambda **told: agree_to_match(donor=donor, by=request.user, at=now(), **told),
        refusals=(CannotMatch,),
        says=lambda _employer: _("Agreed. Now write down whose gifts are added to."),
        onward=lambda employer: ("fund:employer", employer.pk),
        title=_("%(donor)s adds to what its people give") % {"donor": donor},
        button=_("Write down the agreement"),
        back=(reverse("fund:donor", args=[pk]), str(donor)),
    )


@only(takes_gifts)
def employee(request, pk):
    employer = _mine(request, pk)

    def act(since, **told):
        said = {"by": request.user, "at": now()}
        donor = known_or_registered(
            host=employer.donor.host, kind=Donor.Kind.PERSON, **told, **said
        )
        return add_employee(employer=employer, donor=donor, since=since, **said)

    return ask(
        request,
        EmployeeForm(request.POST or None),
        act=act,
        refusals=(CannotMatch, CannotRegisterDonor),
        says=lambda one: _("What %(donor)s gives is added to.") % {"donor": one.donor},
        onward=lambda _one: ("fund:employer", pk),
        title=_("Whose gifts are added to?"),
        button=_("Add"),
        back=(reverse("fund:employer", args=[pk]), str(employer.donor)),
    )


@only(takes_gifts)
def settle(request, pk):
    employer = _mine(request, pk)

    def act(key, **told):
        return settle_matches(
            employer=employer, key=f"settle {key}", by=request.user, at=now(), **told
        )

    return ask(
        request,
        SettleForm(request.POST or None),
        act=act,
        refusals=(CannotMatch, CannotTakeGift),
        says=lambda gift: _("%(sum)s are in the purse.") % {"sum": yuan(gift.amount)},
        onward=lambda _gift: ("fund:employer", pk),
        title=_("%(donor)s pays what it added") % {"donor": employer.donor},
        lead=_("%(sum)s are owed.") % {"sum": yuan(employer.owes)},
        button=_("It arrived in full"),
        back=(reverse("fund:employer", args=[pk]), str(employer.donor)),
    )


def _mine(request, pk):
    return get_object_or_404(employers_of(request.user), pk=pk)
