from django.apps import AppConfig


class IllnessConfig(AppConfig):
    name = "shanqiao.apps.illness"
    label = "illness"
