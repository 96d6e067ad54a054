"""Which process is which: a number alone proves nothing, it is given out again."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process known by its number and by when it began."""

    pid: int
    began: str

    def lives(self) -> bool:
        """The very process of then is still at work."""
        return self.began != "" and began(self.pid) == self.began and command(self.pid) != ""


def known(pid: int) -> Process:
    """The process with this number, as it is now."""
    return Process(pid, began(pid))


def began(pid: int) -> str:
    """When the process began, in the words of the system; empty when there is none."""
    try:
        # the name in brackets may hold spaces; the start is the 20th word after it
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return "" if Path("/proc/self").exists() else _ask("lstart", pid)


def command(pid: int) -> str:
    """The command line of a process; empty when it is gone, or dead and not yet buried."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return "" if Path("/proc/self").exists() else _ask("args", pid)


def _ask(what: str, pid: int) -> str:
    """Ask ps, on machines without /proc."""
    told = subprocess.run(
        ["ps", "-ww", "-o", f"{what}=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    return "" if "<defunct>" in told.stdout else told.stdout.strip()
