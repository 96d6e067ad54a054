"""Beginning again: which folders hold what this installation made."""

from pathlib import Path

from shanqiao.host.folders import var
from shanqiao.host.kept import data_folder
from shanqiao.host.owner import ELSEWHERE


def what_would_go() -> list[Path]:
    """The folders to delete for a fresh start: ``var``, and data that had to be kept elsewhere.

    Nothing is said of a database that ``DATABASE_URL`` names: it is not ours to delete.
    """
    folder = data_folder()
    going = [var()] if any(var().iterdir()) else []
    if folder is not None and folder.is_relative_to(ELSEWHERE) and folder.parent.exists():
        going.append(folder.parent)
    return going
