from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.frame import Desk, Place

from .door import works_at_a_station


def places(request):
    return [Place(label=_("Today"), url_name="station:today", icon="home")]


desk = Desk(
    name="station",
    label=_("Social work station"),
    icon="building-community",
    home="station:today",
    may=works_at_a_station,
    places=places,
)
