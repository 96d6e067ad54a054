"""uv and Node: those of the machine where they do, else copies of ours in `.tools`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
UV_WANTED = "uv>=0.5"
OLDEST_NODE = 20


class CannotSetUp(Exception):
    """Something is missing that only the machine's owner can bring."""


def run(*words: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program from the project's folder; what it said is shown only when it fails.

    Raises:
        CannotSetUp: it ended with an error.
    """
    told = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env=os.environ | (env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if told.returncode:
        command = " ".join(str(word) for word in words)
        raise CannotSetUp(f"{told.stdout}\n这一步没有成功 / This step failed: {command}")


def works(*words: str | Path) -> bool:
    """The program is there and ends well."""
    try:
        return (
            subprocess.run([str(w) for w in words], capture_output=True, check=False).returncode
            == 0
        )
    except OSError:
        return False


def uv() -> str:
    """The path of uv, brought into `.tools` where the machine has none."""
    if (found := shutil.which("uv")) and works(found, "--version"):
        return found
    own = TOOLS / "uv" / "bin" / "uv"
    if not works(own, "--version"):
        _bring_uv(TOOLS / "uv")
    if not works(own, "--version"):
        raise CannotSetUp(
            "没有找到 uv，也没能装上。请安装 uv，或：apt install python3-venv，再试一次。\n"
            "uv was not found and could not be brought. Install uv, or: apt install python3-venv, "
            "and try again."
        )
    return str(own)


def node() -> Path:
    """The folder with node and npm: the system's from version 20 on, else from a Python wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _major(found) >= OLDEST_NODE:
        return Path(found).parent
    own = TOOLS / "node" / "bin"
    if not works(own / "npm", "--version"):
        lock = ROOT / "deploy" / "setup" / "node.lock"
        run(uv(), "venv", "--quiet", "--clear", "--no-python-downloads", TOOLS / "node")
        python = f"--python={own / 'python'}"
        run(uv(), "pip", "sync", "--quiet", python, "--require-hashes", lock)
    return own


def _bring_uv(folder: Path) -> None:
    """By venv; where Debian left ensurepip out, by pip alone."""
    shutil.rmtree(folder, ignore_errors=True)
    if works(sys.executable, "-m", "venv", folder):
        run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", UV_WANTED)
        return
    shutil.rmtree(folder, ignore_errors=True)
    if works(sys.executable, "-m", "pip", "--version"):
        run(sys.executable, "-m", "pip", "install", "--quiet", f"--target={folder}", UV_WANTED)


def _major(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)", told.stdout)
    return int(version[1]) if version else 0
