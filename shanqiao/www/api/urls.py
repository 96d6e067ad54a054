from django.urls import path

from . import inquiries

app_name = "api"

urlpatterns = [
    path("inquiries/", inquiries.inquire, name="inquiries"),
    path("purpose/", inquiries.purpose, name="purpose"),
]
