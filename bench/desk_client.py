"""A client in a process of its own."""

import os


def open_desk(name):
    """Be ready to ask the database of that name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.test")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = name
    django.setup()


def at_desk(rows, people):
    """What `desk_asking` does with its part."""
    from bench.desk_asking import asked

    return asked(rows, people)
