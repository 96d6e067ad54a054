from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "shanqiao.apps.lists"
    label = "lists"
