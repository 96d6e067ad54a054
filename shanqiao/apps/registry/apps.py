from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "shanqiao.apps.registry"
    label = "registry"
