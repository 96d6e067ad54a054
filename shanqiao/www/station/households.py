"""Who lives with a resident, and who is the head."""

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.finding import find
from shanqiao.apps.residents.households import (
    CannotChangeHousehold,
    change_head,
    dissolve_household,
    form_household,
    join_household,
    leave_household,
)
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.residents.queries import household_of, members_of
from shanqiao.www.parts.door import only

from .door import works_at_a_station
from .finding import known_by, sign
from .forms import DissolveForm, FormHouseholdForm, HeadForm, JoinForm, LeaveForm
from .opened import of_an_opened_resident

FOUND = 8


@only(works_at_a_station)
@of_an_opened_resident
def household(request, resident):
    membership = household_of(resident)
    home = membership.household if membership else None
    members = members_of(home) if home else []
    do = request.POST.get("do", "")
    forms = _forms(request, do, home, members)
    form = forms.get(do)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(request, do, form, resident, home, members))
        except CannotChangeHousehold as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("station:resident-household", pk=resident.pk)
    typed = request.POST.get("q", "").strip()
    context = {
        "resident": resident,
        "home": home,
        "members": members,
        "forms": forms,
        "q": typed,
        "found": _candidates(request, typed, members) if home else [],
        "do": do,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "station/residents/household.html", context, status=status)


def _forms(request, do, home, members):
    """The forms of the page, the one that was sent with what was typed."""
    today = {"on": localdate(now())}

    def made(name, form, **words):
        typed = request.POST if do == name else None
        return form(typed, initial=today, prefix=name, **words)

    if not home:
        return {"form": made("form", FormHouseholdForm)}
    return {
        "join": made("join", JoinForm),
        "leave": made("leave", LeaveForm, members=members),
        "head": made("head", HeadForm, members=members),
        "dissolve": made("dissolve", DissolveForm),
    }


def _done(request, do, form, resident, home, members):
    """What is true now."""
    data, says = form.cleaned_data, {"by": request.user, "at": now(), "on": form.cleaned_data["on"]}
    residents = {m.resident_id: m.resident for m in members}
    match do:
        case "form":
            form_household(head=resident, address=data["address"], phone=data["phone"], **says)
            return _("%(who)s is the head of a household. Now add who lives with them.") % {
                "who": resident.name
            }
        case "join":
            who = _mine(request, data["known"])
            join_household(household=home, resident=who, relation=data["relation"], **says)
            return _("%(who)s belongs to this household.") % {"who": who.name}
        case "leave":
            [leaving] = [m for m in members if m.pk == data["membership"]]
            leave_household(membership=leaving, **says)
            return _("%(who)s has left this household.") % {"who": leaving.resident.name}
        case "head":
            head = residents[data["head"]]
            change_head(household=home, head=head, relations=form.relations(), **says)
            return _("%(who)s is the head of this household.") % {"who": head.name}
    dissolve_household(household=home, **says)
    return _("This household is dissolved. Who belonged to it stands in the history of each.")


def _candidates(request, typed, members):
    """Residents of the station who fit and are not in it yet: (resident, the signed part that names them)."""
    inside = [m.resident_id for m in members]
    mine = Resident.objects.known_to(station_of(request.user)).exclude(pk__in=inside)
    found = find(typed, among=mine.select_related("street"), first=FOUND)
    return [(one.resident, sign(one.resident)) for one in found]


def _mine(request, known):
    """A resident of the station, as a search named them."""
    try:
        pk = known_by(known)
    except signing.BadSignature as refusal:
        raise Http404 from refusal
    resident = Resident.objects.known_to(station_of(request.user)).filter(pk=pk).first()
    if resident is None:
        raise Http404
    return resident
