from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "shanqiao.apps.approvals"
    label = "approvals"
