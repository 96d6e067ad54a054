from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "shanqiao.jobs"
    label = "jobs"
