"""A resident died or moved away; or that was a mistake, or they came back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.leaving import (
    CannotWriteDeparture,
    take_departure_back,
    write_departure,
)
from shanqiao.apps.residents.queries import departure_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent
from shanqiao.www.parts.phone import sent_once

from .door import works_at_a_station
from .forms import DepartureForm, TakeBackForm
from .opened import of_an_opened_resident


@only(works_at_a_station)
@of_an_opened_resident
@sent_once
def departure(request, resident):
    left = departure_of(resident)
    form = TakeBackForm(request.POST or None) if left else DepartureForm(request.POST or None)
    draft_name = f"resident-{resident.pk}-{'back' if left else 'departure'}"
    draft = fill(request, draft_name, form)
    if form.is_valid():
        try:
            said = _saved(request, resident, left, form)
        except CannotWriteDeparture as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.success(request, said)
            return redirect("station:resident", pk=resident.pk)
    context = {
        "resident": resident,
        "form": form,
        "left": left,
        "draft": draft,
        "draft_name": draft_name,
    }
    status = 422 if form.errors else 200
    return render(request, "station/residents/departure.html", context, status=status)


def _saved(request, resident, left, form):
    done = {"by": request.user, "at": now(), **form.cleaned_data}
    if left:
        take_departure_back(departure=left, station=station_of(request.user), **done)
        return _("Taken back. Your station looks after them again.")
    write_departure(resident=resident, **done)
    return _(
        "Written down. No station looks after them any more, and they are in no household. "
        "Needs that are still open wait to be closed."
    )
