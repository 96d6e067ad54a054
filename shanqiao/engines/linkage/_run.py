"""One step after the other: what each took, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[str, int, int], None]
STEPS = ("normalise", "keys", "candidates", "prepare", "compare", "score", "cluster")


class Run:
    """Does steps, takes the time of each, and tells (step, how many are done, of how many)."""

    def __init__(self, tell: Tell | None, steps: int = len(STEPS)) -> None:
        self.seconds: dict[str, float] = {}
        self._tell, self._steps = tell, steps

    def __call__(self, step: str, do: Callable[[], T]) -> T:
        begun = time.perf_counter()
        done = do()
        self.seconds[step] = time.perf_counter() - begun
        if self._tell:
            self._tell(step, len(self.seconds), self._steps)
        return done
