from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.door import everybody
from shanqiao.www.parts.frame import Desk, Place


def places(request):
    return [
        Place(label=_("City view"), url_name="public:city", icon="map"),
        Place(label=_("Open needs"), url_name="public:needs", icon="heart-handshake"),
        Place(label=_("Statements"), url_name="public:statements", icon="file-text"),
        Place(
            label=_("Purposes under notice"), url_name="public:notices", icon="switch-horizontal"
        ),
        Place(label=_("How it works"), url_name="public:how", icon="route"),
        Place(label=_("About"), url_name="public:about", icon="info-circle"),
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
