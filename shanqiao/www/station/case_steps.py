"""Opening a case and the steps of its work, one form each."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from shanqiao.apps.cases.actions import (
    CannotChangeParts,
    CannotOpenCase,
    bring_in,
    let_go,
    open_case,
)
from shanqiao.apps.cases.models import Appointment, Contact, Part
from shanqiao.apps.cases.working import (
    CannotCallOff,
    CannotMakeAppointment,
    CannotWriteContact,
    call_off,
    make_appointment,
    write_contact,
)
from shanqiao.apps.people.queries import counsels, people_at, station_of
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent
from shanqiao.www.parts.phone import sent_once
from shanqiao.www.parts.words import moment

from .case_pages import filled, of_a_case
from .door import works_at_a_station
from .forms.cases import (
    AppointmentForm,
    CallOffForm,
    ColleagueForm,
    ContactForm,
    OpenCaseForm,
)
from .opened import of_an_opened_resident


@only(works_at_a_station)
@of_an_opened_resident
@sent_once
def open_new(request, resident):
    """Take up a case of a resident of the station."""
    station, draft_name = station_of(request.user), f"case-of-{resident.pk}"
    form = OpenCaseForm(request.POST or None)
    draft = fill(request, draft_name, form)
    if form.is_valid():
        try:
            case = open_case(
                resident=resident,
                station=station,
                by=request.user,
                at=now(),
                **form.cleaned_data,
            )
        except CannotOpenCase as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.success(
                request,
                _("Opened: case %(number)s is yours. The next step is your estimate.")
                % {"number": case.pk},
            )
            return redirect("station:case", pk=case.pk)
    context = {
        "resident": resident,
        "form": form,
        "draft": draft,
        "draft_name": draft_name,
    }
    status = 422 if form.errors else 200
    return render(request, "station/cases/open.html", context, status=status)


@only(works_at_a_station)
@of_a_case
@sent_once
def contact(request, case):
    ahead = _appointment(request, case)
    form = ContactForm(
        request.POST or None,
        may_counsel=counsels(request.user) == case.station,
        initial={
            "done_on": localdate(now()),
            "level": Contact.Level.ORDINARY,
            **_as_planned(ahead),
        },
    )

    def save():
        write_contact(case=case, appointment=ahead, by=request.user, at=now(), **form.cleaned_data)
        return _("Written down. It stands in the story of the case.")

    return filled(
        request,
        case,
        form=form,
        name=f"contact-{ahead.pk}" if ahead else "contact",
        title=_("What happened in the case?"),
        save=save,
        refusals=CannotWriteContact,
        button=pgettext("what happened", "Write it down"),
        phone=True,
        lead=_(
            "The notes of a counsellor are read by the counsellor and the supervisor alone, and kept apart from all else."
        ),
    )


def _appointment(request, case):
    """The appointment that took place, where the address names one."""
    named = request.GET.get("appointment", "")
    if not named:
        return None
    if not named.isdecimal():
        raise Http404
    ahead = Appointment.objects.ahead().filter(case=case)
    return get_object_or_404(ahead, pk=int(named))


def _as_planned(ahead):
    """What an appointment says already of the contact by which it takes place."""
    if ahead is None:
        return {}
    facts = {name: getattr(ahead, name) for name in ("kind", "minutes", "place")}
    return facts | {"done_on": localdate(ahead.planned_for)}


@only(works_at_a_station)
@of_a_case
@sent_once
def appointment(request, case):
    form = AppointmentForm(request.POST or None, initial={"on": localdate(now())})

    def save():
        data = form.cleaned_data
        made = make_appointment(
            case=case,
            kind=data["kind"],
            planned_for=form.planned_for(),
            minutes=data["minutes"],
            place=data["place"],
            by=request.user,
            at=now(),
        )
        return _("Planned for %(when)s. It stands in your calendar.") % {
            "when": moment(made.planned_for)
        }

    return filled(
        request,
        case,
        form=form,
        name="appointment",
        title=_("Make an appointment"),
        save=save,
        refusals=CannotMakeAppointment,
        button=_("Put it into the calendar"),
        phone=True,
    )


@only(works_at_a_station)
@of_a_case
@sent_once
def appointment_off(request, case, appointment):
    ahead = get_object_or_404(Appointment.objects.ahead().filter(case=case), pk=appointment)
    form = CallOffForm(request.POST or None)

    def save():
        call_off(appointment=ahead, by=request.user, at=now(), **form.cleaned_data)
        return _("Called off. Nobody waits for it any more.")

    return filled(
        request,
        case,
        form=form,
        name=f"off-{ahead.pk}",
        title=_("Call it off: %(what)s, %(when)s")
        % {"what": ahead.get_kind_display(), "when": moment(ahead.planned_for)},
        save=save,
        refusals=CannotCallOff,
        button=_("Call it off"),
        phone=True,
    )


@only(works_at_a_station)
@of_a_case
def colleague(request, case):
    people = people_at(case.station).exclude(pk__in=[request.user.pk, case.worker])
    form = ColleagueForm(request.POST or None, people=people)

    def save():
        part = bring_in(case=case, by=request.user, at=now(), **form.cleaned_data)
        return _("%(who)s works on this case too.") % {"who": part.person}

    return filled(
        request,
        case,
        form=form,
        name="colleague",
        title=_("Bring in a colleague"),
        save=save,
        refusals=CannotChangeParts,
        button=_("Bring them in"),
        lead=_("From then on they may open the case, until they are let go."),
    )


@only(works_at_a_station)
@require_POST
@of_a_case
def colleague_off(request, case, part):
    """Let a colleague go."""
    one = get_object_or_404(Part.objects.filter(case=case).select_related("person"), pk=part)
    try:
        let_go(part=one, by=request.user, at=now())
    except CannotChangeParts as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(who)s no longer works on this case.") % {"who": one.person})
    if one.person == request.user:
        return redirect("station:cases")
    return redirect("station:case", pk=case.pk)
