from django.urls import path

from . import (
    assess,
    changes,
    closing,
    departures,
    evidence,
    facts,
    households,
    needs,
    outlook,
    receipts,
    register,
    residents,
    sameness,
    today,
)

app_name = "station"

urlpatterns = [
    path("", today.today, name="today"),
    path("register/", register.search, name="register"),
    path("register/new/", register.new_resident, name="register-new"),
    path("register/known/<str:known>/", register.known_resident, name="register-known"),
    path("needs/", needs.browse, name="needs"),
    path("needs/<int:pk>/", needs.page, name="need"),
    path("needs/<int:pk>/assess/", assess.assess, name="need-assess"),
    path("needs/<int:pk>/outlook/", outlook.outlook, name="need-outlook"),
    path("needs/<int:pk>/close/", closing.close, name="need-close"),
    path("receipts/", receipts.browse, name="receipts"),
    path("receipts/<int:pk>/", receipts.confirm, name="receipt-confirm"),
    path("receipts/<int:pk>/evidence/", evidence.show, name="evidence"),
    path("changes/", changes.browse, name="changes"),
    path("changes/<int:pk>/", changes.browse, name="plan-changes"),
    path("sameness/", sameness.browse, name="sameness"),
    path("sameness/questions/<int:pk>/", sameness.question, name="sameness-question"),
    path("sameness/findings/<int:pk>/", sameness.finding, name="sameness-finding"),
    path("residents/", residents.browse, name="residents"),
    path("residents/<int:pk>/", residents.page, name="resident"),
    path("residents/<int:pk>/change/", facts.change, name="resident-change"),
    path("residents/<int:pk>/add/<slug:what>/", facts.add, name="resident-add"),
    path("residents/<int:pk>/end/<slug:what>/<int:row>/", facts.end, name="resident-end"),
    path("residents/<int:pk>/household/", households.household, name="resident-household"),
    path("residents/<int:pk>/departure/", departures.departure, name="resident-departure"),
    path("residents/<int:pk>/consent/", residents.consent, name="resident-consent"),
]
