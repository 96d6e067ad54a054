"""Small pieces of HTML, each text in both languages side by side; the page shows one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .._reasons import Words
from ._numbers import Figure

Cell = Words | Figure | str


def both(words: Cell) -> str:
    """A text in both languages; plain texts and figures are the same in both."""
    match words:
        case Words(zh, en) if zh != en:
            return f'<span lang="zh-Hans">{escape(zh)}</span><span lang="en">{escape(en)}</span>'
        case Words(zh, _):
            return escape(zh)
        case Figure(shown, _):
            return escape(shown)
        case str():
            return escape(words)


def table(head: Sequence[Words], rows: Iterable[Sequence[Cell]], *, texts: int) -> str:
    """A table whose first ``texts`` columns are texts, the others figures.

    A figure carries its plain value for whoever downloads the table.
    """
    sides = ["text" if column < texts else "figure" for column in range(len(head))]
    head_cells = "".join(
        f'<th scope="col" class="{side}">{both(one)}</th>'
        for side, one in zip(sides, head, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(_cell(side, cell) for side, cell in zip(sides, row, strict=True)) + "</tr>"
        for row in rows
    )
    return (
        '<div class="scroll" tabindex="0"><table>'
        f"<thead><tr>{head_cells}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def card(figure: Cell, says: Words) -> str:
    """A figure that matters, with what it is."""
    return f'<li><strong>{both(figure)}</strong><span class="says">{both(says)}</span></li>'


def _cell(side: str, cell: Cell) -> str:
    value = f' data-value="{escape(cell.value)}"' if isinstance(cell, Figure) else ""
    return f'<td class="{side}"{value}>{both(cell)}</td>'
