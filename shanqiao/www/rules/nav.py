from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.clock import now
from shanqiao.apps.rules.queries import rules_with_state
from shanqiao.www.parts.frame import Desk, Place

from .door import keeps_the_rules


def places(request):
    waiting = rules_with_state(on=localdate(now())).filter(waits=True)
    return [
        Place(
            label=_("Rules"),
            url_name="rules:home",
            icon="scale",
            count=waiting.count(),
            holds=("rules:rule", "rules:version", "rules:simul"),
        ),
        Place(
            label=_("Parameters"),
            url_name="rules:parameters",
            icon="adjustments-horizontal",
            holds=("rules:parameter",),
        ),
    ]


desk = Desk(
    name="rules",
    label=_("Rules of the city"),
    icon="scale",
    home="rules:home",
    may=keeps_the_rules,
    places=places,
    acting_for=lambda request: _("the whole city"),
    search="rules:home",
    search_label=_("Search the rules"),
)
