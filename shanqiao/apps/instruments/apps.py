from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "shanqiao.apps.instruments"
    label = "instruments"
