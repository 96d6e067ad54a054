"""Choosing the packages of all machines at once, by name, version and hash, never by address."""

import os

from tools import ROOT, node, run, uv

# what each lock is made from
LOCKS = {
    "requirements.lock": "requirements.in",
    "requirements-dev.lock": "requirements-dev.in",
    "requirements-cluster.lock": "requirements-cluster.in",
    "requirements-bench.lock": "requirements-bench.in",
    "deploy/setup/node.lock": "deploy/setup/node.in",
}


def lock_all() -> None:
    """Write every lock anew, with the newest packages that fit."""
    for lock, wanted in LOCKS.items():
        words = ["--universal", "--generate-hashes", "--no-header", "--upgrade"]
        if lock == "requirements-cluster.lock":  # is installed beside the others
            words += ["--constraints", "requirements-dev.lock"]
        if lock == "requirements-bench.lock":  # names all it needs itself
            words += ["--no-deps", "--constraints", "requirements-cluster.lock"]
        run(uv(), "pip", "compile", "--quiet", *words, "--python-version=3.11", wanted, "-o", lock)
    path = f"{node()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    words = ["--package-lock-only", "--ignore-scripts", "--no-audit"]
    run(node() / "npm", "update", *words, env={"PATH": path})
    addresses = (ROOT / "package-lock.json").read_text().count('"resolved"')
    assert addresses == 0, "package-lock.json names addresses; see .npmrc"
