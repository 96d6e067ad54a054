from django.apps import AppConfig


class PayingConfig(AppConfig):
    name = "shanqiao.apps.paying"
    label = "paying"
