from django.apps import AppConfig


class EarlierConfig(AppConfig):
    name = "shanqiao.apps.earlier"
    label = "earlier"
