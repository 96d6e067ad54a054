"""What we know of our own database between two starts; the file is ours alone."""

import json
from pathlib import Path
from typing import NamedTuple

from shanqiao.host.folders import read_json, var, write_private

ROLE = NAME = "shanqiao"


class Kept(NamedTuple):
    """Where the rows are, and how the application gets to them."""

    folder: str
    port: int
    password: str

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/{NAME}"


def kept() -> Kept | None:
    """What was kept; nothing before the first start, or when the file was lost or damaged."""
    found = read_json(_file())
    try:
        return Kept(str(found["folder"]), int(found["port"]), str(found["password"]))
    except (KeyError, TypeError, ValueError):
        return None


def keep(now: Kept) -> Kept:
    """Keep it, in place of what was kept."""
    write_private(_file(), json.dumps(now._asdict(), indent=1) + "\n")
    return now


def data_folder() -> Path | None:
    """Where our own database keeps its rows, if there is one."""
    found = kept()
    return Path(found.folder) if found else None


def _file() -> Path:
    return var() / "database.json"
