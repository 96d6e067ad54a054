from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ._answers import Answer, Answers
from ._instrument import Instrument, Item
from ._score import ScaleResult, score


@dataclass(frozen=True)
class Change:
    """How a scale moved: between ``low`` and ``high``, None where open; one number where both were known."""

    before: ScaleResult
    after: ScaleResult
    low: Fraction | None
    high: Fraction | None

    @property
    def direction(self) -> str:
        """ "better", "worse", "same"; "" where missing answers leave it open, or the scale knows no better."""
        if self.low is None or self.high is None:
            return ""
        if self.low == self.high == 0:
            return "same"
        rises, falls = self.low > 0, self.high < 0
        better = self.after.scale.better
        if not better or not (rises or falls):
            return ""
        return "better" if rises == (better == "higher") else "worse"


@dataclass(frozen=True)
class ItemChange:
    """An item answered otherwise than before; None where it was not answered."""

    item: Item
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True)
class Difference:
    changes: tuple[Change, ...]
    items: tuple[ItemChange, ...]


def difference(instrument: Instrument, before: Answers, after: Answers) -> Difference:
    """What changed from one assessment to the next with the same version of an instrument.

    Raises:
        AnswerDoesNotFit: an answer is none that its item offers.
    """
    first, second = score(instrument, before), score(instrument, after)
    return Difference(
        tuple(_change(one, two) for one, two in zip(first.scales, second.scales, strict=True)),
        tuple(
            ItemChange(item, before.get(item.code), after.get(item.code))
            for item in instrument.items
            if before.get(item.code) != after.get(item.code)
        ),
    )


def _change(before: ScaleResult, after: ScaleResult) -> Change:
    low = None if after.low is None or before.high is None else after.low - before.high
    high = None if after.high is None or before.low is None else after.high - before.low
    return Change(before, after, low, high)
