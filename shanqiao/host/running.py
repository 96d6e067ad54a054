"""Serving: database, web server and worker as one thing that starts and stops."""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from shanqiao.host.children import MARK, PATIENCE, Child, last_words, python
from shanqiao.host.folders import var
from shanqiao.host.one_run import note_run, the_only_run
from shanqiao.host.ports import answers, why_taken
from shanqiao.host.preparing import prepare
from shanqiao.host.problems import CannotStart
from shanqiao.host.use import database_in_use

APPLICATION = "shanqiao.settings.wsgi:application"
FIRST_PAGE = 120.0  # seconds until the first page must be there
LARGEST_LOG = 10_000_000  # bytes


class _Stop(BaseException):
    """Somebody asked us to stop: no mistake, which whoever is at work just then might catch and go on."""


def serve(*, size: str, host: str, port: int) -> None:
    """Serve until asked to stop; afterwards nothing of ours is left running.

    Args:
        size: of the demonstration city, "small", "city" or "none".
        host, port: where the pages are.

    Raises:
        CannotStart: already running, the port is taken, or a part does not work; says what to do.
    """
    with the_only_run(), _stoppable() as asked:
        _expect_free(host, port)
        environment = _environment(demonstration=size != "none")
        note_run(environment[MARK], [])
        try:
            with database_in_use() as url:
                prepare(url, size=size, environment=environment)
                _serve(host, port, environment, asked)
        except _Stop:
            print("已停止。/ Stopped.", flush=True)


def _environment(*, demonstration: bool) -> dict[str, str]:
    """What our programs find around them. See Note [Which processes are ours] in children."""
    ours = {MARK: secrets.token_hex(16), "SHANQIAO_DEMONSTRATION": "1" if demonstration else ""}
    return {"DJANGO_SETTINGS_MODULE": "shanqiao.settings.base"} | os.environ | ours


def _serve(host: str, port: int, environment: dict[str, str], asked: Event) -> None:
    web = Child("web", _web(host, port), environment, _log("web"))
    worker = Child("worker", _worker(), environment, _log("worker"))
    children = [web, worker]
    try:
        web.begin()
        _note(environment, children)
        _wait_for_page(web, host, port)
        print(f"\n善桥 shanqiao  http://{host}:{port}/\n", flush=True)
        worker.begin()
        _note(environment, children)
        _show_sign_ins(environment)
        print("按 Ctrl+C 停止。/ Ctrl+C stops.", flush=True)
        _watch(children, environment, asked)
    finally:
        _end(children)


def _watch(children: list[Child], environment: dict[str, str], asked: Event) -> None:
    """Until a signal comes, or came while nobody could hear of it, or one of them cannot be kept alive."""
    while not asked.is_set():
        before = [child.pid for child in children]
        for child in children:
            child.watch()
        if before != [child.pid for child in children]:
            _note(environment, children)
        time.sleep(0.2)
    raise _Stop


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
    # who listens to every address listens to this one
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    until = time.monotonic() + FIRST_PAGE
    while not answers(asked, port):
        web.watch()
        if web.deaths or time.monotonic() > until:
            raise CannotStart(
                f"网页服务没有启动。它最后的话（全文在 {web.log}）：\n{last_words(web.log)}",
                f"The web server did not start. Its last words are above; all of them: {web.log}",
            )
        time.sleep(0.05)


def _show_sign_ins(environment: dict[str, str]) -> None:
    """Who may sign in to the demonstration city, as the command of that name says."""
    if environment["SHANQIAO_DEMONSTRATION"]:
        words = python("shanqiao.host.preparing", '[["sign_ins"]]')
        subprocess.run(words, env=environment, check=False)


@contextmanager
def _stoppable() -> Iterator[Event]:
    """A signal to stop becomes an exception, so that every `with` on the way is left in order; it is set as well."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    asked = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        # a second Ctrl+C must not leave half of it running
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        asked.set()
        raise _Stop

    for number in numbers:
        signal.signal(number, stop)
    yield asked


def _note(environment: dict[str, str], children: list[Child]) -> None:
    note_run(environment[MARK], [child.pid for child in children if child.pid])


def _expect_free(host: str, port: int) -> None:
    if why := why_taken(host, port):
        raise CannotStart(
            f"{host}:{port} 用不了：{why}。换一个端口：make run PORT={port + 1}",
            f"Cannot use {host}:{port}: {why}. Choose another port: make run PORT={port + 1}",
        )


def _log(name: str) -> Path:
    log = var() / "log" / f"{name}.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log
