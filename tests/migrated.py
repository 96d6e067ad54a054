"""The tables are made once per set of migrations: a database that later test databases are copies of."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import sql
from django.test.utils import setup_databases

ROOT = Path(__file__).parents[1]
BEGINS = "shanqiao_migrated_"
MAKING = 4401  # the number of the lock under which one process makes it


def a_copy_of_migrated(**how):
    """Django's ``setup_databases``, from a database in which all migrations have run already.

    Django runs ``migrate`` on the copy all the same, so whatever is missing there is made.
    """
    settings, creation = connection.settings_dict["TEST"], connection.creation
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MAKING])  # let go with the connection
        settings["TEMPLATE"] = _made(cursor, BEGINS + _digest()[:16])
        return setup_databases(interactive=False, aliases={"default"}, **how)


def _made(cursor, name):
    """The name of that database, made where it is not; those of other migrations go."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [BEGINS])
    there = {row[0] for row in cursor.fetchall()}
    for old in there - {name}:  # a half one too, whose maker was killed
        cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
    if name not in there:
        # its name says that it is whole only when it is
        half = BEGINS + "half"
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
        _migrate(half)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        cursor.execute(rename.format(sql.Identifier(half), sql.Identifier(name)))
    return name


def _migrate(name):
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _digest():
    """Changes with any migration, whoever wrote it, and with any package."""
    seen = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        here = Path(app.path)
        for path in [*sorted(here.glob("migrations/*.py")), *here.glob("fields.py")]:
            seen.update(f"{app.label} {path.name}\n".encode() + path.read_bytes())
    return seen.hexdigest()
