from django.apps import AppConfig


class CrisesConfig(AppConfig):
    name = "shanqiao.apps.crises"
    label = "crises"
