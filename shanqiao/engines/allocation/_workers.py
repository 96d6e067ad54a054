"""Who carries out the parts of a plan: this process, or others that may stand elsewhere.

A part is a plain function of one task that can be pickled. Parts know nothing of each other, so who
carries out which, and when, changes no byte of the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol, TypeVar

Progress = Callable[[str, float], None]
Task = TypeVar("Task")
Done = TypeVar("Done")
Work = Callable[[Task, Progress], Done]


class Workers(Protocol):
    """Whoever carries out tasks."""

    def each(
        self,
        work: Work[Task, Done],
        tasks: Iterable[Task],
        tell: Callable[[Task, str, float], None],
    ) -> Iterator[tuple[Task, Done]]:
        """Every task with what came of it, in the order of tasks.

        Args:
            work: a function of a module, given a task and a progress it may call.
            tasks: made one by one as they are wanted, each of them may be large.
            tell: called with a task, the name of a step and how much of the task is done, 0 to 1,
                by those who can.
        """


class OneByOne:
    """This process, one task after the other."""

    def each(
        self,
        work: Work[Task, Done],
        tasks: Iterable[Task],
        tell: Callable[[Task, str, float], None],
    ) -> Iterator[tuple[Task, Done]]:
        """Carry out each task when it is asked for; see `Workers`."""
        for task in tasks:
            yield task, work(task, partial(tell, task))


ONE_BY_ONE = OneByOne()
