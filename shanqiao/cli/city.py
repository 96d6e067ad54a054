"""The rows of this installation, for commands that need them: its database is there for as long as they last."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def the_city() -> Iterator[None]:
    """Start the database if it does not run, bring its tables up to this version, and let it go afterwards.

    Raises:
        CannotStart: with what to do.
    """
    from django.apps import apps

    if apps.ready:  # inside a program that has it already
        yield
        return
    from shanqiao.host.preparing import prepare
    from shanqiao.host.use import database_in_use

    with database_in_use() as url:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.base")
        prepare(url, size="none", environment=dict(os.environ))
        import django
        from django.db import connections

        django.setup()
        try:
            yield
        finally:
            for connection in connections.all():
                connection.close()
                if hasattr(connection, "close_pool"):
                    connection.close_pool()
