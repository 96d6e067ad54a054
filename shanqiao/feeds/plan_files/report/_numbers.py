"""Numbers as people read them, and as programs do. Money is counted in fen and shown in yuan."""

from __future__ import annotations

from typing import NamedTuple

from .._reasons import Words

_WAN = 10_000
_YI = 100_000_000


class Figure(NamedTuple):
    """A number as it is shown, and as it stands in a downloaded file."""

    shown: str
    value: str


def whole(count: int) -> Figure:
    return Figure(f"{count:,}", f"{count}")


def percent(part: float, of: float = 1) -> Figure:
    """What is shown as a per cent stands in files as the same number without its sign."""
    return Figure(f"{100 * part / of:.1f}%", f"{100 * part / of:.1f}") if of else Figure("–", "")


def amount(count: int, unit: str) -> Figure:
    """A quantity whose unit is told elsewhere: ¥1,234.50, or 1,234."""
    if unit != "fen":
        return whole(count)
    yuan, rest = divmod(count, 100)
    decimals = f".{rest:02}" if rest else ""
    return Figure(f"¥{yuan:,}{decimals}", f"{yuan}{decimals}")


def amount_in_short(count: int, unit: str) -> Words:
    """A sum at a glance: money in 万 and 亿 in Chinese, in thousands and millions in English."""
    yuan = count / 100 if unit == "fen" else 0
    if yuan >= _YI:
        return Words(f"¥{yuan / _YI:,.2f}亿", f"¥{yuan / 1e6:,.1f}m")
    if yuan >= _WAN:
        en = f"¥{yuan / 1e6:,.2f}m" if yuan >= 1e6 else f"¥{yuan / 1e3:,.0f}k"
        return Words(f"¥{yuan / _WAN:,.1f}万", en)
    shown = amount(count, unit).shown
    return Words(shown, shown)
