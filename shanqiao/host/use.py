"""Holding the database for a while: the last to let go stops what one of us started."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shanqiao.host.database import ensure_database, is_running, stop_database
from shanqiao.host.folders import var


@contextmanager
def database_in_use() -> Iterator[str]:
    """The address of the database, which runs for as long as the block lasts.

    A server that ran before stays. One started for a holder stops with the last holder; if that
    one was killed, with the last of those who came after.
    """
    with (var() / "database.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        if not is_running():
            _started_for_us().touch()
        try:
            yield ensure_database()
        finally:
            if _started_for_us().exists() and _is_last(users.fileno()):
                stop_database()
                _started_for_us().unlink()


def _started_for_us() -> Path:
    return var() / "database.borrowed"


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
