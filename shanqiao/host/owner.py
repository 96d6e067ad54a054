"""Whose account the database runs under, and where that account can keep its data."""

# Note [Root does not run a database]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# PostgreSQL refuses to run as root. Started by root, it runs under an account without rights:
# SHANQIAO_DB_ACCOUNT, or `nobody`, which every system has; we add no accounts and open no
# folders. That account must pass through every folder above its data. Where it cannot (a project
# in /root, say), data and programs lie in /var/lib/shanqiao/<mark of the project> instead.

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from shanqiao.host.problems import CannotStart

ELSEWHERE = Path("/var/lib/shanqiao")


@dataclass(frozen=True)
class Owner:
    """The account that runs the database; ``ids`` is empty when it is simply ours."""

    name: str
    ids: tuple[int, int] | None

    def run(self, *words: str | Path, said: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program as this account, from the root folder, with a bare environment."""
        drop = {} if self.ids is None else _drop(self.ids)
        return subprocess.run(
            [str(word) for word in words],
            input=said,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C", "LC_ALL": "C"},
            **drop,
        )

    def reaches(self, folder: Path) -> bool:
        """This account can pass through to the folder."""
        return self.ids is None or self.run("/bin/sh", "-c", 'cd "$0"', folder).returncode == 0

    def give(self, folder: Path) -> None:
        """Make a folder that is this account's alone."""
        folder.mkdir(mode=0o700, parents=True)
        if self.ids is not None:
            os.chown(folder, *self.ids)


def owner() -> Owner:
    """See Note [Root does not run a database]."""
    if os.geteuid() != 0:
        return Owner(pwd.getpwuid(os.geteuid()).pw_name, None)
    name = os.environ.get("SHANQIAO_DB_ACCOUNT", "nobody")
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        raise CannotStart(
            f"这台机器上没有账户 {name}。请在 SHANQIAO_DB_ACCOUNT 里写一个已有的普通账户。",
            f"There is no account {name} here. Name an ordinary account in SHANQIAO_DB_ACCOUNT.",
        ) from None
    if account.pw_uid == 0:
        raise CannotStart(
            "数据库不能以 root 运行。请在 SHANQIAO_DB_ACCOUNT 里写一个普通账户。",
            "A database must not run as root. Name an ordinary account in SHANQIAO_DB_ACCOUNT.",
        )
    return Owner(name, (account.pw_uid, account.pw_gid))


def home(var: Path, account: Owner) -> Path:
    """The folder above the data: ``var``, or the place for this project where the account can go."""
    if account.reaches(var):
        return var
    place = ELSEWHERE / hashlib.sha256(str(var).encode()).hexdigest()[:12]
    # only root comes here; others may pass through, and read nothing on the way
    for folder in (ELSEWHERE, place):
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        folder.chmod(0o711)
    return place


def within_reach(folder: Path, neighbours: list[Path], account: Owner, place: Path) -> Path:
    """The programs' folder itself, or a copy (with the libraries beside it) the account can run.

    Each version has a copy of its own, so that none is taken from under a server that runs.
    """
    if account.reaches(folder):
        return folder
    top = folder.parents[2]
    stat = (folder / "postgres").stat()
    version = f"{folder} {stat.st_size} {stat.st_mtime_ns}"
    copy = place / f"programs-{hashlib.sha256(version.encode()).hexdigest()[:12]}"
    if not copy.exists():
        unfinished = place / "programs.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (folder.parent, *neighbours):
            shutil.copytree(part, unfinished / part.relative_to(top), symlinks=True)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy / folder.relative_to(top)


def _drop(ids: tuple[int, int]) -> dict[str, object]:
    uid, gid = ids
    return {"user": uid, "group": gid, "extra_groups": [], "umask": 0o077}
