"""Chance that falls the same way every time."""

from random import Random

SEED = "shanqiao 1"


class Chance(Random):
    """A stream of draws with a name of its own, so that one more draw here moves nothing there."""

    def __new__(cls, *_name):
        return super().__new__(cls)

    def __init__(self, *name):
        super().__init__(f"{SEED} {' '.join(map(str, name))}")

    def happens(self, share):
        """Does something happen that happens in ``share`` (0 to 1) of all cases?"""
        return self.random() < share

    def one_of(self, weights):
        """One key of ``weights``, as often as its weight says."""
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def around(self, middle, *, spread, step, least=1):
        """A number near ``middle``: half of them within a factor of ``1 + spread``, in whole ``step``s."""
        drawn = middle * (1 + spread) ** self.gauss(0, 1.5)
        return max(least * step, round(drawn / step) * step)
