from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.frame import Desk, Place

from .door import has_a_seat


def places(request):
    return [Place(label=_("Today"), url_name="fund:today", icon="home")]


desk = Desk(
    name="fund", label=_("Fund"), icon="wallet", home="fund:today", may=has_a_seat, places=places
)
