from django.apps import AppConfig


class GivingConfig(AppConfig):
    name = "shanqiao.apps.giving"
    label = "giving"
