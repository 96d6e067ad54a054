"""A machine room of its own for each test, and nothing of it left afterwards."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from shanqiao.host import stop_database
from shanqiao.host.fresh import what_would_go


@pytest.fixture
def own_var(monkeypatch):
    """A `var` folder that every account can pass through, as in an ordinary project."""
    folder = Path(tempfile.mkdtemp(prefix="shanqiao-"))
    folder.chmod(0o755)
    yield from _clean_after(folder, monkeypatch)


@pytest.fixture
def closed_var(monkeypatch):
    """A `var` folder below one that only its owner may enter, as a project in /root."""
    closed = Path(tempfile.mkdtemp(prefix="shanqiao-closed-"))
    yield from _clean_after(closed / "var", monkeypatch)
    shutil.rmtree(closed)


def _clean_after(folder, monkeypatch):
    monkeypatch.setenv("SHANQIAO_VAR", str(folder))
    for name in ("DATABASE_URL", "SHANQIAO_SECRET_KEY", "SHANQIAO_FIELD_KEY"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    stop_database()
    for going in (*what_would_go(), folder):
        shutil.rmtree(going, ignore_errors=True)


@pytest.fixture
def outside(own_var):
    """The environment for a program started beside us, without the settings of the tests."""
    return {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
