"""The demonstration city is made once for a day and a state of the code; each that is walked through is a copy of it."""

import hashlib
import json
import shutil
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from shanqiao.host.folders import PACKAGE, var
from shanqiao.host.preparing import which_database

BEGINS = "shanqiao_shown_"
MAKING = 4402  # the number of the lock under which one process makes it
OF_A_RUN = ("run.json", "run.log", "*.lock")  # what belongs to who serves, not to the city


def another_database(url, name):
    """The address of a database beside the one at ``url``, on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def forget_database(url, name):
    with _server(url) as server:
        server.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def copy_of_the_shown(url, name, folder, *, size, make):
    """Fill an empty folder, and a new database of this name, with the city as it is after it was made.

    Args:
        url: of a database of the server.
        size: of the city.
        make: called with (address of a database, folder) where there is none for today and this code yet; serves that
            city until it is ready, and stops.
    """
    digest = _digest(size)[:16]
    made = var() / "shown" / digest
    with _server(url) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [MAKING])  # let go with the connection
        if not (made.is_dir() and _is_there(server, BEGINS + digest)):
            _make(server, url, digest, made, make)
        server.execute(_named("CREATE DATABASE {} TEMPLATE {}", name, BEGINS + digest))
    shutil.copytree(made, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OF_A_RUN))
    _prepared_for(another_database(url, name), folder)


def _make(server, url, digest, made, make):
    """Those of other days and other code go; so does a half one, whose maker was killed."""
    there = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [BEGINS]
    )
    for (old,) in there.fetchall():
        server.execute(_named("DROP DATABASE {} WITH (FORCE)", old))
    shutil.rmtree(made.parent, ignore_errors=True)
    half, half_folder = BEGINS + "half", made.with_name("half")
    half_folder.mkdir(parents=True)
    server.execute(_named("CREATE DATABASE {}", half))
    make(another_database(url, half), half_folder)
    server.execute(_named("ALTER DATABASE {} RENAME TO {}", half, BEGINS + digest))
    half_folder.rename(made)  # last: it says that both are whole


def _prepared_for(url, folder):
    """What was prepared there is prepared in the copy too."""
    file = folder / "prepared.json"
    (done,) = json.loads(file.read_text()).values()
    file.write_text(json.dumps({which_database(url): done}))


def _digest(size):
    """Changes with the day, any code, any fact and any package."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    seen = hashlib.sha256(f"{size} {today}\n".encode())
    files = [PACKAGE.parent / "requirements.lock"]
    for kind in ("py", "toml", "csv", "json", "sql"):
        files += sorted(PACKAGE.rglob(f"*.{kind}"))
    for path in files:
        if path.is_file():
            seen.update(f"{path.relative_to(PACKAGE.parent)}\n".encode() + path.read_bytes())
    return seen.hexdigest()


@contextmanager
def _server(url):
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _is_there(server, name):
    found = server.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _named(words, *names):
    return sql.SQL(words).format(*map(sql.Identifier, names))
