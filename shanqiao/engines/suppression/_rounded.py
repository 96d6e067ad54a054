from __future__ import annotations


def at_least(count: int, *, step: int = 5) -> int:
    """A count rounded down, for figures that are published again and again as they change.

    0 stands for "fewer than ``step``", whether there is somebody or nobody. Totals are added up from
    rounded numbers, never rounded themselves, so they tell nothing the numbers do not.

    Args:
        count: people, >= 0.

    Raises:
        ValueError: ``count`` is negative.
    """
    if count < 0:
        raise ValueError(f"a count of people cannot be {count}")
    return count - count % step
