"""Where this machine keeps what it makes for itself."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]


def project() -> Path:
    """The checkout; without one (an installed package) the folder we were started in."""
    checkout = PACKAGE.parent
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def var() -> Path:
    """The folder for data, keys and process files: ``SHANQIAO_VAR``, or ``var`` in the project."""
    folder = Path(os.environ.get("SHANQIAO_VAR") or project() / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read; a reader sees the old text or the new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """What the file holds; nothing when it is absent or was damaged."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Let one process at a time through; the system lets go when a process dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
