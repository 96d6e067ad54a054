"""Ten kills at random under load, and every acknowledged movement is there once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="who is whose child is read in /proc")
def test_the_books_survive_ten_kills():
    environment = {k: text for k, text in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}

    ended = subprocess.run(
        [sys.executable, "-m", "scripts.soak_books", "--kills", "10"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "All as it must be." in ended.stdout
