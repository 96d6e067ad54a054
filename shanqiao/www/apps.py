from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class WwwConfig(AppConfig):
    name = "shanqiao.www"
    label = "www"

    def ready(self):
        from .parts.phone import mark_sign_in

        user_logged_in.connect(mark_sign_in, dispatch_uid="shanqiao.phone")
