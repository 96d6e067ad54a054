from django.apps import AppConfig


class SamenessConfig(AppConfig):
    name = "shanqiao.apps.sameness"
    label = "sameness"
