"""What instruments and their scales look like on a page: intervals as bars, bands and answers in words."""

from dataclasses import dataclass
from fractions import Fraction

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanqiao.apps.instruments.held import read_of
from shanqiao.engines.assessing import score

from .words import yuan

register = template.Library()


@dataclass(frozen=True)
class Bar:
    """An interval beside all that is possible, in per cent of the width."""

    begins: float
    width: float


@dataclass(frozen=True)
class ShownAdded:
    question: str
    answer: str  # empty where there is none
    added: str
    why: str


@dataclass(frozen=True)
class ShownScale:
    code: str
    name: str
    ends: str
    within: str  # between what it can be at all; empty where open
    bands: tuple
    certain: bool
    bar: Bar | None
    added: tuple


@register.filter
def instrument_name(sitting):
    """What the instrument of a sitting is called."""
    return read_of(sitting.edition).words.spoken(language())


@register.filter
def two_places(number):
    """0.4321 is 0.43, with the sign that mathematics writes."""
    return f"{number:.2f}".replace("-", "−")


@register.filter
def unit_of_number(unit):
    """In what a number is asked."""
    words = {"fen": _("yuan"), "person": _("people"), "month": _("months")}
    return words.get(unit, unit)


def language():
    return get_language() or "zh"


def shown_scales(result, answers):
    """Every scale of a result as a page tells it."""
    read = result.instrument
    empty = score(read, {})
    return [_shown(found, empty.of(found.scale.code), read, answers) for found in result.scales]


def number(end, unit):
    """A number of a scale in its unit: ¥1,234.50, 45.3%, 45."""
    if end is None:
        return "…"
    if unit == "fen":
        return yuan(int(end + Fraction(1, 2)))
    plain = f"{float(end):.1f}".removesuffix(".0")
    return f"{plain}%" if unit == "percent" else plain


def ends_in_words(low, high, unit):
    """ "45", "35–60", "at least 35", "not known"."""
    if low is None and high is None:
        return _("not known")
    if low is None:
        return _("at most %(number)s") % {"number": number(high, unit)}
    if high is None:
        return _("at least %(number)s") % {"number": number(low, unit)}
    if low == high:
        return number(low, unit)
    return f"{number(low, unit)}–{number(high, unit)}"


def answer_in_words(item, answer):
    """An answer as it was given; empty where there is none."""
    if answer is None:
        return ""
    if item.kind == "number":
        return yuan(answer) if item.unit == "fen" else f"{answer:,}"
    if item.kind == "yesno":
        return item.option("yes" if answer else "no").words.spoken(language())
    codes = [answer] if isinstance(answer, str) else answer
    if not codes:
        return _("none of these")
    return ", ".join(item.option(code).words.spoken(language()) for code in codes)


def _shown(found, whole, read, answers):
    scale = found.scale
    return ShownScale(
        code=scale.code,
        name=scale.words.spoken(language()),
        ends=ends_in_words(found.low, found.high, scale.unit),
        within=(
            ""
            if whole.low is None or whole.high is None
            else ends_in_words(whole.low, whole.high, scale.unit)
        ),
        bands=tuple(band.words.spoken(language()) for band in found.bands),
        certain=found.certain,
        bar=_bar(found, whole),
        added=tuple(_added(part, read, answers, scale) for part in found.added),
    )


def _added(part, read, answers, scale):
    item = read.item(part.item)
    unit = item.unit if item.kind == "number" else ""
    return ShownAdded(
        question=item.words.spoken(language()),
        answer=answer_in_words(item, answers.get(item.code)),
        added=ends_in_words(part.low, part.high, unit),
        why=item.why.spoken(language()),
    )


def _bar(found, whole):
    if None in (found.low, found.high, whole.low, whole.high) or whole.low == whole.high:
        return None
    span = whole.high - whole.low
    begins = float((found.low - whole.low) / span * 100)
    width = max(2.0, float((found.high - found.low) / span * 100))  # one number is still seen
    return Bar(round(min(begins, 98.0), 2), round(width, 2))
