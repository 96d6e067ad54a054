from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "shanqiao.apps.bank"
    label = "bank"
