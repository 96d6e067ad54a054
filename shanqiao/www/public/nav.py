from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.door import everybody
from shanqiao.www.parts.frame import Desk, Place


def places(request):
    return [
        Place(label=_("City view"), url_name="public:city", icon="map"),
        Place(label=_("Statements"), url_name="public:statements", icon="file-text"),
    ]


desk = Desk(
    name="public",
    label=_("Everybody"),
    icon="world",
    home="public:city",
    may=everybody,
    places=places,
    public=True,
)
