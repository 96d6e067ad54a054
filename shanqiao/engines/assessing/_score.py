"""From answers to intervals. See Note [A missing answer widens]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ._answers import Answer, Answers, check_answers, chosen
from ._instrument import Band, Danger, Instrument, Item, NeedRule, Scale

# Note [A missing answer widens]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A question that was not answered may have been answered in any way the item offers. So a scale is an interval from the
# least to the most that any completion of the missing answers gives; with all answers it is one number. Each item is on
# one side of a scale only and each scale rises or falls with it, so the ends are found item by item. A number without a
# bound leaves the interval open at that end (None), and never counts as zero.

Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True)
class Added:
    """What one item added to a scale: between ``low`` and ``high``; the same where it was answered.

    Attributes:
        side: "items", or "by" where it stands below the line of a ratio.
    """

    item: str
    low: Fraction | None
    high: Fraction | None
    answered: bool
    side: str = "items"


@dataclass(frozen=True)
class ScaleResult:
    """A scale between ``low`` and ``high``, each None where open, and the bands that may be it, lowest first."""

    scale: Scale
    low: Fraction | None
    high: Fraction | None
    bands: tuple[Band, ...]
    added: tuple[Added, ...]

    @property
    def certain(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def middle(self) -> Fraction | None:
        """Halfway between the ends; None where one is open."""
        if self.low is None or self.high is None:
            return None
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Alarm:
    """An answer that means danger."""

    danger: Danger
    item: Item


@dataclass(frozen=True)
class Line:
    """A need that follows: certainly, or perhaps, as long as answers are missing.

    Attributes:
        low, high: how much, in the unit of the rule, >= 0; None where open.
        severity_low, severity_high: 0 to 100.
    """

    rule: NeedRule
    certain: bool
    low: int | None
    high: int | None
    severity_low: int
    severity_high: int

    @property
    def severity(self) -> int:
        """What is taken for it: the middle, so that missing answers make it neither light nor grave."""
        return (self.severity_low + self.severity_high + 1) // 2


@dataclass(frozen=True)
class Result:
    """What the answers to an instrument say, all of it computed."""

    instrument: Instrument
    scales: tuple[ScaleResult, ...]
    alarms: tuple[Alarm, ...]
    lines: tuple[Line, ...]
    missing: tuple[str, ...]

    def of(self, scale: str) -> ScaleResult:
        return next(result for result in self.scales if result.scale.code == scale)


def score(instrument: Instrument, answers: Answers) -> Result:
    """Every scale as an interval, what each item added, the alarms, and the needs that follow.

    Args:
        answers: {item: answer}; an item that is not there was not answered.

    Raises:
        AnswerDoesNotFit: an answer is none that its item offers.
    """
    check_answers(instrument, answers)
    scales = tuple(_scored(instrument, scale, answers) for scale in instrument.scales)
    found = {result.scale.code: result for result in scales}
    return Result(
        instrument=instrument,
        scales=scales,
        alarms=tuple(
            Alarm(danger, instrument.item(danger.item))
            for danger in instrument.dangers
            if _is_danger(instrument.item(danger.item), danger, answers)
        ),
        lines=tuple(
            line for rule in instrument.needs if (line := _line(instrument, rule, found, answers))
        ),
        missing=tuple(item.code for item in instrument.items if item.code not in answers),
    )


def bands_within(scale: Scale, low: Fraction | None, high: Fraction | None) -> tuple[Band, ...]:
    """The bands of a scale that some number between the ends falls into, lowest first.

    Below the first band is the first band; so a scale with bands leaves nobody without one.
    """
    found = []
    for place, band in enumerate(scale.bands):
        above = scale.bands[place + 1].least if place + 1 < len(scale.bands) else None
        begins_in_time = place == 0 or high is None or high >= band.least
        ends_late_enough = above is None or low is None or low < above
        if begins_in_time and ends_late_enough:
            found.append(band)
    return tuple(found)


def _scored(instrument: Instrument, scale: Scale, answers: Answers) -> ScaleResult:
    items = [
        _added(instrument.item(code), weight, answers)
        for code, weight in zip(scale.items, scale.weights, strict=True)
    ]
    by = [_added(instrument.item(code), 1, answers, side="by") for code in scale.by]
    base = Fraction(scale.base)
    match scale.how:
        case "sum":
            low, high = _sum(items)
        case "most":
            low, high = _largest(items)
        case "ratio":
            low, high = _divided(_times(_sum(items), 100), _sum(by))
        case "per_head":
            low, high = _divided(_sum(items), _sum(by))
    low, high = (None if end is None else base + end for end in (low, high))
    low, high = _cut(scale, low, lowest=True), _cut(scale, high, lowest=False)
    return ScaleResult(scale, low, high, bands_within(scale, low, high), (*items, *by))


def _added(item: Item, weight: int, answers: Answers, side: str = "items") -> Added:
    answered = item.code in answers
    ends = _points(item, answers[item.code]) if answered else _span(item)
    low, high = _times(ends, weight)
    return Added(item.code, low, high, answered, side)


def _points(item: Item, answer: Answer) -> Ends:
    if item.kind == "number" and isinstance(answer, int):
        return Fraction(answer), Fraction(answer)
    codes = chosen(item, answer)
    points = Fraction(sum(option.points for option in item.options if option.code in codes))
    return points, points


def _span(item: Item) -> Ends:
    """Between what an item may add when it is not answered."""
    points = [option.points for option in item.options]
    match item.kind:
        case "number":
            return (
                None if item.least is None else Fraction(item.least),
                None if item.most is None else Fraction(item.most),
            )
        case "multi":
            return (
                Fraction(sum(p for p in points if p < 0)),
                Fraction(sum(p for p in points if p > 0)),
            )
        case _:
            return Fraction(min(points)), Fraction(max(points))


def _times(ends: Ends, weight: int) -> Ends:
    if weight == 0:
        return Fraction(0), Fraction(0)
    low, high = (None if end is None else end * weight for end in ends)
    return (low, high) if weight > 0 else (high, low)


def _sum(added: Iterable[Added]) -> Ends:
    parts = list(added)
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    return _total(lows), _total(highs)


def _total(ends: list[Fraction | None]) -> Fraction | None:
    total = Fraction(0)
    for end in ends:
        if end is None:
            return None
        total += end
    return total


def _largest(added: list[Added]) -> Ends:
    """The largest of the items: open below only where every item is, open above where one is."""
    lows = [part.low for part in added if part.low is not None]
    highs = [part.high for part in added]
    high = None if None in highs else max(end for end in highs if end is not None)
    return (max(lows) if lows else None), high


def _divided(above: Ends, below: Ends) -> Ends:
    """Both are >= 0. See `Scale` for what is below 1."""
    least = max(Fraction(1), below[0] if below[0] is not None else Fraction(1))
    low = (
        Fraction(0) if below[1] is None else (above[0] or Fraction(0)) / max(below[1], Fraction(1))
    )
    high = None if above[1] is None else above[1] / least
    return low, high


def _cut(scale: Scale, end: Fraction | None, *, lowest: bool) -> Fraction | None:
    if end is None:
        bound = scale.least if lowest else scale.most
        return None if bound is None else Fraction(bound)
    if scale.least is not None:
        end = max(end, Fraction(scale.least))
    if scale.most is not None:
        end = min(end, Fraction(scale.most))
    return end


def _is_danger(item: Item, danger: Danger, answers: Answers) -> bool:
    if item.code not in answers:
        return False
    answer = answers[item.code]
    if item.kind == "number" and isinstance(answer, int):
        return danger.least is not None and answer >= danger.least
    return bool(set(chosen(item, answer)) & set(danger.answers))


def _line(
    instrument: Instrument, rule: NeedRule, found: dict[str, ScaleResult], answers: Answers
) -> Line | None:
    possible = {band.code for band in found[rule.scale].bands}
    if not possible & set(rule.bands):
        return None
    low, high = _quantity(instrument, rule, answers)
    severity = found[rule.severity] if rule.severity else None
    lowest = rule.severity_fixed if severity is None else _percent(severity.low, empty=0)
    highest = rule.severity_fixed if severity is None else _percent(severity.high, empty=100)
    return Line(rule, possible <= set(rule.bands), low, high, lowest, highest)


def _quantity(
    instrument: Instrument, rule: NeedRule, answers: Answers
) -> tuple[int | None, int | None]:
    if not rule.of:
        return rule.base, rule.base
    item = instrument.item(rule.of)
    ends = _points(item, answers[item.code]) if item.code in answers else _span(item)
    low, high = (None if end is None else rule.base + int(end) for end in _times(ends, rule.times))
    return 0 if low is None else max(0, low), None if high is None else max(0, high)


def _percent(end: Fraction | None, *, empty: int) -> int:
    return empty if end is None else min(100, max(0, int(end + Fraction(1, 2))))
