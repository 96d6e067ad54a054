from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.residents.models import Resident

from .looks import has_looked


def of_an_opened_resident(view):
    """The view gets the resident on file at the station; whoever has not said why they look is asked first."""

    @wraps(view)
    def guarded(request, pk, **words):
        mine = Resident.objects.on_file_of(station_of(request.user))
        resident = mine.select_related("street", "committee").filter(pk=pk).first()
        if resident is None:
            raise Http404
        if not has_looked(request, resident):
            return redirect("station:resident", pk=pk)
        return view(request, resident, **words)

    return guarded
