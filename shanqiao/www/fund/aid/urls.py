from django.urls import path

from . import applications, programmes, referrals, templates

urlpatterns = [
    path("aid/", programmes.browse, name="programmes"),
    path("aid/new/", programmes.announce, name="programme-new"),
    path("aid/referrals/", referrals.browse, name="referrals"),
    path("aid/referrals/<int:pk>/", referrals.show, name="referral"),
    path("aid/referrals/<int:pk>/answer/", referrals.answer, name="referral-answer"),
    path("aid/<int:pk>/", programmes.show, name="programme"),
    path("aid/<int:pk>/template/", templates.choose, name="programme-template"),
    path("aid/<int:pk>/end/", programmes.end, name="programme-end"),
    path("aid/applications/", applications.browse, name="applications"),
    path("aid/applications/<int:pk>/", applications.show, name="application"),
    path("aid/applications/<int:pk>/accept/", applications.accept, name="application-accept"),
    path("aid/applications/<int:pk>/refuse/", applications.refuse, name="application-refuse"),
]
