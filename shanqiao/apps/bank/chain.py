"""Does each balance of an account follow from the one before?"""

from dataclasses import dataclass, field

_AHEAD = 1_000  # breaks by which one order of the rows may be behind before it is given up


@dataclass(frozen=True, slots=True)
class Break:
    """The line whose balance does not follow: what the rows before lead to, and what stands there."""

    line: int
    account: object
    expected: int
    stands: int


@dataclass
class Chain:
    """The rows of one account as they come; oldest first or newest first, whichever they fit better.

    A row that cannot be used still tells its balance: where it has no amount, the balance breaks there and not at
    the innocent row after it.
    """

    account: object
    _known: int | None = None  # oldest first: the balance after the row before
    _newer: tuple[int, int, int] | None = (
        None  # newest first: line, what moved since, balance of the row before
    )
    _up: list | None = field(default_factory=list)  # breaks, oldest first; None: given up
    _down: list | None = field(default_factory=list)

    def see(self, line, amount, balance):
        """A row: what it moved (None where it cannot be read) and the balance after it, where one is told."""
        if self._up is not None:
            self._oldest_first(line, amount, balance)
        if self._down is not None:
            self._newest_first(line, amount, balance)
        if self._up is not None and self._down is not None:
            apart = len(self._up) - len(self._down)
            if apart > _AHEAD:
                self._up = None
            elif apart < -_AHEAD:
                self._down = None

    def breaks(self):
        """In the order of the file."""
        if self._up is None:
            return self._down
        if self._down is None or len(self._up) <= len(self._down):
            return self._up
        return self._down

    def _oldest_first(self, line, amount, balance):
        if balance is None:
            gone = self._known is None or amount is None
            self._known = None if gone else self._known + amount
            return
        if self._known is not None:
            expected = self._known + (amount or 0)
            if expected != balance:
                self._up.append(Break(line, self.account, expected, balance))
        self._known = balance

    def _newest_first(self, line, amount, balance):
        if balance is None:
            gone = self._newer is None or amount is None
            self._newer = (
                None if gone else (self._newer[0], self._newer[1] + amount, self._newer[2])
            )
            return
        if self._newer is not None:
            newer, moved, stands = self._newer
            if balance + moved != stands:
                self._down.append(Break(newer, self.account, balance + moved, stands))
        self._newer = (line, amount or 0, balance)
