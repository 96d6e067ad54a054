"""Steps that are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[str, int, int], None]


class Steps:
    """Does one step after the other, and tells (step, how many are done, of how many)."""

    def __init__(self, tell: Tell | None, steps: int) -> None:
        self._tell, self._steps, self._done = tell, steps, 0

    def __call__(self, step: str, do: Callable[[], T]) -> T:
        done = do()
        self._done += 1
        if self._tell:
            self._tell(step, self._done, self._steps)
        return done
