"""One run at a time in one folder, and what the next one must know of it."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shanqiao.host.children import PATIENCE, end_left_behind
from shanqiao.host.folders import read_json, var, write_private
from shanqiao.host.problems import CannotStart
from shanqiao.host.processes import Process, known


@contextmanager
def the_only_run() -> Iterator[None]:
    """Be the one run of this folder, once what a killed one left behind has ended.

    Raises:
        CannotStart: another run is alive.
    """
    with (var() / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                "这个文件夹里的善桥已经在运行。要停止它，请运行 make stop。",
                "shanqiao already runs from this folder. make stop stops it.",
            ) from None
        _end_what_is_left()
        try:
            yield
        finally:
            _file().unlink(missing_ok=True)


def note_run(mark: str, begun: list[int]) -> None:
    """Write down who we are, our mark and the numbers of the programs we began."""
    us = known(os.getpid())
    children = [known(pid) for pid in begun]
    found = {
        "pid": us.pid,
        "began": us.began,
        "mark": mark,
        "children": [[child.pid, child.began] for child in children],
    }
    write_private(_file(), json.dumps(found) + "\n")


def stop_run() -> bool:
    """Stop the run of this folder, wherever it was started; says if there was one."""
    found = read_json(_file())
    if not found:
        return False
    parent = Process(found["pid"], found["began"])
    if lived := parent.lives():
        os.kill(parent.pid, signal.SIGTERM)
        until = time.monotonic() + 3 * PATIENCE
        while parent.lives() and time.monotonic() < until:
            time.sleep(0.05)
    return _end_what_is_left() > 0 or lived


def _end_what_is_left() -> int:
    found = read_json(_file())
    if not found:
        return 0
    ended = end_left_behind(found["mark"], [Process(*child) for child in found["children"]])
    _file().unlink(missing_ok=True)
    return ended


def _file() -> Path:
    return var() / "run.json"
