"""`shanqiao run` serves, and leaves nothing behind however it ends."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from shanqiao.host import is_running
from shanqiao.host.folders import read_json
from shanqiao.host.processes import Process, command

PROGRAM = Path(sys.executable).with_name("shanqiao")
PATIENCE = 240  # seconds, on a machine that has other things to do

OF_THE_TESTS = {
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "SHANQIAO_SECRET_KEY",
    "SHANQIAO_FIELD_KEY",
}

pytestmark = pytest.mark.thorough  # most of them make a database with all its tables


@pytest.fixture
def shanqiao(own_var, outside):
    """Start the command beside us; what still runs at the end is ended."""
    started = []

    def start(*words):
        process = subprocess.Popen(
            [PROGRAM, *words],
            env=outside,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    subprocess.run([PROGRAM, "stop"], env=outside, capture_output=True, check=False)
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def prepared_once():
    """A `var` folder in which a run has made the database with all its tables, and ended."""
    folder = Path(tempfile.mkdtemp(prefix="shanqiao-prepared-"))
    folder.chmod(0o755)
    outside = {name: text for name, text in os.environ.items() if name not in OF_THE_TESTS}
    words = [PROGRAM, "run", "--size", "none", "--port", str(a_port())]
    with subprocess.Popen(
        words, env=outside | {"SHANQIAO_VAR": str(folder)}, stdout=subprocess.PIPE, text=True
    ) as run:
        try:
            assert any("Ctrl+C" in line for line in run.stdout), "it ended before it served"
        finally:
            run.terminate()
            run.communicate(timeout=PATIENCE)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def prepared(own_var, prepared_once):
    """`own_var`, where the database is made and its tables are there already."""
    # with the owners of the files, which is the account the database runs under
    subprocess.run(["cp", "-a", f"{prepared_once}/.", own_var], check=True)
    return own_var


def a_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def answers(port):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asked.request("GET", "/static/dist/icons.svg")
        return asked.getresponse().status
    except OSError:
        return None
    finally:
        asked.close()


def everything(var):
    """The processes of a run: its own, and those it began."""
    found = read_json(var / "run.json")
    ours = [Process(found["pid"], found["began"])]
    return ours + [Process(*child) for child in found["children"]]


def serves(var, port):
    """Both programs run, and pages are there."""
    return until(lambda: answers(port) == 200 and len(everything(var)) == 3)


def test_asked_to_stop_it_ends_within_seconds_and_leaves_nothing(shanqiao, prepared):
    port = a_port()
    run = shanqiao("run", "--size", "none", "--port", str(port))
    assert serves(prepared, port)
    processes = everything(prepared)

    began = time.monotonic()
    run.send_signal(signal.SIGTERM)
    told, _ = run.communicate(timeout=PATIENCE)

    assert run.returncode == 0
    assert time.monotonic() - began < 20
    assert f"http://127.0.0.1:{port}/" in told
    assert not any(process.lives() for process in processes)
    assert not is_running()
    assert answers(port) is None
    assert not (prepared / "run.json").exists()


def test_after_a_kill_the_next_start_takes_the_place_of_what_was_left(shanqiao, prepared):
    port = a_port()
    killed = shanqiao("run", "--size", "none", "--port", str(port))
    assert serves(prepared, port)
    orphans = everything(prepared)[1:]
    killed.kill()
    killed.wait()
    assert any(orphan.lives() for orphan in orphans)

    shanqiao("run", "--size", "none", "--port", str(port))
    assert until(lambda: not any(orphan.lives() for orphan in orphans))
    assert serves(prepared, port)

    stopped = shanqiao("stop")
    assert "Stopped" in stopped.communicate(timeout=PATIENCE)[0]
    # the database was started for the run that was killed, and its successor inherits it
    assert not is_running()


def test_a_part_that_is_killed_comes_back(shanqiao, prepared):
    port = a_port()
    shanqiao("run", "--size", "none", "--port", str(port))
    assert serves(prepared, port)
    web = everything(prepared)[1]
    assert "granian" in command(web.pid)

    os.kill(web.pid, signal.SIGKILL)

    assert until(lambda: everything(prepared)[1].pid != web.pid and answers(port) == 200)


def test_a_second_run_says_that_the_first_one_runs(shanqiao, own_var):
    port = a_port()
    shanqiao("run", "--size", "none", "--port", str(port))
    assert until(lambda: (own_var / "run.json").exists())

    second = shanqiao("run", "--size", "none", "--port", str(a_port()))
    told, _ = second.communicate(timeout=PATIENCE)

    assert second.returncode == 1
    assert "make stop" in told


def test_a_port_in_use_is_said_with_another_to_choose(shanqiao, own_var):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        refused = shanqiao("run", "--size", "none", "--port", str(port))
        told, _ = refused.communicate(timeout=PATIENCE)

    assert refused.returncode == 1
    assert f"make run PORT={port + 1}" in told
    assert not (own_var / "postgres").exists()


def test_stopped_while_it_prepares_it_goes_on_from_there(shanqiao, own_var):
    port = a_port()
    run = shanqiao("run", "--size", "none", "--port", str(port))
    assert until(lambda: (own_var / "postgres").exists() and is_running())
    run.send_signal(signal.SIGTERM)
    run.communicate(timeout=PATIENCE)
    assert run.returncode == 0
    assert not is_running()

    shanqiao("run", "--size", "none", "--port", str(port))

    assert serves(own_var, port)


@pytest.mark.parametrize(
    ("at_work", "said"),
    [
        ("try:\n  {ask}\n except Exception:\n  pass", ["stopped"]),
        (
            "gone = type('Gone', (), {{'__del__': lambda self: {ask}}})()\n del gone",
            ["on the way", "stopped"],
        ),
    ],
    ids=["who catches mistakes", "where none is heard"],
)
def test_asked_to_stop_at_any_moment_it_stops(at_work, said, outside):
    program = "\n".join(
        [
            "import os, signal",
            "from shanqiao.host.running import _Stop, _stoppable, _watch",
            "try:",
            " with _stoppable() as asked:",
            "  pass",
            " " + at_work.format(ask="os.kill(os.getpid(), signal.SIGTERM)"),
            " print('on the way')",
            " _watch([], {}, asked)",
            "except _Stop:",
            " print('stopped')",
        ]
    )

    told = subprocess.run(
        [sys.executable, "-c", program], env=outside, capture_output=True, text=True, timeout=60
    )

    assert told.stdout.split("\n")[:-1] == said, told.stderr


def test_fresh_deletes_everything_and_only_when_told(shanqiao, own_var, outside):
    (own_var / "keys").mkdir()
    (own_var / "keys" / "field").write_text("precious")

    asked = subprocess.run(
        [PROGRAM, "fresh"], env=outside, input="n\n", capture_output=True, text=True, check=False
    )
    assert asked.returncode == 1
    assert (own_var / "keys" / "field").exists()

    told = shanqiao("fresh", "--yes").communicate(timeout=PATIENCE)[0]
    assert str(own_var) in told
    assert not own_var.exists()


def test_a_borrowed_database_is_let_go_when_the_borrower_is_asked_to_stop(own_var, outside):
    words = [sys.executable, "-m", "shanqiao.host.borrow", "sleep", "60"]
    with subprocess.Popen(words, env=outside) as borrower:
        assert until(is_running)

        borrower.terminate()

        assert borrower.wait(PATIENCE) == 128 + signal.SIGTERM
    assert not is_running()
