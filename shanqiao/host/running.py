"""Serving: database, web server and worker as one thing that starts and stops."""

import fcntl
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from shanqiao.host.children import MARK, PATIENCE, Child, end_left_behind, python
from shanqiao.host.folders import read_json, var, write_private
from shanqiao.host.preparing import prepare
from shanqiao.host.problems import CannotStart
from shanqiao.host.processes import Process, known
from shanqiao.host.use import database_in_use

APPLICATION = "shanqiao.settings.wsgi:application"
FIRST_PAGE = 60.0  # seconds until the first page must be there
LARGEST_LOG = 10_000_000  # bytes


class _Stop(Exception):
    """Somebody asked us to stop."""


def serve(*, size: str, host: str, port: int) -> None:
    """Serve until asked to stop; afterwards nothing of ours is left running.

    Args:
        size: of the demonstration city, "small", "city" or "none".
        host, port: where the pages are.

    Raises:
        CannotStart: already running, the port is taken, or a part does not work; says what to do.
    """
    with _alone(), _stoppable():
        _end_earlier_run()
        _expect_free(host, port)
        environment = _environment(demonstration=size != "none")
        _note(environment[MARK], [])
        try:
            with database_in_use() as url:
                prepare(url, size=size, environment=environment)
                _serve(host, port, environment)
        except _Stop:
            print("已停止。/ Stopped.", flush=True)
        finally:
            _file().unlink(missing_ok=True)


def stop_serving() -> bool:
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
    return _end_earlier_run() > 0 or lived


def _environment(*, demonstration: bool) -> dict[str, str]:
    """What our programs find around them. See Note [Which processes are ours] in children."""
    ours = {MARK: secrets.token_hex(16), "SHANQIAO_DEMONSTRATION": "1" if demonstration else ""}
    return {"DJANGO_SETTINGS_MODULE": "shanqiao.settings.base"} | os.environ | ours


def _serve(host: str, port: int, environment: dict[str, str]) -> None:
    mark = environment[MARK]
    web = Child("web", _web(host, port), environment, _log("web"))
    worker = Child("worker", _worker(), environment, _log("worker"))
    children = [web, worker]
    try:
        web.begin()
        _note(mark, children)
        _wait_for_page(web, host, port)
        print(f"\n善桥 shanqiao  http://{host}:{port}/\n", flush=True)
        worker.begin()
        _note(mark, children)
        _show_sign_ins(environment)
        print("按 Ctrl+C 停止。/ Ctrl+C stops.", flush=True)
        while True:
            before = [child.pid for child in children]
            for child in children:
                child.watch()
            if before != [child.pid for child in children]:
                _note(mark, children)
            time.sleep(0.2)
    finally:
        _end(children)


def _end(children: list[Child]) -> None:
    for child in children:
        child.ask_to_end()
    until = time.monotonic() + PATIENCE
    for child in children:
        child.end(by=until)


def _web(host: str, port: int) -> tuple[str, ...]:
    where = ("--host", host, "--port", str(port))
    return python(
        "granian", "--interface", "wsgi", "--blocking-threads", "4", "--no-ws", *where, APPLICATION
    )


def _worker() -> tuple[str, ...]:
    return python("django", "procrastinate", "worker", "--concurrency", "1")


def _wait_for_page(web: Child, host: str, port: int) -> None:
    """Until the server answers; a server that cannot even start is not tried again and again."""
    until = time.monotonic() + FIRST_PAGE
    while not _answers("127.0.0.1" if host == "0.0.0.0" else host, port):  # noqa: S104 (a comparison)
        web.watch()
        if web.deaths or time.monotonic() > until:
            told = "\n".join(web.log.read_text(errors="replace").splitlines()[-15:])
            raise CannotStart(
                f"网页服务没有启动。它最后的话（全文在 {web.log}）：\n{told}",
                f"The web server did not start. Its last words are above; all of them: {web.log}",
            )
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    asked = http.client.HTTPConnection(host, port, timeout=20)
    try:
        asked.request("GET", "/")
        return asked.getresponse().status > 0
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        asked.close()


def _show_sign_ins(environment: dict[str, str]) -> None:
    """Who may sign in to the demonstration city, as the command of that name says."""
    if environment["SHANQIAO_DEMONSTRATION"]:
        subprocess.run(
            python("shanqiao.host.preparing", '[["sign_ins"]]'), env=environment, check=False
        )


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time in one folder."""
    with (var() / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                "这个文件夹里的善桥已经在运行。要停止它，请运行 make stop。",
                "shanqiao already runs from this folder. make stop stops it.",
            ) from None
        yield


@contextmanager
def _stoppable() -> Iterator[None]:
    """A signal to stop becomes an exception, so that every `with` on the way is left in order."""

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, frame: FrameType | None) -> None:
        # a second Ctrl+C must not leave half of it running
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        raise _Stop

    for number in numbers:
        signal.signal(number, stop)
    yield


def _end_earlier_run() -> int:
    found = read_json(_file())
    if not found:
        return 0
    ended = end_left_behind(found["mark"], [Process(*child) for child in found["children"]])
    _file().unlink(missing_ok=True)
    return ended


def _note(mark: str, children: list[Child]) -> None:
    """Write down who we are and whom we began."""
    us = known(os.getpid())
    begun = [known(child.pid) for child in children if child.pid]
    found = {
        "pid": us.pid,
        "began": us.began,
        "mark": mark,
        "children": [[child.pid, child.began] for child in begun],
    }
    write_private(_file(), json.dumps(found) + "\n")


def _expect_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as why:
            raise CannotStart(
                f"{host}:{port} 用不了：{why.strerror}。换一个端口：make run PORT={port + 1}",
                f"Cannot use {host}:{port}: {why.strerror}. Choose another port: "
                f"make run PORT={port + 1}",
            ) from None


def _log(name: str) -> Path:
    log = var() / "log" / f"{name}.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log


def _file() -> Path:
    return var() / "run.json"
