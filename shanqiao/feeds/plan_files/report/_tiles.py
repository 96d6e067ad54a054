"""A map of tiles as SVG that needs no script: a block for each district, a square for each street.

Sizes are in the units of the picture; the page scales it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from .._reasons import Words
from ._html import both
from ._names import tile_places
from ._numbers import percent

# one hue from light to dark, told apart in grey and by every kind of eye (ColorBrewer YlGnBu, 5 classes)
COLOURS = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
_SQUARE, _GAP, _ACROSS = 20, 3, 6
_LABEL, _AROUND = 50, 18
_COLUMN = _ACROSS * (_SQUARE + _GAP) + _AROUND
_NO_NEEDS = Words("没有需要", "No needs")


class Square(NamedTuple):
    """A street, and the share met there, 0 to 1; None where nothing is needed."""

    name: Words
    share: float | None


class Block(NamedTuple):
    """A district by its 6-digit code, with the share met in all of it."""

    code: str
    name: Words
    share: float | None
    squares: Sequence[Square]


def tiles(blocks: Sequence[Block], title: Words) -> str:
    """The picture. Blocks whose district has no place on the map are left out."""
    places = tile_places()
    placed = [(places[block.code], block) for block in blocks if block.code in places]
    tops = _tops([(row, len(block.squares)) for (_, row), block in placed])
    wide = (1 + max(column for (column, _), _ in placed)) * _COLUMN - _AROUND
    parts = (_block(block, column * _COLUMN, tops[row]) for (column, row), block in placed)
    return (
        f'<svg viewBox="-2 -2 {wide + 4} {tops[-1] + 4}" role="img" '
        f'aria-label="{escape(f"{title.zh} {title.en}")}">{"".join(parts)}</svg>'
    )


def legend() -> str:
    """What each colour means."""
    fifths = [f"{n * 20}–{n * 20 + 20}%" for n in range(5)]
    entries = zip((0.1, 0.3, 0.5, 0.7, 0.9, None), (*fifths, _NO_NEEDS), strict=True)
    keys = "".join(f"<li>{_key(share)} {both(words)}</li>" for share, words in entries)
    return f'<ul class="legend">{keys}</ul>'


def _tops(blocks: Sequence[tuple[int, int]]) -> list[int]:
    """Where each row of blocks begins, and where the last one ends."""
    tops = [0]
    for row in range(1 + max(row for row, _ in blocks)):
        most = max((squares for at, squares in blocks if at == row), default=0)
        lines = -(-most // _ACROSS)
        tops.append(tops[-1] + (_LABEL + lines * (_SQUARE + _GAP) + _AROUND if most else 0))
    return tops


def _block(block: Block, x: int, y: int) -> str:
    names = (("zh-Hans", block.name.zh.removesuffix("区")), ("en", block.name.en))
    label = "".join(
        f'<text x="{x}" y="{y + 18}" lang="{lang}">{escape(name)}</text>' for lang, name in names
    )
    if block.share is not None:
        label += f'<text x="{x}" y="{y + 41}">{percent(block.share).shown}</text>'
    return f"<g>{label}{''.join(_squares(block, x, y + _LABEL))}</g>"


def _squares(block: Block, x: int, y: int) -> Iterator[str]:
    for n, square in enumerate(block.squares):
        down, right = divmod(n, _ACROSS)
        said = "–" if square.share is None else percent(square.share).shown
        yield (
            f'<rect x="{x + right * (_SQUARE + _GAP)}" y="{y + down * (_SQUARE + _GAP)}" '
            f'width="{_SQUARE}" height="{_SQUARE}" rx="2" stroke-width="0.75" '
            f"{_painted(square.share)}>"
            f"<title>{escape(f'{square.name.zh} {square.name.en} {said}')}</title></rect>"
        )


def _key(share: float | None) -> str:
    return (
        '<svg viewBox="0 0 18 18" aria-hidden="true"><rect x="1" y="1" width="16" height="16" '
        f'rx="2" {_painted(share)}></rect></svg>'
    )


def _painted(share: float | None) -> str:
    """In the colour of its fifth; a broken outline where nothing is needed."""
    if share is None:
        return 'fill="#fff" stroke="#5b6470" stroke-dasharray="3 2"'
    return f'fill="{COLOURS[min(4, int(share * 5))]}" stroke="#5b6470"'
