"""Programs that others wrote add up a journal, each by itself: hledger and beancount."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shanqiao.feeds.plan_files import Words

Balances = Mapping[tuple[str, str], int]
_AMOUNT = re.compile(r'(-?\d+) "?([A-Z][A-Z0-9-]*)"?')


@dataclass(frozen=True)
class Outsider:
    """A program of others; ``form`` is the journal that it reads."""

    form: str
    program: str
    get_it: Words

    def where(self) -> str | None:
        """The program on this machine, if it is here: on the path, or beside our own Python."""
        beside = Path(sys.executable).parent
        return shutil.which(self.program) or shutil.which(self.program, path=str(beside))

    def differences(self, journal: Path, ours: Balances) -> list[str]:
        """What the program finds otherwise than we said; nothing where it agrees in every account."""
        found = _ask_hledger if self.form == "hledger" else _ask_beancount
        return list(found(str(self.where()), journal, ours))


OUTSIDERS = (
    Outsider(
        "hledger",
        "hledger",
        Words(
            "没有装 hledger。Debian、Ubuntu：apt-get install hledger；其他系统见 https://hledger.org/install.html",
            "hledger is not here. Debian, Ubuntu: apt-get install hledger; elsewhere see https://hledger.org/install.html",
        ),
    ),
    Outsider(
        "beancount",
        "bean-check",
        Words(
            "没有装 beancount。用 pipx install beancount 安装，见 https://github.com/beancount/beancount",
            "beancount is not here. Install it with pipx install beancount, see https://github.com/beancount/beancount",
        ),
    ),
)


def _ask_hledger(program: str, journal: Path, ours: Balances) -> Iterator[str]:
    """Its own sums beside ours, account by account; and what it says of the assertions at the end."""
    checked = _run(program, "check", "accounts", "commodities", "-f", str(journal))
    if checked.returncode:
        yield _told(checked)
    # without assertions, so that its sums are there even where they are not ours
    words = ("balance", "--ignore-assertions", "--flat", "--empty", "--no-total", "-O", "csv")
    summed = _run(program, *words, "-f", str(journal))
    if summed.returncode:
        yield _told(summed)
        return
    theirs: dict[tuple[str, str], int] = {}
    for row in csv.DictReader(io.StringIO(summed.stdout)):
        for amount, unit in _AMOUNT.findall(row["balance"]):
            theirs[row["account"], unit] = int(amount)
    for name, unit in sorted({*ours, *theirs}):
        one, other = ours.get((name, unit), 0), theirs.get((name, unit), 0)
        if one != other:
            yield f"{name}: {one} {unit} ≠ {other} {unit} (hledger)"


def _ask_beancount(program: str, journal: Path, ours: Balances) -> Iterator[str]:
    """Each account has its balance at the end of the ledger, to the unit; what is otherwise, it says."""
    checked = _run(program, "--no-cache", str(journal))
    for line in filter(None, map(str.strip, (checked.stderr + checked.stdout).splitlines())):
        if checked.returncode or "error" in line.lower():
            yield line.replace(f"{journal}:", "")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    return subprocess.run(  # noqa: S603  (programs found by name, on files of our own)
        words, capture_output=True, text=True, check=False, encoding="utf-8", env=environment
    )


def _told(ended: subprocess.CompletedProcess[str]) -> str:
    return (ended.stderr or ended.stdout).strip() or json.dumps(ended.args)
