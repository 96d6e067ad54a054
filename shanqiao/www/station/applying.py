"""Aid programmes for a need: which are open to it, applying, and taking an application back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.programmes.applying import (
    CannotApply,
    CannotWithdrawApplication,
    apply_for,
    withdraw_application,
)
from shanqiao.apps.programmes.queries import programmes_for, room_in
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.stories.programmes import applications_for, offers_for
from shanqiao.stories.station_lists import needs_of
from shanqiao.www.parts.door import only

from .door import works_at_a_station
from .forms import ApplyForm
from .looks import look


@only(works_at_a_station)
def offers(request, pk):
    """The aid programmes that help with the kind of this need, and whether the station may apply."""
    need = _need(request, pk)
    data = {"need": need, "offers": offers_for(need, at=now())}
    part = "#answer" if request.htmx else ""
    return render(request, "station/needs/programmes.html" + part, data)


@only(works_at_a_station)
def apply(request, pk, programme):
    need, at = _need(request, pk), now()
    programme = get_object_or_404(programmes_for(need, on=localdate(at)), pk=programme)
    most, in_the_way = room_in(programme, need, at=at)
    form = ApplyForm(
        request.POST or None,
        unit=programme.purse.unit,
        most=most,
        initial={"count": most or None},
    )
    if form.is_valid():
        try:
            apply_for(programme=programme, need=need, by=request.user, at=at, **form.cleaned_data)
        except CannotApply as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Applied to %(programme)s. What the fund answers stands with the need.")
                % {"programme": programme},
            )
            return redirect("station:need", pk=pk)
    data = {"need": need, "programme": programme, "form": form, "in_the_way": in_the_way}
    return render(request, "station/needs/apply.html", data, status=422 if form.errors else 200)


@only(works_at_a_station)
@require_POST
def withdraw(request, pk, application):
    """Take an application back before it is answered."""
    need = _need(request, pk)
    application = get_object_or_404(applications_for(need), pk=application)
    try:
        withdraw_application(application=application, by=request.user, at=now())
    except CannotWithdrawApplication as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. You may apply again."))
    return redirect("station:need", pk=pk)


def _need(request, pk):
    need = get_object_or_404(needs_of(station_of(request.user)), pk=pk)
    look(request, need.resident, Look.Reason.CASEWORK)
    return need
