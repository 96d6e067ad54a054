from django.urls import path

from . import today

app_name = "supervisor"

urlpatterns = [path("", today.today, name="today")]
