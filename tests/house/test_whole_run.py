"""Everyday tests leave out what is marked, and the whole run leaves out nothing."""

import re
import shlex
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
EVERYDAY = ["-m", "not thorough"]
CHOOSING = re.compile(r"-[mk]|--(ignore|ignore-glob|deselect|lf|last-failed|sw|stepwise|co)(=.*)?")


def recipe(target):
    """What make runs for a target, word by word, after the targets it waits for."""
    text = (ROOT / "Makefile").read_text()
    pytest = re.search(r"^PYTEST := (.*)$", text, re.M)[1]
    waits, lines = re.search(rf"^{target}:([^#\n]*).*\n((?:\t.*\n)+)", text, re.M).groups()
    return waits.split(), shlex.split(lines.replace("$(PYTEST)", pytest), posix=True)


def test_everyday_leaves_out_the_thorough_tests_and_no_others():
    waits, whole = recipe("test-whole")

    assert recipe("test") == (waits, whole + EVERYDAY)


def test_the_whole_run_leaves_out_nothing():
    _, words = recipe("test-whole")
    whole = words[words.index("$(BIN)/pytest") + 1 :]
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    ci = (ROOT / ".ci" / "run").read_text().splitlines()

    assert [word for word in [*whole, *options["addopts"]] if CHOOSING.fullmatch(word)] == []
    assert options["testpaths"] == ["tests"]
    assert ci[-1] == "exec make test-whole"


def test_nothing_is_taken_away_after_it_was_collected():
    hidden = re.compile(r"collect_ignore|pytest_deselected|pytest_ignore_collect|items\[:\]")
    for path in sorted((ROOT / "tests").rglob("conftest.py")):
        assert not hidden.search(path.read_text()), path
