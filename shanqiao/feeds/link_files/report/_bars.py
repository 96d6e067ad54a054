"""Tables whose rows have a bar: read as a table, seen as a picture, without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shanqiao.feeds.plan_files import Words
from shanqiao.feeds.plan_files.report import Cell, Figure, both

FOR, AGAINST, PLAIN, SUM = "for", "against", "plain", "sum"


@dataclass(frozen=True)
class Bar:
    """One row.

    Attributes:
        label: what it is of.
        begins, ends: on the axis of the picture.
        shown: the figures beside it.
        tone: FOR, AGAINST, PLAIN or SUM.
        note: said under the label.
    """

    label: Cell
    begins: float
    ends: float
    shown: Sequence[Cell]
    tone: str = PLAIN
    note: Cell = ""


def bars(head: Sequence[Words], rows: Sequence[Bar]) -> str:
    """A table with a bar in each row; all bars share one axis, on which 0 is marked.

    Args:
        head: of the labels, and of each column of figures.
    """
    low = min([0.0, *(min(row.begins, row.ends) for row in rows)])
    high = max([0.0, *(max(row.begins, row.ends) for row in rows)])
    span = (high - low) or 1.0
    zero = 100 * -low / span if low < 0 else None
    body = "".join(_row(row, low, span, zero) for row in rows)
    picture = Words("图", "Picture")
    names = "".join(f'<th scope="col" class="figure">{both(one)}</th>' for one in head[1:])
    return (
        f'<table class="bars"><thead><tr><th scope="col" class="text">{both(head[0])}</th>'
        f'<td class="bar"><span class="unseen">{both(picture)}</span></td>{names}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def section(
    name: str,
    title: Words,
    says: Words,
    content: str,
    *,
    wide: bool = False,
    downloads: bool = True,
) -> str:
    """A part of the page with its title and how to read it; its first table can be taken away as CSV."""
    csv = both(Words("下载数据 CSV", "Figures as CSV"))
    button = (
        f'<div class="downloads"><button type="button" data-save="csv">{csv}</button></div>'
        if downloads
        else ""
    )
    return (
        f'<section id="{name}"{" class=wide" if wide else ""}><h2>{both(title)}</h2>'
        f'<p class="reading">{both(says)}</p>{button}{content}</section>'
    )


def in_a_box(content: str) -> str:
    """What is long, in a box in which one scrolls."""
    return f'<div class="scroll" tabindex="0">{content}</div>'


def signed(bits: float) -> Figure:
    """A weight with its sign: +3.2, −4.5."""
    shown = f"{abs(bits):.1f}"
    sign = "" if shown == "0.0" else "+" if bits > 0 else "−"
    return Figure(sign + shown, f"{bits:.3f}")


def tone_of(bits: float) -> str:
    return FOR if bits >= 0 else AGAINST


def _row(row: Bar, low: float, span: float, zero: float | None) -> str:
    left, right = sorted((row.begins, row.ends))
    at, width = 100 * (left - low) / span, 100 * (right - left) / span
    mark = f'<b style="left:{zero:.2f}%"></b>' if zero is not None else ""
    bar = f'<i class="{row.tone}" style="left:{at:.2f}%;width:{width:.2f}%"></i>' if width else ""
    note = f'<span class="note-line">{both(row.note)}</span>' if row.note else ""
    return (
        f'<tr><th scope="row" class="text">{both(row.label)}{note}</th>'
        f'<td class="bar"><div>{mark}{bar}</div></td>{"".join(map(_figure, row.shown))}</tr>'
    )


def _figure(cell: Cell) -> str:
    value = f' data-value="{cell.value}"' if isinstance(cell, Figure) else ""
    return f'<td class="figure"{value}>{both(cell)}</td>'
