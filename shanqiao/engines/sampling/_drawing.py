import hashlib
import math
from collections.abc import Sequence
from statistics import NormalDist


def sample_size(
    population: int, *, margin: float, confidence: float = 0.95, share: float = 0.5
) -> int:
    """How many of ``population`` must be asked so that a share is known within ``margin``.

    Args:
        population: how many there are, >= 0.
        margin: half the width of the interval, 0 < margin < 1.
        confidence: 0 < confidence < 1.
        share: what the share is thought to be; 0.5 asks for the most and is right whatever comes out.

    Returns:
        a whole number from 0 to ``population``.

    Raises:
        ValueError: an argument is out of its bounds.

    Source:
        Cochran, Sampling Techniques (1977), section 4.4, with the correction for a finite population.
    """
    if population < 0 or not 0 < margin < 1 or not 0 < confidence < 1 or not 0 < share < 1:
        raise ValueError("population >= 0; margin, confidence and share between 0 and 1")
    if population == 0:
        return 0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    unlimited = z * z * share * (1 - share) / (margin * margin)
    return min(population, math.ceil(unlimited / (1 + (unlimited - 1) / population)))


def draw(keys: Sequence[int], size: int, *, seed: str) -> tuple[int, ...]:
    """Choose ``size`` of ``keys`` by a seed, so that anybody with any program can draw the same again.

    The keys are put in the order of SHA-256 of ``seed:key`` and the first are taken.

    Args:
        keys: (n,) different numbers.
        size: 0 <= size <= n.

    Raises:
        ValueError: more are asked for than there are, or a key is there twice.
    """
    if len(set(keys)) != len(keys) or not 0 <= size <= len(keys):
        raise ValueError("draw at most as many as there are, each of them once")
    return tuple(sorted(keys, key=lambda key: (_rank(seed, key), key))[:size])


def _rank(seed: str, key: int) -> bytes:
    return hashlib.sha256(f"{seed}:{key}".encode()).digest()
