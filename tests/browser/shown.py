"""The demonstration city is made once for a day and a state of the code; each that is walked through is a copy of it."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from shanqiao.host.folders import PACKAGE, only_one
from shanqiao.host.kept import NAME
from shanqiao.host.preparing import which_database

# not in the project: the account the database runs under must be able to pass through
SHOWN = Path(tempfile.gettempdir())
BEGINS = "shanqiao-shown-"
OF_A_RUN = ("run.json", "run.log", "run.lock", "database.lock", "database.users")  # not of the city


def copy_of_the_shown(folder, *, size, port, make):
    """Fill an empty folder with the city as it is after it was made and stopped.

    Args:
        size: of the city.
        port: a free one, for the database of the copy.
        make: called with a folder where there is none for today and this code yet; serves a new city there until it is
            ready, and stops.
    """
    made = SHOWN / f"{BEGINS}{_digest(size)[:16]}"
    with only_one(SHOWN / f"{BEGINS}lock"):
        if not made.exists():
            _make(made, make)
        # with the owners of the files, which is the account the database runs under; still held, as who makes another
        # removes this one
        subprocess.run(["cp", "-a", f"{made}/.", folder], check=True)
    for name in OF_A_RUN:
        (folder / name).unlink(missing_ok=True)
    _is_its_own(folder, port)


def _make(made, make):
    """Those of other days and other code go; so does a half one, whose maker was killed."""
    for old in SHOWN.glob(f"{BEGINS}*/"):
        with suppress(PermissionError):  # somebody else's
            shutil.rmtree(old)
    half = made.with_name(f"{BEGINS}half")
    half.mkdir(mode=0o755)
    make(half)
    half.rename(made)  # its name says that it is whole


def _is_its_own(folder, port):
    """The copy knows where its rows are now, has a port of its own, and that it is prepared."""
    kept, prepared = folder / "database.json", folder / "prepared.json"
    here = {"folder": str(folder.resolve() / "postgres"), "port": port}
    kept.write_text(json.dumps(json.loads(kept.read_text()) | here))
    (done,) = json.loads(prepared.read_text()).values()
    prepared.write_text(json.dumps({which_database(f"@127.0.0.1:{port}/{NAME}"): done}))


def _digest(size):
    """Changes with the day, any code, any fact and any package."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    seen = hashlib.sha256(f"{size} {today}\n".encode())
    files = [PACKAGE.parent / "requirements.lock"]
    for kind in ("py", "toml", "csv", "json"):
        files += sorted(PACKAGE.rglob(f"*.{kind}"))
    for path in files:
        seen.update(f"{path.relative_to(PACKAGE.parent)}\n".encode() + path.read_bytes())
    return seen.hexdigest()
