from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "shanqiao.apps.referrals"
    label = "referrals"
