from django.urls import path

from . import city, statements

app_name = "public"

urlpatterns = [
    path("", city.city, name="city"),
    path("statements/", statements.browse, name="statements"),
]
