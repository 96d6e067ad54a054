from django.apps import AppConfig


class LikenessConfig(AppConfig):
    name = "shanqiao.apps.likeness"
    label = "likeness"
