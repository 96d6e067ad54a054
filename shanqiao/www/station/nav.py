from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.adjudication import findings_at, questions_to
from shanqiao.stories.casework import count_waiting
from shanqiao.stories.referrals import waits_at
from shanqiao.stories.station_lists import waiting_of
from shanqiao.www.parts.frame import Desk, Place

from .door import works_at_a_station

OF_CASES = (  # what lies in the place of cases, as tabs
    "station:case",
    "station:calendar",
    "station:supervis",
    "station:group",
    "station:event",
    "station:agreement",
    "station:paper",
)


def places(request):
    station = station_of(request.user)
    told, again, to_confirm = waiting_of(station)
    waiting, late = count_waiting(request.user, on=localdate(now()))
    sent, unanswered = waits_at(station, at=now())
    return [
        Place(label=_("Today"), url_name="station:today", icon="home"),
        Place(label=_("Register a need"), url_name="station:register", icon="plus"),
        Place(
            label=_("My needs"),
            url_name="station:needs",
            icon="clipboard-list",
            count=told + again,
            pressing=again > 0,
        ),
        Place(
            label=_("Referrals"),
            url_name="station:referrals",
            icon="send",
            count=sent or None,
            pressing=unanswered,
            holds=("station:referral", "station:refer", "station:capacit"),
        ),
        Place(label=_("To confirm"), url_name="station:receipts", icon="receipt", count=to_confirm),
        Place(
            label=_("Cases"),
            url_name="station:cases",
            icon="notes",
            count=waiting,
            pressing=late > 0,
            holds=OF_CASES,
        ),
        Place(
            label=_("Residents"),
            url_name="station:residents",
            icon="users",
            count=questions_to(station).order_by().count()
            + findings_at(station).order_by().count(),
            holds=("station:resident", "station:sameness", "station:list"),
        ),
    ]


desk = Desk(
    name="station",
    label=_("Social work station"),
    icon="building-community",
    home="station:today",
    may=works_at_a_station,
    places=places,
    acting_for=lambda request: station_of(request.user),
    search="station:needs",
    search_label=_("Search needs by name, pinyin or initials"),
    quick="station:quick",
    quick_label=_("What happened just now?"),
)
