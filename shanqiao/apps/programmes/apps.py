from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "shanqiao.apps.programmes"
    label = "programmes"
