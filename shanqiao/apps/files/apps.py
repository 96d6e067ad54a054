from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "shanqiao.apps.files"
    label = "files"
