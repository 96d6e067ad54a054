from __future__ import annotations

from dataclasses import dataclass


class UnitMismatch(ValueError):
    """Two quantities with different units were added or compared."""


@dataclass(frozen=True, slots=True, order=False)
class Quantity:
    """A whole number of one unit: fen, meals, hours, pieces.

    Money is counted in fen (1/100 yuan), so that no fraction is ever stored.

    Raises:
        TypeError: the count is not a whole number; ``True`` is none either.
    """

    count: int
    unit: str

    def __post_init__(self) -> None:
        if isinstance(self.count, bool) or not isinstance(self.count, int):
            raise TypeError(f"count is a whole number, not {self.count!r}")

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.count + self._in_our_unit(other), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.count - self._in_our_unit(other), self.unit)

    def __le__(self, other: Quantity) -> bool:
        return self.count <= self._in_our_unit(other)

    def __lt__(self, other: Quantity) -> bool:
        return self.count < self._in_our_unit(other)

    def _in_our_unit(self, other: Quantity) -> int:
        if other.unit != self.unit:
            raise UnitMismatch(f"{self.unit} and {other.unit}")
        return other.count


def fen(count: int) -> Quantity:
    """Money, in fen: ``fen(150_000)`` is ¥1,500.00."""
    return Quantity(count, "fen")
