from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "shanqiao.apps.rules"
    label = "rules"
