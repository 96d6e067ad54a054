"""The programs that serve: begun together, watched, begun again, ended with all they began."""

# Note [Which processes are ours]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A killed parent leaves its children serving on our port. The next start must end them, and
# nobody else's. Each run gives its children a random mark in their environment, which everything
# they begin inherits; where the system shows environments (Linux, to the same account) the mark
# is the proof. Elsewhere the number of a child counts together with the second it began.

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from shanqiao.host.problems import CannotStart
from shanqiao.host.processes import Process, known

MARK = "SHANQIAO_RUN"
PATIENCE = 15.0  # seconds a program gets to finish what it does
RESTS = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before a program that died begins again
LONG_LIFE = 60.0  # seconds after which a death is no longer counted with those before


@dataclass
class Child:
    """One program of ours, in a process group of its own."""

    name: str
    words: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    deaths: int = 0
    again_at: float = 0.0
    began_at: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def begin(self) -> None:
        """Start the program; what it says goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl+C in the terminal reaches us alone, and we end the others in order
                start_new_session=True,
            )
        self.began_at = time.monotonic()

    def watch(self) -> None:
        """Notice a death, and begin again after a rest.

        Raises:
            CannotStart: it died again and again.
        """
        if self.process is not None and self._is_dead():
            self._bury()
            self.deaths = 1 if time.monotonic() - self.began_at > LONG_LIFE else self.deaths + 1
            if self.deaths > len(RESTS):
                raise _keeps_dying(self)
            self.again_at = time.monotonic() + RESTS[self.deaths - 1]
        if self.process is None and time.monotonic() >= self.again_at:
            self.begin()

    def ask_to_end(self) -> None:
        if self.process is not None and not self._is_dead():
            self.process.send_signal(signal.SIGTERM)

    def end(self, *, by: float) -> None:
        """Wait until it ended, and insist when the time is over."""
        if self.process is None:
            return
        while not self._is_dead() and time.monotonic() < by:
            time.sleep(0.02)
        self._bury()

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def _is_dead(self) -> bool:
        """Looks without taking note, so that the number is not given to somebody else meanwhile."""
        assert self.process is not None
        if self.process.returncode is not None:
            return True
        looked = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, looked) is not None

    def _bury(self) -> None:
        """End what the program left behind in its group, then the program itself."""
        assert self.process is not None
        # an error means that nothing is left but the dead program itself
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def end_left_behind(mark: str, listed: list[Process]) -> int:
    """End what an earlier run of ours left behind; says how many. See Note [Which processes are ours]."""
    left = _marked(mark) if Path("/proc/self/environ").exists() else listed
    left = [process for process in left if process.lives()]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in left:
            if process.lives():
                os.kill(process.pid, number)
        until = time.monotonic() + PATIENCE
        while any(process.lives() for process in left) and time.monotonic() < until:
            time.sleep(0.05)
    return len(left)


def _marked(mark: str) -> list[Process]:
    """Every living process that carries the mark, but for ourselves."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            carries = wanted in (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # gone meanwhile, or somebody else's
        if carries and int(folder.name) != os.getpid():
            found.append(known(int(folder.name)))
    return found


def python(*words: str) -> tuple[str, ...]:
    """A module run by the very Python that runs us."""
    return (sys.executable, "-m", *words)


def last_words(log: Path) -> str:
    """The end of a log, where the reason mostly stands."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def _keeps_dying(child: Child) -> CannotStart:
    told = last_words(child.log)
    return CannotStart(
        f"{child.name} 一再停止。它最后的话（全文在 {child.log}）：\n{told}",
        f"{child.name} stops again and again. Its last words are above; all of them: {child.log}",
    )
