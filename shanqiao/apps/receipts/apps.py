from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "shanqiao.apps.receipts"
    label = "receipts"
