from django.urls import path

from . import today

app_name = "fund"

urlpatterns = [path("", today.today, name="today")]
