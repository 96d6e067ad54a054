from heapq import heappop, heappush
from itertools import count


class Diary:
    """What will happen, in the order of time; whatever happens may put down what follows from it.

    Nothing is put down for today or later: there the story ends, and people go on.
    """

    def __init__(self, *, ends_at):
        self._ends_at, self._pages, self._nth = ends_at, [], count()

    def put(self, at, do, **words):
        """``do(at=at, **words)`` will be called when its time comes; of one instant, in the order put down."""
        if at < self._ends_at:
            heappush(self._pages, (at, next(self._nth), do, words))

    def live(self, *, tell):
        """Everything happens. ``tell(at)`` hears how late it is."""
        while self._pages:
            at, _nth, do, words = heappop(self._pages)
            do(at=at, **words)
            tell(at)
