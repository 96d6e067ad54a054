"""The city as a picture of tiles: a block for each district, a square for each street, placed as they lie.

A tile gives a small old street the same room as a large new town, so that the eye weighs streets and
not hectares. Sizes are in the units of the picture; the page scales it.
"""

import csv
from dataclasses import dataclass

from django.utils.translation import get_language

from shanqiao.feeds.places import GUANGZHOU

# (column, row): where a district lies among the others
with (GUANGZHOU / "tiles.csv").open(encoding="utf-8", newline="") as _file:
    PLACES = {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(_file)}
# one hue from light to dark, told apart in grey and by every kind of eye (ColorBrewer YlGnBu, 5 classes)
COLOURS = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
SQUARE, GAP, ACROSS = 18, 3, 6  # squares of a block stand six in a row
LABEL, AROUND = 24, 16
COLUMN = ACROSS * (SQUARE + GAP) + AROUND


@dataclass(frozen=True)
class Square:
    x: int
    y: int
    street: object
    fifth: int | None

    @property
    def colour(self):
        return "" if self.fifth is None else COLOURS[self.fifth]


@dataclass(frozen=True)
class Block:
    label: str
    x: int
    y: int
    squares: tuple


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    blocks: tuple
    square: int = SQUARE


def picture_of(districts):
    """Blocks and squares for ``stories.city.DistrictFigures``; districts of another city follow row by row."""
    placed = _placed(districts)
    heights = _heights(placed)
    blocks = []
    for (column, row), district in sorted(placed.items(), key=lambda item: item[0][::-1]):
        x = column * COLUMN
        y = sum(heights[above] for above in range(row))
        blocks.append(Block(_short(district.district), x, y, tuple(_squares(district, x, y))))
    columns = 1 + max((column for column, _row in placed), default=0)
    return Picture(columns * COLUMN - AROUND, sum(heights.values()), tuple(blocks))


def _placed(districts):
    placed = {PLACES[d.district.pk]: d for d in districts if d.district.pk in PLACES}
    below = 1 + max((row for _column, row in placed), default=-1)
    others = [d for d in districts if d.district.pk not in PLACES]
    return placed | {(n % 4, below + n // 4): d for n, d in enumerate(others)}


def _heights(placed):
    """How high each row of blocks is: its tallest block, with its label."""
    heights = {}
    for (_column, row), district in placed.items():
        lines = -(-len(district.streets) // ACROSS)
        heights[row] = max(heights.get(row, 0), LABEL + lines * (SQUARE + GAP) + AROUND)
    return {row: heights.get(row, 0) for row in range(max(heights, default=-1) + 1)}


def _squares(district, x, y):
    for n, share in enumerate(district.streets):
        yield Square(
            x + n % ACROSS * (SQUARE + GAP),
            y + LABEL + n // ACROSS * (SQUARE + GAP),
            share.street,
            share.fifth,
        )


def _short(district):
    """荔湾 for 荔湾区, Liwan for Liwan District."""
    if (get_language() or "zh").startswith("zh"):
        return district.name.removesuffix("区")
    return district.name_en.removesuffix(" District")
