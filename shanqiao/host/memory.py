"""How much of the machine's memory our database may keep pages in."""

import os
from pathlib import Path

SHARE = 8  # the pages of a city's keys fit, and server, workers and engines keep the rest
LEAST, MOST = 128, 8192  # MiB
LIMITS = (  # what a container may use, by the two generations of control groups
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def buffers() -> int:
    """MiB for PostgreSQL's shared buffers: an eighth of what this machine, or its container, has.

    They are taken from the system page by page, as pages are read: an idle database takes next to nothing.
    """
    return max(LEAST, min(MOST, _there() // SHARE // 2**20))


def machine() -> int:
    """Bytes of memory of the whole machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _there() -> int:
    """Bytes of memory; a container's limit where that is less."""
    return int(min(machine(), *map(_limit, LIMITS)))


def _limit(path: Path) -> float:
    """Bytes a control group allows; endless where there is none, or none set."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):  # no such file; "max"
        return float("inf")
