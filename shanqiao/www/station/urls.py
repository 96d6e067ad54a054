from django.urls import path

from . import today

app_name = "station"

urlpatterns = [path("", today.today, name="today")]
