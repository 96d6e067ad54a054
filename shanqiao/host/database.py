"""The embedded database: there when asked for, whole after whatever happened."""

import os
import re
import secrets
import time
from pathlib import Path

from shanqiao.host import making, memory
from shanqiao.host.folders import only_one, var
from shanqiao.host.kept import Kept, keep, kept
from shanqiao.host.keys import field_key
from shanqiao.host.owner import Owner, home, owner, within_reach
from shanqiao.host.ports import first_free, why_taken
from shanqiao.host.problems import CannotStart
from shanqiao.host.processes import command
from shanqiao.host.programs import Programs, find_programs

PATIENCE = 120.0  # seconds; a city's books are read again from the log after a power cut
PORTS = range(15_432, 16_432)  # below what systems lend to outgoing connections


def ensure_database() -> str:
    """The address of a database that answers: ``DATABASE_URL``, or our own, started if need be.

    Raises:
        CannotStart: there are no programs, no room, or PostgreSQL refuses; says what to do.
    """
    if outside := os.environ.get("DATABASE_URL"):
        return outside
    ours = kept()
    if ours is not None and _answers(ours):
        return ours.url
    with only_one(var() / "database.lock"):
        return _started().url


def stop_database() -> bool:
    """Stop our own database, waiting for what is being written; says if there was one to stop."""
    with only_one(var() / "database.lock"):
        ours = kept()
        if ours is None or not _process(Path(ours.folder)):
            return False
        programs, account = _tools(Path(ours.folder).parent)
        stop = [programs["pg_ctl"], "stop", "-D", ours.folder, "-t", str(int(PATIENCE))]
        told = account.run(*stop, "-m", "fast")
        if told.returncode and _process(Path(ours.folder)):
            raise CannotStart(
                f"数据库没有停下来：{told.stderr.strip()}",
                f"The database did not stop: {told.stderr.strip()}",
            )
        return True


def is_running() -> bool:
    """Our own database answers, to our password."""
    ours = kept()
    return ours is not None and _answers(ours)


def _answers(ours: Kept) -> bool:
    """Our server answers; scram proves both sides, so a stranger on our port does not count."""
    if not _process(Path(ours.folder)):
        return False
    import psycopg  # slow to load, and not every command asks a database

    try:
        psycopg.connect(ours.url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _started() -> Kept:
    """Our database, made if there is none and started if it does not run. Under the lock."""
    account = owner()
    place = home(var(), account)
    programs = _within_reach(find_programs(), account, place)
    ours = _made(place / "postgres", programs=programs, account=account)
    until = time.monotonic() + PATIENCE
    told = ""
    while not _answers(ours):
        if time.monotonic() > until:
            raise _cannot_start(told)
        if not _process(Path(ours.folder)):
            ours, told = _start(ours, programs=programs, account=account)
        time.sleep(0.05)
    return ours


def _made(folder: Path, *, programs: Programs, account: Owner) -> Kept:
    """The database folder and what we keep about it, made where missing."""
    ours = kept()
    if ours is not None and ours.folder == str(folder) and folder.exists():
        _expect_version(folder, programs)
        return ours
    new = Kept(str(folder), first_free(PORTS), secrets.token_urlsafe(24))
    if folder.exists():
        _expect_version(folder, programs)
        making.change_password(folder, programs=programs, account=account, password=new.password)
    else:
        field_key()  # made first, so that there are never rows without the key that opens them
        making.make_folder(folder, programs=programs, account=account, password=new.password)
    return keep(new)


def _start(ours: Kept, *, programs: Programs, account: Owner) -> tuple[Kept, str]:
    """Try to start; says what is kept now, and what PostgreSQL said."""
    if why_taken("127.0.0.1", ours.port):
        ours = keep(ours._replace(port=first_free(PORTS)))
    folder = Path(ours.folder)
    _disown(folder / "postmaster.pid")
    log = folder / "server.log"
    log.unlink(missing_ok=True)
    choices = f"-p {ours.port} -c shared_buffers={memory.buffers()}MB"
    start = [programs["pg_ctl"], "start", "-D", folder, "-l", log, "-o", choices]
    started = account.run(*start, "-w", "-t", str(int(PATIENCE)))
    if started.returncode == 0:
        return ours, ""
    told = log.read_text(errors="replace") if log.exists() else started.stderr
    # the port was taken between our look and the start, or the children of a killed server
    # are still on their way out: both pass, anything else does not
    if not re.search(r"could not bind|could not create any TCP|shared memory block", told):
        raise _cannot_start(told)
    return ours, told


def _process(folder: Path) -> bool:
    """A PostgreSQL server works on this folder, whether it answers yet or not."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return False
    told = command(pid)
    return "postgres" in told and str(folder) in told


def _disown(lock: Path) -> None:
    """Put our own number into the lock file a killed server left behind.

    PostgreSQL does not start while the number in it belongs to any living process, and after a
    restart of the machine it soon does. Our number it passes over, as that of its starter's, and
    goes on to look for orphans by the rest of the file; without the file it could not.
    """
    if lock.exists():
        _, newline, rest = lock.read_text().partition("\n")
        lock.write_text(f"{os.getpid()}{newline}{rest}")


def _within_reach(programs: Programs, account: Owner, place: Path) -> Programs:
    folder = within_reach(programs.folder, list(programs.beside), account, place)
    return Programs(folder, programs.major, programs.beside)


def _tools(place: Path) -> tuple[Programs, Owner]:
    account = owner()
    return _within_reach(find_programs(), account, place), account


def _expect_version(folder: Path, programs: Programs) -> None:
    made_by = making.version_of(folder)
    if made_by != programs.major:
        raise CannotStart(
            f"{folder} 里的数据由 PostgreSQL {made_by} 写成，这里的程序是 {programs.major}。"
            f"数据没有改动。请安装 PostgreSQL {made_by}，用 pg_dump 转出后再导入。",
            f"The data in {folder} was written by PostgreSQL {made_by}; the programs here are "
            f"{programs.major}. The data is untouched. Install PostgreSQL {made_by}, "
            "and move the data with pg_dump.",
        )


def _cannot_start(told: str) -> CannotStart:
    why = "\n".join(told.strip().splitlines()[-8:])
    return CannotStart(
        f"数据库没有启动，已有的数据没有改动。PostgreSQL 的说明：\n{why}",
        f"The database did not start; the data is untouched. PostgreSQL says:\n{why}",
    )
