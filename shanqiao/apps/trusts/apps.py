from django.apps import AppConfig


class TrustsConfig(AppConfig):
    name = "shanqiao.apps.trusts"
    label = "trusts"
