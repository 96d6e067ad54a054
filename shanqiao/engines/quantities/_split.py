from __future__ import annotations

from collections.abc import Sequence

from ._quantity import Quantity


def split(whole: Quantity, weights: Sequence[int]) -> tuple[Quantity, ...]:
    """Divide ``whole`` in proportion to ``weights``, losing nothing.

    Each part is rounded down; the units left over go, one each, to the parts
    that lost most by rounding, and among equals to the earlier part.

    Args:
        whole: what is divided, count >= 0.
        weights: (n,) non-negative whole numbers, not all zero.

    Returns:
        (n,) quantities in the unit of ``whole`` whose counts add up to it.

    Raises:
        ValueError: a weight is negative, all are zero, or there is less than nothing to divide.

    Source:
        Largest-remainder (Hamilton) apportionment.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"weights must be non-negative and not all zero: {list(weights)}")
    if whole.count < 0:
        raise ValueError(f"there is nothing to divide in {whole.count} {whole.unit}")
    shares = [divmod(whole.count * weight, total) for weight in weights]
    parts = [part for part, _ in shares]
    by_loss = sorted(range(len(shares)), key=lambda place: -shares[place][1])
    for place in by_loss[: whole.count - sum(parts)]:
        parts[place] += 1
    return tuple(Quantity(part, whole.unit) for part in parts)
