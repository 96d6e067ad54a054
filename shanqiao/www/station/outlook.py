from django.shortcuts import get_object_or_404, render

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.stories.outlook import outlook_of
from shanqiao.stories.station_lists import needs_of
from shanqiao.www.parts.door import only

from .door import works_at_a_station
from .looks import look


@only(works_at_a_station)
def outlook(request, pk):
    """Who would help with this need now, before any plan is made."""
    need = get_object_or_404(needs_of(station_of(request.user)), pk=pk)
    look(request, need.resident, Look.Reason.CASEWORK)
    data = {"need": need, "outlook": outlook_of(need, at=now())}
    part = "#answer" if request.htmx else ""
    return render(request, "station/needs/outlook.html" + part, data)
