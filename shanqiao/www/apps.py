from django.apps import AppConfig


class WwwConfig(AppConfig):
    name = "shanqiao.www"
    label = "www"
