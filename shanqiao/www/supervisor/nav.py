from django.utils.translation import gettext_lazy as _

from shanqiao.apps.inquiries.queries import odd_inquiries
from shanqiao.apps.record.clock import now
from shanqiao.stories.looks import odd_looks
from shanqiao.stories.supervision import months_waiting
from shanqiao.www.parts.frame import Desk, Place

from .door import checks_the_city


def places(request):
    at = now()
    return [
        Place(label=_("Today"), url_name="supervisor:today", icon="home"),
        Place(label=_("The record"), url_name="supervisor:record", icon="history"),
        Place(
            label=_("Looks at residents"),
            url_name="supervisor:looks",
            icon="eye",
            count=odd_looks(at=at).count(),
        ),
        Place(
            label=_("Questions of organisations"),
            url_name="supervisor:inquiries",
            icon="building-bank",
            count=odd_inquiries(at=at).count(),
        ),
        Place(
            label=_("Statements"),
            url_name="supervisor:statements",
            icon="file-text",
            count=len(months_waiting(at=at)),
        ),
        Place(label=_("Changes of plans"), url_name="supervisor:changes", icon="route"),
        Place(label=_("What must hold"), url_name="supervisor:checks", icon="checklist"),
    ]


desk = Desk(
    name="supervisor",
    label=_("Supervision"),
    icon="shield-check",
    home="supervisor:today",
    may=checks_the_city,
    places=places,
    search="supervisor:record",
    search_label=_("Search the record"),
)
