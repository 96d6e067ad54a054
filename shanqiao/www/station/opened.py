from functools import wraps

from django.http import Http404
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.residents.models import Resident

from .looks import goes_on, has_looked


def of_an_opened_resident(view):
    """The view gets the resident on file at the station; whoever has not said why they look is asked first.

    What was typed into a page that was open for long is let through. See ``goes_on``.
    """

    @wraps(view)
    def guarded(request, pk, **words):
        mine = Resident.objects.on_file_of(station_of(request.user))
        resident = mine.select_related("street", "committee").filter(pk=pk).first()
        if resident is None:
            raise Http404
        if not has_looked(request, resident) and not goes_on(request, resident):
            asked = redirect("station:resident", pk=pk)
            return HttpResponseClientRedirect(asked.url) if request.htmx else asked
        return view(request, resident, **words)

    return guarded
