from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.frame import Desk, Place

from .door import checks_the_city


def places(request):
    return [Place(label=_("Today"), url_name="supervisor:today", icon="home")]


desk = Desk(
    name="supervisor",
    label=_("Supervision"),
    icon="shield-check",
    home="supervisor:today",
    may=checks_the_city,
    places=places,
)
