from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BooksConfig(AppConfig):
    name = "shanqiao.apps.books"
    label = "books"

    def ready(self):
        from .turns import go_on

        post_migrate.connect(go_on, sender=self)
