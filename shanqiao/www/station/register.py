from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.needs.actions import CannotRegisterNeed
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.actions import CannotGiveConsent, CannotRegisterResident
from shanqiao.apps.residents.models import Consent, Resident
from shanqiao.apps.sameness.queries import latest_word_of_person
from shanqiao.stories.hints import hints_for
from shanqiao.stories.intake import namesakes, take_in
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent
from shanqiao.www.parts.phone import sent_once
from shanqiao.www.parts.words import day, together

from .door import works_at_a_station
from .finding import known_by, sign
from .finding import search as search_for
from .forms import NeedForm, ResidentForm
from .looks import ONE_SITTING

NEW = "register-new"  # the draft of somebody new


@only(works_at_a_station)
def search(request):
    """Search by POST: an identity number must not stay in an address."""
    typed = request.POST.get("q", "").strip()
    result = search_for(typed, station=station_of(request.user), by=request.user)
    context = {"q": typed, "search": result}
    page = "station/register/search.html" + ("#found" if request.htmx else "")
    return render(request, page, context)


@only(works_at_a_station)
@sent_once
def known_resident(request, known):
    resident = get_object_or_404(Resident, pk=_opened(known))
    today = localdate(now())
    form, draft_name = NeedForm(request.POST or None, today=today), f"register-{resident.pk}"
    draft = fill(request, draft_name, form)
    if form.is_valid() and (need := _taken_in(request, form, None, resident=resident)):
        sent(request, draft_name)
        return _done(request, need)
    context = {
        "draft": draft,
        "draft_name": draft_name,
        "form": form,
        "resident": resident,
        "agreed": latest_word_of_person(resident, Consent.Purpose.FINDING_HELP),
        "station": station_of(request.user),
    }
    return render(
        request, "station/register/form.html", context, status=422 if form.errors else 200
    )


@only(works_at_a_station)
@sent_once
def new_resident(request):
    station, today = station_of(request.user), localdate(now())
    who = ResidentForm(request.POST or None, station=station)
    form = NeedForm(request.POST or None, today=today)
    if request.htmx.target == "id-number-says":
        return render(request, "station/register/form.html#number", {"who": _checked(who)})
    if request.htmx.target == "alike-says":
        return render(request, "station/register/form.html#alike", {"hints": _hints(request, who)})
    draft = fill(request, NEW, who, form)
    if "name" in request.GET:
        who.initial["name"] = request.GET["name"]
    alike = []
    both_hold = who.is_valid() & form.is_valid()
    if both_hold:
        alike = _namesakes(who, station)
    if both_hold and not alike and (need := _taken_in(request, form, who, **who.about())):
        sent(request, NEW)
        return _done(request, need)
    context = {
        "form": form,
        "who": who,
        "alike": alike,
        "station": station,
        "draft": draft,
        "draft_name": NEW,
    }
    wrong = bool(form.errors or who.errors or alike)
    return render(request, "station/register/form.html", context, status=422 if wrong else 200)


def _taken_in(request, form, who, **resident):
    """The need, once everything is saved; otherwise the refusal stands in the form."""
    try:
        return take_in(
            station=station_of(request.user),
            need=form.need(),
            agrees=form.cleaned_data["agrees"],
            guardian=form.cleaned_data["guardian"],
            relation=form.cleaned_data["relation"],
            by=request.user,
            at=now(),
            **resident,
        )
    except CannotRegisterResident as refusal:
        # of somebody known there is no form with a number: the refusal stands above the need
        form.add_error("kind", str(refusal)) if who is None else who.add_error(
            "id_number", str(refusal)
        )
    except CannotRegisterNeed as refusal:
        form.add_error("kind", str(refusal))
    except CannotGiveConsent as refusal:
        form.add_error("guardian", str(refusal))
    return None


def _done(request, need):
    """Say what is true now, and go to where the next step is."""
    facts = {
        "who": need.resident.name,
        "kind": need.get_kind_display(),
        "first": day(need.open_on),
        "last": day(need.due_on),
    }
    said = _("Registered for %(who)s: %(kind)s, needed from %(first)s to %(last)s.") % facts
    messages.success(request, together([said, _("The next step is your assessment.")]))
    return redirect("station:need", pk=need.pk)


def _namesakes(who, station):
    """Who is known under this name already, unless somebody compared them, or a number tells them apart."""
    data = who.cleaned_data
    if data.get("is_another") or data.get("id_number"):
        return []
    alike = namesakes(station=station, name=data["name"], born_on=data.get("born_on"))
    return [(resident, sign(resident)) for resident in alike]


def _hints(request, who):
    """Whoever may be the same person, of what was typed so far and can be read."""
    who.is_valid()
    about = {
        name: who.cleaned_data.get(name) or ""
        for name in ("name", "sex", "id_number", "phone", "address")
    }
    about |= {name: who.cleaned_data.get(name) for name in ("born_on", "street")}
    if not about["name"]:
        return []
    station, at = station_of(request.user), now()
    found = hints_for(about, station=station, by=request.user, at=at, since=at - ONE_SITTING)
    return [(hint, sign(hint.resident) if hint.resident else "") for hint in found]


def _checked(who):
    who.is_valid()
    return who


def _opened(known):
    """The resident a search of this station found."""
    try:
        return known_by(known)
    except signing.BadSignature as refusal:
        raise Http404 from refusal
