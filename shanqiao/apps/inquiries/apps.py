from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "shanqiao.apps.inquiries"
    label = "inquiries"
