"""Numbers, days and instants as people write them, in Chinese and in English."""

from django import template
from django.utils.dates import MONTHS
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from shanqiao.apps.needs.kinds import Unit
from shanqiao.stories.stages import Stage

register = template.Library()


@register.filter
def quantity(count, unit):
    """``123450|quantity:"fen"`` is ¥1,234.50; ``30|quantity:"meal"`` is 30 餐 or 30 meals."""
    if count is None or count == "":
        return "–"
    count = int(count)
    match unit:
        case "fen":
            return yuan(count)
        case "meal":
            return ngettext("%(n)s meal", "%(n)s meals", count) % {"n": f"{count:,}"}
        case "hour":
            return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": f"{count:,}"}
        case "visit":
            return ngettext("%(n)s visit", "%(n)s visits", count) % {"n": f"{count:,}"}
        case "piece":
            return ngettext("%(n)s piece", "%(n)s pieces", count) % {"n": f"{count:,}"}
        case other:
            raise ValueError(f"no words for the unit {other}")


@register.filter
def unit_word(unit):
    """What stands beside a field in which an amount is typed."""
    return "" if not unit else Unit(unit).label


@register.filter
def stage_word(stage):
    """told, assessed, … as people read it."""
    return Stage(stage).label


@register.filter
def yuan(fen):
    """Whole fen as money: 123450 is ¥1,234.50."""
    if fen is None or fen == "":
        return "–"
    whole, part = divmod(abs(int(fen)), 100)
    return f"{'−' if int(fen) < 0 else ''}¥{whole:,}.{part:02d}"


@register.filter
def money(count, account):
    """An amount of a bank account in its currency: ¥1,234.50, or 5,000,000 VND."""
    if count is None or count == "":
        return "–"
    if account.currency == "CNY":
        return yuan(count)
    whole, part = divmod(abs(int(count)), 10**account.digits)
    decimals = f".{part:0{account.digits}d}" if account.digits else ""
    return f"{'−' if int(count) < 0 else ''}{whole:,}{decimals} {account.currency}"


@register.filter
def yuan_short(fen):
    """Money in large figures: ¥12.3万, ¥1.05亿; in English ¥123k, ¥105M. Only where a figure stands alone."""
    if fen is None or fen == "":
        return "–"
    amount = int(fen) / 100
    steps = [(1e8, "亿"), (1e4, "万")] if _chinese() else [(1e9, "bn"), (1e6, "M"), (1e3, "k")]
    for size, word in steps:
        if abs(amount) >= size:
            return f"¥{amount / size:,.2f}".rstrip("0").rstrip(".") + word
    return f"¥{amount:,.0f}"


@register.filter
def day(value):
    """2026年3月5日 or 5 March 2026."""
    if not value:
        return "–"
    if hasattr(value, "hour"):
        value = localtime(value)
    if _chinese():
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month]} {value.year}"


@register.filter
def month(value):
    """2026年3月 or March 2026."""
    if not value:
        return "–"
    return f"{value.year}年{value.month}月" if _chinese() else f"{MONTHS[value.month]} {value.year}"


@register.filter
def moment(value):
    """2026年3月5日 14:05 or 5 March 2026, 14:05, in the time of the city."""
    if not value:
        return "–"
    local = localtime(value)
    return f"{day(local)}{' ' if _chinese() else ', '}{local:%H:%M}"


@register.filter
def when(value):
    """The moment, readable by machines too."""
    if not value:
        return "–"
    return format_html(
        '<time datetime="{}">{}</time>',
        localtime(value).isoformat(timespec="seconds"),
        moment(value),
    )


@register.filter
def share(value):
    """0.4321 is 43.2%."""
    return "–" if value is None or value == "" else f"{float(value) * 100:.1f}%"


@register.filter
def in_words(reason):
    """A reason that is kept in both languages, {"zh": …, "en": …}, in the reader's."""
    return reason.get("zh" if _chinese() else "en", "") if reason else ""


def problems_in_words(problems):
    """What is wrong with a row of a file: {"column", "value", "zh", "en"} each, in the reader's language."""
    return gettext("; ").join(_problem(problem) for problem in problems)


def together(sentences):
    """Sentences one after the other; Chinese needs no space between them."""
    return ("" if _chinese() else " ").join(str(sentence) for sentence in sentences)


def _problem(problem):
    cell = " ".join(text for text in (problem["column"], problem["value"]) if text)
    words = in_words(problem)
    return gettext("%(cell)s: %(words)s") % {"cell": cell, "words": words} if cell else words


def _chinese():
    return (get_language() or "zh").startswith("zh")
