"""The map of a plan for Guangzhou: how much of what each street needs is met, as tiles."""

from __future__ import annotations

from typing import Any

import polars as pl

from .._reasons import Words
from ._html import Cell
from ._names import district_name, guangzhou, street_name
from ._numbers import percent, whole
from ._picture import FROM_THE_PLAN, Note, Picture
from ._tiles import Block, Square, legend, tiles

_TITLE = Words("各街镇的需要，满足了多少", "How much is met, street by street")
_NO_MAP = Words(
    "这里没有地图：需要所在的街镇都不在广州，而街镇的位置我们只有广州的。",
    "There is no map here: none of these needs is in Guangzhou, and it is only of Guangzhou that we "
    "know how streets lie.",
)
_SAYS = Words(
    "每个方格是一个街道或镇，每一块是一个区，按大致方位摆放，大小没有含义。颜色是该街镇各项需要满足比例"
    "的平均（含先前已有），区名下是全区的平均。",
    "Each square is a street or town, each block a district, placed roughly as they lie; sizes mean "
    "nothing. The colour is the mean share met of the needs there, with what was covered before; "
    "under a district's name stands the mean of the whole district.",
)
_SOURCE = Words(
    f"{FROM_THE_PLAN.zh}；街镇名称与代码：国家统计局2023年区划代码",
    f"{FROM_THE_PLAN.en}; names and codes of streets: National Bureau of Statistics, 2023",
)
_HEAD = (
    Words("区", "District"),
    Words("街镇", "Street or town"),
    Words("需要（项）", "Needs"),
    Words("人", "People"),
    Words("平均满足", "Mean share met"),
    Words("全部有着落", "Met in full"),
)


def map_of_needs(streets: pl.DataFrame, districts: pl.DataFrame) -> Picture | Note:
    """Tiles of Guangzhou with a table of them; a note where no need is there.

    Args:
        streets, districts: needs, people, whole and share by ``street`` and by ``district``.
    """
    places = guangzhou()
    here = {row["street"]: row for row in streets.iter_rows(named=True) if row["street"] in places}
    if not here:
        return Note(_TITLE, _NO_MAP)
    of_district = {row["district"]: row["share"] for row in districts.iter_rows(named=True)}
    away = sum(streets["needs"]) - sum(row["needs"] for row in here.values())
    blocks: dict[str, list[Square]] = {}
    for code, name in places.items():
        share = here[code]["share"] if code in here else None
        blocks.setdefault(code[:6], []).append(Square(street_name(name), share))
    drawn = [
        Block(code, district_name(code), of_district.get(code), squares)
        for code, squares in blocks.items()
    ]
    return Picture(
        name="map",
        title=_TITLE,
        says=_with_those_away(away),
        unit=Words("平均满足的百分比", "Mean per cent met"),
        head=_HEAD,
        rows=[_row(places[code], row) for code, row in here.items()],
        texts=2,
        drawing={},
        svg=f'<div class="map">{tiles(drawn, _TITLE)}{legend()}</div>',
        source=_SOURCE,
    )


def _with_those_away(away: int) -> Words:
    if not away:
        return _SAYS
    return Words(
        f"{_SAYS.zh}另有 {away:,} 项需要不在这些街镇，没有画。",
        f"{_SAYS.en} {away:,} needs that are in none of these streets are not drawn.",
    )


def _row(name: str, row: dict[str, Any]) -> list[Cell]:
    return [
        district_name(row["street"][:6]),
        street_name(name),
        whole(row["needs"]),
        whole(row["people"]),
        percent(row["share"]),
        whole(row["whole"]),
    ]
