from django.apps import AppConfig


class GoverningConfig(AppConfig):
    name = "shanqiao.apps.governing"
    label = "governing"
