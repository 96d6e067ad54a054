"""Making a new database folder: all of it, or nothing."""

import re
import shutil
from pathlib import Path

from shanqiao.host.kept import NAME, ROLE
from shanqiao.host.owner import Owner
from shanqiao.host.problems import CannotStart
from shanqiao.host.programs import Programs

# Note [The superuser cannot log in]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A superuser passes by row security and every trigger, so nothing that listens may be one.
# Role, extensions and database are made in PostgreSQL's single-user mode, before the server
# listens for the first time; pg_hba.conf admits one role, with its password, from this machine.
ADMITTED = f"host all {ROLE} 127.0.0.1/32 scram-sha-256\n"

# What a failed statement says may hold a resident's data; the log is not the place for it.
CONFIGURED = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_error_statement = panic
log_error_verbosity = terse
"""


def make_folder(folder: Path, *, programs: Programs, account: Owner, password: str) -> None:
    """Make the database folder with role, extensions and an empty database.

    The work is done under another name and renamed at the end, so that a folder with the right
    name is always whole.

    Raises:
        CannotStart: initdb or one of the first statements failed.
    """
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    account.give(unfinished)
    _expect(account.run(programs["initdb"], "-D", unfinished, *_choices(programs, account)))
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write(CONFIGURED)
    (unfinished / "pg_hba.conf").write_text(ADMITTED)
    statements = [
        "CREATE EXTENSION pg_trgm",
        "CREATE EXTENSION btree_gist",
        # it may create databases, since every test run makes one of its own
        f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB PASSWORD '{password}'",
        f"CREATE DATABASE {NAME} OWNER {ROLE}",
    ]
    _tell(statements, unfinished, programs=programs, account=account)
    unfinished.rename(folder)


def change_password(folder: Path, *, programs: Programs, account: Owner, password: str) -> None:
    """Give the application a new password, when the file with the old one was lost."""
    statement = f"ALTER ROLE {ROLE} PASSWORD '{password}'"
    _tell([statement], folder, programs=programs, account=account)


def version_of(folder: Path) -> int:
    """The major version of PostgreSQL that made the folder."""
    return int((folder / "PG_VERSION").read_text())


def _choices(programs: Programs, account: Owner) -> list[str]:
    """Letters of every script count as letters, and nothing depends on the machine's language."""
    choices = ["--username=postgres", "--encoding=UTF8", "--locale=C", "--data-checksums"]
    choices += ["--auth=reject", f"--lc-ctype={_letters(account)}"]
    if programs.major >= 17:
        choices += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return choices


def _letters(account: Owner) -> str:
    """The system's name for "any letter of Unicode"; pg_trgm still asks the system for it."""
    have = account.run("locale", "-a").stdout.split()
    plain = {re.sub(r"\W", "", name).lower(): name for name in have}
    for wanted in ("C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8", "UTF-8"):
        if found := plain.get(re.sub(r"\W", "", wanted).lower()):
            return found
    return "C.UTF-8"


def _tell(statements: list[str], folder: Path, *, programs: Programs, account: Owner) -> None:
    """Carry out statements as superuser, without a server. See Note [The superuser cannot log in]."""
    said = "".join(f"{statement};\n\n" for statement in statements)
    told = account.run(programs["postgres"], "--single", "-j", "-D", folder, "template1", said=said)
    failed = re.search(r"(ERROR|FATAL|PANIC): .*", told.stderr)
    if failed or told.returncode:
        raise _cannot_make(failed[0] if failed else told.stderr)


def _expect(told) -> None:
    if told.returncode:
        raise _cannot_make(told.stderr)


def _cannot_make(why: str) -> CannotStart:
    why = why.strip()
    return CannotStart(
        f"无法建立数据库，没有留下半成品。PostgreSQL 的说明：{why}",
        f"The database could not be made; nothing half-made was kept. PostgreSQL says: {why}",
    )
