"""The programs that serve are watched, begun again and ended with all they began."""

import os
import subprocess
import sys
import time

import pytest

from shanqiao.host import CannotStart, children
from shanqiao.host.children import MARK, Child, end_left_behind
from shanqiao.host.processes import Process, command, known

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
WITH_CHILD = (
    sys.executable,
    "-c",
    "import subprocess, sys, time; "
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True); "
    "time.sleep(60)",
)


def a_child(tmp_path, words=SLEEP, **environment):
    return Child("web", words, os.environ | environment, tmp_path / "web.log")


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_program_that_dies_begins_again_after_a_rest(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "RESTS", (0.1,))
    child = a_child(tmp_path)
    child.begin()
    first = child.pid
    os.kill(first, 9)

    assert until(lambda: child.watch() or child.pid not in (None, first))

    child.ask_to_end()
    child.end(by=time.monotonic() + 5)
    assert command(first) == ""


def test_a_program_that_dies_again_and_again_is_given_up_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "RESTS", (0.0, 0.0))
    child = a_child(tmp_path, (sys.executable, "-c", "print('no such table')"))
    child.begin()

    with pytest.raises(CannotStart, match="no such table"):
        until(child.watch)

    assert child.deaths == 3


def test_what_a_dead_program_began_ends_with_it(tmp_path):
    child = a_child(tmp_path, WITH_CHILD)
    child.begin()
    assert until(lambda: child.log.read_text().endswith("\n"))
    grandchild = known(int(child.log.read_text()))
    os.kill(child.pid, 9)

    child.end(by=time.monotonic() + 5)

    assert until(lambda: not grandchild.lives())


def test_a_program_that_does_not_listen_is_ended_all_the_same(tmp_path):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = a_child(tmp_path, (sys.executable, "-c", deaf))
    child.begin()
    assert until(lambda: "deaf" in child.log.read_text())
    process = known(child.pid)

    child.ask_to_end()
    child.end(by=time.monotonic() + 0.3)

    assert not process.lives()


def test_orphans_are_ended_and_strangers_are_not(tmp_path):
    words = {"stdout": subprocess.DEVNULL, "start_new_session": True}
    ours = subprocess.Popen(SLEEP, env=os.environ | {MARK: "ours"}, **words)
    another = subprocess.Popen(SLEEP, env=os.environ | {MARK: "another"}, **words)
    plain = subprocess.Popen(SLEEP, **words)
    # a number in the list, given to somebody else meanwhile
    reused = Process(plain.pid, "long ago")

    ended = end_left_behind("ours", [known(ours.pid), reused])

    assert ended == 1
    assert ours.wait(5) == -15
    for stranger in (another, plain):
        assert stranger.poll() is None
        stranger.kill()
        stranger.wait()


def test_a_process_is_its_number_and_its_beginning():
    us = known(os.getpid())

    assert us.lives()
    assert not Process(us.pid, us.began + "1").lives()
    assert not Process(us.pid, "").lives()
