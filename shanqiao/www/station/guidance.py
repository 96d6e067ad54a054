"""What fits a resident, on the screen and as a letter in large type."""

from django.shortcuts import get_object_or_404, render

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.stories.guidance import guidance_for
from shanqiao.stories.referral_letters import guidance_told
from shanqiao.stories.station_lists import residents_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.papers import letter_file

from .door import works_at_a_station
from .looks import look


@only(works_at_a_station)
def guidance(request, pk):
    resident = _mine(request, pk)
    data = {"resident": resident, "guidance": guidance_for(resident, at=now())}
    return render(request, "station/residents/guidance.html", data)


@only(works_at_a_station)
def letter(request, pk):
    """The same in large type, to take home."""
    resident, at = _mine(request, pk), now()
    told = guidance_told(
        resident, guidance_for(resident, at=at), station=station_of(request.user), at=at
    )
    return letter_file("guidance", told, name="guidance")


def _mine(request, pk):
    resident = get_object_or_404(residents_of(station_of(request.user)), pk=pk)
    look(request, resident, Look.Reason.CASEWORK)
    return resident
