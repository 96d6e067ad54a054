from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.queries import adjudicates
from shanqiao.stories.adjudication import findings_within, pairs_of
from shanqiao.www.parts.frame import Desk, Place

from .door import decides_about_records


def places(request):
    pairs = pairs_of(request.user)
    waiting = pairs.undecided()
    return [
        Place(label=_("Today"), url_name="adjudicator:today", icon="home"),
        Place(
            label=_("One person or two?"),
            url_name="adjudicator:queue",
            icon="users",
            count=waiting.count(),
            pressing=waiting.filter(urgent=True).exists(),
        ),
        Place(
            label=_("Second look"),
            url_name="adjudicator:second",
            icon="eye",
            count=pairs.waiting_for_a_second().count(),
        ),
        Place(
            label=_("Double help"),
            url_name="adjudicator:findings",
            icon="alert-triangle",
            count=findings_within(adjudicates(request.user)).open().count(),
        ),
        Place(label=_("What was decided"), url_name="adjudicator:history", icon="history"),
    ]


def _acting_for(request):
    post = adjudicates(request.user)
    return post.district or _("the whole city")


desk = Desk(
    name="adjudicator",
    label=_("One person, one record"),
    icon="user-check",
    home="adjudicator:today",
    may=decides_about_records,
    places=places,
    acting_for=_acting_for,
    search="adjudicator:queue",
    search_label=_("Search pairs by the code of a resident"),
)
