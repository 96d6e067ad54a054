"""All that runs in a soak, and how one of it is killed."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from shanqiao.host.database import ensure_database, is_running
from shanqiao.host.folders import read_json, var
from shanqiao.host.kept import kept
from shanqiao.host.ports import answers, first_free
from shanqiao.host.processes import Process, command, known

from .acts import keep, write

WRITERS = 4
# how often each is killed; the web server takes longest to come back
VICTIMS = {"writer": 8, "backend": 6, "keeper": 3, "postgres": 4, "web server": 1, "worker": 1}
FIRST_PAGE = 600.0  # seconds; tables are made before it
FORK = multiprocessing.get_context("fork")


class House:
    """A database, those who write and seal, a web server and a worker; whatever died is begun again."""

    def __init__(self, folder):
        self.folder, self.world = folder, None  # see Writer
        self.port, self.run, self.forks, self.begun = _a_port(), None, {}, 0

    def serve(self):
        """`shanqiao run` without a demonstration city."""
        words = (str(Path(sys.executable).with_name("shanqiao")), "run", "--size", "none")
        with (self.folder / "run.log").open("ab") as log:
            self.run = subprocess.Popen(
                [*words, "--port", str(self.port)], stdout=log, stderr=subprocess.STDOUT
            )

    def wait_for_page(self):
        until = time.monotonic() + FIRST_PAGE
        while not answers("127.0.0.1", self.port):
            if self.run.poll() is not None or time.monotonic() > until:
                sys.exit((self.folder / "run.log").read_text())
            time.sleep(0.2)

    def revive(self):
        """Begin again whatever is not there."""
        if not is_running():
            ensure_database()
        if self.run.poll() is not None:
            self.serve()
        for name in [*(f"writer {n}" for n in range(WRITERS)), "keeper"]:
            if name not in self.forks or not self.forks[name].is_alive():
                self.begun += 1
                life = f"{name.replace(' ', '-')}-{self.begun}"
                whole = (keep, (self.folder,))
                if name != "keeper":
                    whole = (write, (self.folder, life, self.world))
                self.forks[name] = FORK.Process(target=whole[0], args=whole[1], daemon=True)
                self.forks[name].start()

    def kill_one(self, chance: random.Random):
        """Kill one living process with -9; says of which kind, or None where none of that kind lives."""
        kind = chance.choices([*VICTIMS], [*VICTIMS.values()])[0]
        living = [process for process in self._living(kind) if process.lives()]
        if not living:
            return None
        try:
            os.kill(chance.choice(living).pid, signal.SIGKILL)
        except ProcessLookupError:
            return None
        return kind

    def end(self):
        """Everybody ends in order; the database stays."""
        (self.folder / "stop").touch()
        if not is_running():
            ensure_database()
        for fork in self.forks.values():
            fork.join(60)
            if fork.is_alive():
                fork.kill()
        if self.run.poll() is None:
            self.run.terminate()
        self.run.wait(120)

    def _living(self, kind):
        match kind:
            case "writer" | "keeper":
                return [known(f.pid) for name, f in self.forks.items() if name.startswith(kind)]
            case "postgres":
                return [_postmaster()]
            case "backend":
                return _backends(_postmaster().pid)
            case "web server" | "worker":
                words = "granian" if kind == "web server" else "procrastinate"
                noted = read_json(var() / "run.json").get("children", [])
                return [Process(*child) for child in noted if words in command(child[0])]


def _a_port():
    """Another one each time, so that two soaks do not take each other's."""
    return first_free(range(random.randrange(17_000, 18_900), 19_000))


def _postmaster():
    """The server of our own folder."""
    ours = kept()
    try:
        pid = int((Path(ours.folder) / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return Process(0, "")
    return known(pid) if ours.folder in command(pid) else Process(0, "")


def _backends(postmaster):
    """Its children: those that answer somebody, and those that write for all."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # gone meanwhile
        if postmaster and parent == postmaster:
            found.append(known(int(stat.parent.name)))
    return found
