"""The steps from a fresh clone to something that runs, each done only when its inputs changed."""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tools import ROOT, TOOLS, CannotSetUp, node, run, uv, works

__all__ = ["CannotSetUp", "run_all"]

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "shanqiao" / "static" / "dist"
FONTS = ROOT / "shanqiao" / "feeds" / "letters" / "fonts"
LOCALE = ROOT / "shanqiao" / "locale"


class Step(NamedTuple):
    """One thing to do, what it depends on, and what is there when it has been done."""

    name: str
    says: str
    inputs: Iterable[Path]
    makes: Iterable[Path]
    do: Callable[[], None]


def run_all(*, dev: bool, cluster: bool, bench: bool) -> None:
    """Bring the checkout up to date.

    Args:
        dev: add what is needed to change and test it.
        cluster: add what is needed to plan on several machines.
        bench: add the labelled registers of others by which linkage is measured.
    """
    # what was set up once stays so: `make run` takes no test tools away
    done = [path.name for path in (TOOLS / "stamps").glob("packages*")]
    dev = dev or any("-dev" in name for name in done)
    cluster = cluster or any("-cluster" in name for name in done)
    bench = bench or any("-bench" in name for name in done)
    for step in (
        _packages(dev, cluster, bench),
        _project(),
        _messages(),
        _engine(),
        _node_packages(dev),
        _front_end(),
    ):
        _bring_up_to_date(step)


def _packages(dev: bool, cluster: bool, bench: bool) -> Step:
    locks = [ROOT / ("requirements-dev.lock" if dev else "requirements.lock")]
    locks += [ROOT / "requirements-cluster.lock"] * cluster
    locks += [ROOT / "requirements-bench.lock"] * bench

    def sync() -> None:
        if not works(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
            run(uv(), "venv", "--quiet", "--clear", "--no-python-downloads", "-p", ">=3.11", VENV)
        run(uv(), "pip", "sync", "--quiet", f"--python={PYTHON}", "--require-hashes", *locks)
        _stamp("project").unlink(missing_ok=True)

    name = "packages" + "-dev" * dev + "-cluster" * cluster + "-bench" * bench
    return Step(name, "Python 依赖 / Python packages", locks, [PYTHON], sync)


def _project() -> Step:
    def install() -> None:
        python = f"--python={PYTHON}"
        run(uv(), "pip", "install", "--quiet", python, "--no-deps", "--editable", ROOT)

    inputs = [ROOT / "pyproject.toml", ROOT / "requirements.in", ROOT / "requirements-cluster.in"]
    command = VENV / "bin" / "shanqiao"
    return Step("project", "命令 shanqiao / the command shanqiao", inputs, [command], install)


def _messages() -> Step:
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))

    def compile_all() -> None:
        for source in sources:
            words = ("-i", source, "-o", source.with_suffix(".mo"), "-l", source.parts[-3])
            run(VENV / "bin" / "pybabel", "-q", "compile", *words)

    makes = [source.with_suffix(".mo") for source in sources]
    return Step("messages", "中文文字 / Chinese texts", sources, makes, compile_all)


def _engine() -> Step:
    rooms = ROOT / "shanqiao" / "engines" / "allocation"
    inputs = [ROOT / "requirements.lock"]
    inputs += [path for room in ("flow", "without") for path in _files(rooms / room, "*.py")]

    def compile_loops() -> None:
        for old in (rooms / "flow" / "__pycache__").glob("compiled-*"):
            shutil.rmtree(old)
        run(PYTHON, "-m", "shanqiao.engines.allocation.compiling")

    says = "编译方案引擎 / compiling the planning engine"
    return Step("engine", says, inputs, [rooms / "flow" / "__pycache__"], compile_loops)


def _node_packages(dev: bool) -> Step:
    def install() -> None:
        # no package may run anything of its own while it is installed
        words = ["--ignore-scripts", "--no-audit", "--loglevel=error"]
        words += [] if dev else ["--omit=dev"]
        run(node() / "npm", "ci", *words, env=_with_node())

    inputs = [ROOT / "package.json", ROOT / "package-lock.json"]
    makes = [ROOT / "node_modules" / ("axe-core" if dev else "esbuild")]
    return Step("node-packages" + "-dev" * dev, "页面依赖 / page packages", inputs, makes, install)


def _front_end() -> Step:
    def build() -> None:
        run(node() / "node", "frontend/build.mjs", env=_with_node())

    inputs = [
        ROOT / "package-lock.json",
        *_files("frontend", "*"),
        # which of Tabler's styles are kept depends on the words pages use
        *_files("shanqiao/templates", "*.html"),
        *_files("shanqiao/www", "*.py"),
    ]
    makes = [BUILT / name for name in ("app.css", "app.js", "charts.js", "echarts.js", "icons.svg")]
    makes += [FONTS / f"NotoSerifSC_{weight}.ttf" for weight in ("400Regular", "700Bold")]
    return Step("front-end", "页面样式与脚本 / styles and scripts", inputs, makes, build)


def _bring_up_to_date(step: Step) -> None:
    stamp, digest = _stamp(step.name), _digest(step)
    if stamp.exists() and stamp.read_text() == digest and all(p.exists() for p in step.makes):
        return
    print(f"  {step.says} …", end="", flush=True, file=sys.stderr)
    began = time.monotonic()
    step.do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr)


def _digest(step: Step) -> str:
    """Changes with any input, and when the checkout was moved: programs in it know where it is."""
    seen = hashlib.sha256(f"{ROOT}\n{step.name}\n".encode())
    for path in step.inputs:
        seen.update(f"{path}\n".encode() + path.read_bytes())
    return seen.hexdigest()


def _files(folder: str, pattern: str) -> list[Path]:
    return sorted(p for p in (ROOT / folder).rglob(pattern) if p.is_file())


def _stamp(name: str) -> Path:
    return TOOLS / "stamps" / name


def _with_node() -> dict[str, str]:
    return {"PATH": f"{node()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
