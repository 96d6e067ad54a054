"""Pages that share one place of the menu, as tabs above them."""

from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import supervises_station


def of_cases(request):
    """Cases and what is done beside them: (words, name of the address, is it this page)."""
    tabs = [(_("Cases"), "station:cases"), (_("Calendar"), "station:calendar")]
    if supervises_station(request.user):
        tabs.append((_("Caseload"), "station:caseload"))
    tabs += [
        (_("Talks of supervision"), "station:supervisions"),
        (_("Groups"), "station:groups"),
        (_("Neighbourhood"), "station:events"),
        (_("Agreements"), "station:agreements"),
        (_("Forms on paper"), "station:papers"),
    ]
    return _marked(request, tabs)


def of_residents(request):
    """Residents, and which of their records may be one person's."""
    return _marked(
        request,
        [
            (_("Residents"), "station:residents"),
            (_("One person, one record"), "station:sameness"),
        ],
    )


def _marked(request, tabs):
    here = request.resolver_match.view_name
    return [(words, name, name == here) for words, name in tabs]
