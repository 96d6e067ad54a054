from django.urls import include, path
from django.views.i18n import set_language

from shanqiao.www.account.desks import help_page, to_my_desk
from shanqiao.www.parts.door import everybody, only
from shanqiao.www.parts.drafts import draft
from shanqiao.www.parts.phone import arrived, no_network, service_worker, state

urlpatterns = [
    path("desk/", to_my_desk, name="desk"),
    path("help/", help_page, name="help"),
    path("sw.js", service_worker, name="service-worker"),
    path("no-network/", no_network, name="no-network"),
    path("phone/", state, name="phone"),
    path("phone/arrived/<uuid:once>/", arrived, name="phone-arrived"),
    path("draft/<slug:name>/", draft, name="draft"),
    path("language/", only(everybody)(set_language), name="set_language"),
    path("account/", include("shanqiao.www.account.urls")),
    path("station/", include("shanqiao.www.station.urls")),
    path("fund/", include("shanqiao.www.fund.urls")),
    path("adjudicator/", include("shanqiao.www.adjudicator.urls")),
    path("rules/", include("shanqiao.www.rules.urls")),
    path("api/", include("shanqiao.www.api.urls")),
    path("supervisor/", include("shanqiao.www.supervisor.urls")),
    path("", include("shanqiao.www.public.urls")),
]
