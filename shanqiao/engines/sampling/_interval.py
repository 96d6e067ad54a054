import math
from collections.abc import Callable

_STEPS = 80  # halvings; the interval is known to the last place of a float


def clopper_pearson(hits: int, asked: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Between which shares the true one lies, with at least this confidence, whatever it is.

    Args:
        hits: 0 <= hits <= asked.
        asked: how many answered, > 0.

    Returns:
        (lower, upper), 0 <= lower <= hits / asked <= upper <= 1.

    Raises:
        ValueError: an argument is out of its bounds.

    Source:
        Clopper and Pearson, Biometrika 26 (1934) 404-413: each end leaves half of what is not confided in its tail.
    """
    if asked <= 0 or not 0 <= hits <= asked or not 0 < confidence < 1:
        raise ValueError("0 <= hits <= asked, asked > 0, 0 < confidence < 1")
    tail = (1 - confidence) / 2
    lower = 0.0 if hits == 0 else _where(lambda p: _at_least(hits, asked, p) >= tail)
    upper = 1.0 if hits == asked else _where(lambda p: _at_most(hits, asked, p) <= tail)
    return lower, upper


def _where(is_beyond: Callable[[float], bool]) -> float:
    """The smallest share beyond, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_beyond(middle) else (middle, high)
    return high


def _at_least(hits: int, asked: int, share: float) -> float:
    return math.fsum(_exactly(k, asked, share) for k in range(hits, asked + 1))


def _at_most(hits: int, asked: int, share: float) -> float:
    return math.fsum(_exactly(k, asked, share) for k in range(hits + 1))


def _exactly(hits: int, asked: int, share: float) -> float:
    if share in (0.0, 1.0):
        return 1.0 if hits == asked * share else 0.0
    ways = math.lgamma(asked + 1) - math.lgamma(hits + 1) - math.lgamma(asked - hits + 1)
    return math.exp(ways + hits * math.log(share) + (asked - hits) * math.log1p(-share))
