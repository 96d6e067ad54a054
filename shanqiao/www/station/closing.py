from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.needs.actions import CannotCloseNeed, close_need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.station_lists import needs_of
from shanqiao.www.parts.door import only

from .door import works_at_a_station
from .forms import CloseForm


@only(works_at_a_station)
def close(request, pk):
    need = get_object_or_404(needs_of(station_of(request.user)), pk=pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            close_need(need=need, why=form.cleaned_data["why"], by=request.user, at=now())
        except CannotCloseNeed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Closed: %(kind)s for %(who)s. It can be registered again when it comes back.")
                % {"kind": need.get_kind_display(), "who": need.resident.name},
            )
            return redirect("station:need", pk=need.pk)
    context = {"need": need, "form": form}
    return render(request, "station/needs/close.html", context, status=422 if form.errors else 200)
