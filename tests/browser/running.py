"""A whole demonstration city, served as `make run` serves it, for a browser to walk through."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.browser.shown import copy_of_the_shown

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 900  # seconds, with a database made and a city filled, beside other tests
CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO_GET_IT = (
    "Debian, Ubuntu: apt install chromium fonts-noto-cjk; macOS: brew install --cask chromium"
)


def chromium():
    """The path of a Chromium on this machine, or None."""
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


@contextmanager
def browser():
    """Chromium under Playwright, quiet: it looks for nothing outside."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        try:
            yield running
        finally:
            running.close()


class City:
    """A demonstration city with data of its own, that can be stopped and started again later in time."""

    def __init__(self, *, size="small"):
        self.size, self.port = size, _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = Path(tempfile.mkdtemp(prefix="shanqiao-city-"))
        self.folder.chmod(0o755)
        self.served = None
        url = os.environ.get("DATABASE_URL")
        if url:  # on a server that somebody else keeps, a database beside
            url = _another_database(url, f"shanqiao_city_{self.port}")
        else:
            copy_of_the_shown(self.folder, size=size, port=_free_port(), make=self._make)
        self.served = Served(self.folder, url, size=size, port=self.port)

    def start(self, *, days_ahead=0):
        self.served.start(days_ahead=days_ahead)

    def stop(self):
        if self.served:
            self.served.stop()

    def remove(self):
        self.stop()
        if "DATABASE_URL" in os.environ:
            _forget_database(os.environ["DATABASE_URL"], f"shanqiao_city_{self.port}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make(self, folder):
        first = Served(folder, None, size=self.size, port=self.port)
        try:
            first.start()
        finally:
            first.stop()


class Served:
    """`shanqiao run` beside us, on a folder and a database."""

    def __init__(self, folder, url, *, size, port):
        self.folder, self.size, self.port = folder, size, port
        self.environment = os.environ | {"SHANQIAO_VAR": str(folder)}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        if url:
            self.environment["DATABASE_URL"] = url
        self.process = None

    def start(self, *, days_ahead=0):
        self.environment["SHANQIAO_DAYS_AHEAD"] = str(days_ahead or "")
        self.log = (self.folder / "run.log").open("a")
        began = self.log.tell()
        self.process = subprocess.Popen(
            [self._command("shanqiao"), "run", "--size", self.size, "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        until = time.monotonic() + STARTS_WITHIN
        while not self._serves(began):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "run.log").read_text())
            time.sleep(0.2)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None
            self.log.close()

    def _command(self, name):
        return str(Path(sys.executable).parent / name)

    def _serves(self, began):
        if b"Ctrl+C" not in (self.folder / "run.log").read_bytes()[began:]:
            return False
        try:
            address = f"http://127.0.0.1:{self.port}"
            return urllib.request.urlopen(address, timeout=20).status == 200
        except OSError:
            return False


@contextmanager
def a_city(*, size="small"):
    city = City(size=size)
    try:
        city.start()
        yield city
    finally:
        city.remove()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _another_database(url, name):
    """A database beside the one at ``url``, on the same server; its address."""
    _forget_database(url, name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _forget_database(url, name):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
