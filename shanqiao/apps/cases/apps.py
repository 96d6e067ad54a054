from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "shanqiao.apps.cases"
    label = "cases"
