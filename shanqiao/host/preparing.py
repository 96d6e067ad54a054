"""What a database needs before pages can be served: its tables, the places, something to see."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from shanqiao.host.folders import PACKAGE, project, read_json, var, write_private
from shanqiao.host.problems import CannotStart

# Commands of Django, by name; one that is not there is passed over.
EVERY_VERSION = (("migrate", "--verbosity=0"), ("load_places",))
ONCE = (("demonstrate", "--size={size}"), ("propose_plan",))


def prepare(url: str, *, size: str, environment: dict[str, str]) -> None:
    """Bring the database up to this version; done before with the same version, it costs nothing.

    Args:
        url: the database.
        size: of the demonstration city, "small" or "city"; "none" leaves the database empty.
        environment: of the programs that do the work.

    Raises:
        CannotStart: a command failed; the next start goes on from there.
    """
    done = read_json(_file())
    which = which_database(url)
    before = done.get(which, {})
    version = _version()
    commands = () if before.get("version") == version else EVERY_VERSION
    if size != "none" and not before.get("filled"):
        commands += ONCE
    if not commands:
        return
    words = [[word.format(size=size) for word in command] for command in commands]
    ended = subprocess.run(
        [sys.executable, "-m", "shanqiao.host.preparing", json.dumps(words)],
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode:
        raise CannotStart(
            "数据库没有准备好，原因见上。已完成的部分保留着，改好后再运行一次即可。",
            "The database is not ready, for the reason above. What was done is kept; "
            "mend it and run again.",
        )
    done[which] = {"version": version, "filled": before.get("filled") or size.replace("none", "")}
    write_private(_file(), json.dumps(done, indent=1) + "\n")


def which_database(url: str) -> str:
    """Under which name we keep what was done to the database at ``url``; tells nothing of it."""
    return hashlib.sha256(url.rpartition("@")[2].encode()).hexdigest()[:16]


def _version() -> str:
    """Changes with any migration, ours or a package's, and with the facts we load."""
    seen = hashlib.sha256()
    files = [*PACKAGE.glob("apps/*/migrations/*.py"), *PACKAGE.glob("data/**/*.csv")]
    for path in (project() / "requirements.lock", *sorted(files)):
        if path.exists():
            seen.update(f"{path.name}\n".encode() + path.read_bytes())
    return seen.hexdigest()


def _file() -> Path:
    return var() / "prepared.json"


def _carry_out(commands: list[list[str]]) -> None:
    """The work itself, in a process of its own, so that what serves stays small."""
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    known = get_commands()
    for name, *words in commands:
        if name in known:
            call_command(name, *words)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.base")
    _carry_out(json.loads(sys.argv[1]))
