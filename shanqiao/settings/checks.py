"""What must be so of any database we are given, ours or another's: asked before every migration."""

from django.core.checks import CheckMessage, Error, Warning
from django.db import connections

OLDEST = 150_000  # PostgreSQL 15, as the server numbers itself


def database_is_fit(*, databases: list[str] | None = None, **_: object) -> list[CheckMessage]:
    """Chinese words can be searched, rules bind the application, and the server is new enough."""
    return [message for alias in databases or [] for message in _looked_at(alias)]


def _looked_at(alias: str) -> list[CheckMessage]:
    found = []
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < OLDEST:
            found.append(Error("PostgreSQL is older than 15.", id="shanqiao.E001"))
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            found.append(_superuser())
        cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT cardinality(show_trgm('广州'))")
            found += [] if cursor.fetchone()[0] else [_no_chinese()]
        else:
            found.append(_no_trigrams())
    return found


def _superuser() -> CheckMessage:
    return Error(
        "shanqiao connects as a superuser, which no rule of the database binds.",
        hint="CREATE ROLE shanqiao LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…'; make it the owner "
        "of the database and name it in DATABASE_URL.",
        id="shanqiao.E002",
    )


def _no_chinese() -> CheckMessage:
    return Error(
        "This database does not take Chinese characters for letters, so no Chinese is found.",
        hint="Make the database anew with LC_CTYPE 'C.UTF-8' (and from PostgreSQL 17 on "
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8').",
        id="shanqiao.E003",
    )


def _no_trigrams() -> CheckMessage:
    # a migration makes them, if the role may; if not, it says so itself
    return Warning(
        "The extension pg_trgm is not there yet.",
        hint="As superuser in this database: CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist;",
        id="shanqiao.W004",
    )
