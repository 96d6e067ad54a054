from django.apps import AppConfig


class HoldingsConfig(AppConfig):
    name = "shanqiao.apps.holdings"
    label = "holdings"
