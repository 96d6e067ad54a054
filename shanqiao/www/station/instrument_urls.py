"""Assessing with instruments, and the crisis path."""

from django.urls import path

from . import assessing, crises, sittings

urlpatterns = [
    path("instruments/", sittings.browse, name="instruments"),
    path("instruments/<slug:code>/<str:version>/", sittings.instrument, name="instrument"),
    path("residents/<int:pk>/sheets/", assessing.choose, name="sheets"),
    path("residents/<int:pk>/sheets/<slug:code>/", assessing.sheet, name="sheet"),
    path("residents/<int:pk>/sittings/<int:sitting>/", sittings.page, name="sitting"),
    path(
        "residents/<int:pk>/sittings/<int:sitting>/take/<slug:line>/",
        sittings.take,
        name="sitting-take",
    ),
    path("residents/<int:pk>/crisis/", crises.raise_by_hand, name="crisis-raise"),
    path("crises/", crises.browse, name="crises"),
    path("crises/<int:pk>/", crises.page, name="crisis"),
]
