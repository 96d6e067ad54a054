"""Which database the rows live in."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.checks import Tags, register

from shanqiao.host import ensure_database
from shanqiao.settings.checks import database_is_fit

register(database_is_fit, Tags.database)

# One process answers with four threads; the rest is for the worker and for what hurries.
POOL = {"min_size": 1, "max_size": 10, "timeout": 10}


def database(*, pool: bool = True) -> dict[str, Any]:
    """Django's description of the database: ``DATABASE_URL``, or our own, started when asked for.

    Args:
        pool: keep connections open between requests; tests do without, since they make and drop
            databases.
    """
    return described(ensure_database(), pool=pool)


def described(url: str, *, pool: bool) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name?option=value`` as Django writes it.

    Raises:
        ValueError: the address is not one of PostgreSQL, or names no database.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL must read postgresql://user:password@host:port/database")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # a statement that a connection asks for the sixth time is parsed and planned no more; only cursors that bind at
    # the server do it, which Django's usual ones do not
    options["prepare_threshold"] = 5
    if pool:
        options["pool"] = dict(POOL)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        "TEST": {"NAME": os.environ.get("SHANQIAO_TEST_DATABASE") or f"test_{_plain(parts.path)}"},
    }


def _plain(path: str) -> str:
    return unquote(path.strip("/"))
