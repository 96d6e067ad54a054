"""What pages load is built, small, and holds every icon that is asked for."""

import json
import re
import struct
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "shanqiao" / "static" / "dist"
KILOBYTE = 1_000


def size(*names):
    return sum((BUILT / name).stat().st_size for name in names)


def asked_for():
    """Every icon that a template or a desk names, with the file that does."""
    for path in (ROOT / "shanqiao" / "templates").rglob("*.html"):
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text()):
            yield name, path.name
    for path in (ROOT / "shanqiao" / "www").rglob("*.py"):
        for name in re.findall(
            r'\bicon(?:: str)?\s*=\s*"([^"]+)"|\bicon\("([^"]+)"', path.read_text()
        ):
            yield "".join(name), path.name


def test_every_icon_that_is_asked_for_is_there():
    there = set(re.findall(r'<symbol id="([^"]+)"', (BUILT / "icons.svg").read_text()))

    missing = {(name, where) for name, where in asked_for() if name not in there}

    assert there
    assert not missing, "add them to frontend/icons.txt"


def test_public_pages_stay_light():
    assert size("app.css", "app.js") < 300 * KILOBYTE


def test_desks_stay_light_even_with_pictures():
    every = ("app.css", "app.js", "charts.js", "echarts.js", "icons.svg")

    assert size(*(f"{name}.gz" for name in every)) < 400 * KILOBYTE


def test_what_is_sent_small_is_the_same(tmp_path):
    for name in ("app.css", "app.js"):
        packed = (BUILT / f"{name}.gz").read_bytes()
        # the last four bytes tell the length of what was packed (RFC 1952)
        assert struct.unpack("<I", packed[-4:])[0] == size(name)


def test_pages_ask_nobody_else_for_anything():
    asked = re.compile(rb"""(?:url\(|@import|src=|fetch\()\s*["']?https?://""")

    found = [path.name for path in BUILT.iterdir() if asked.search(path.read_bytes())]

    assert not found


def test_the_lock_names_packages_and_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())

    packages = [entry for name, entry in lock["packages"].items() if name]

    assert packages
    assert not any("resolved" in entry for entry in packages)
    assert all("integrity" in entry for entry in packages)
