"""Read one name as a station wrote it. The slow way, one name at a time, that anybody can check by reading."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import NamedTuple

from ._characters import MASK, simplified
from ._surnames import DOUBLE, SINGLE, surname_length


class NameKind(IntEnum):
    """What a written name is. Only ``FULL``, ``LONG`` and ``LATIN`` are names; the weak ones merely fit a name or not."""

    MISSING = 0  # empty, 不详, 测试
    FULL = 1  # 陈伟强
    LONG = 2  # 阿依古丽·买买提: no surname, parts may change places
    LATIN = 3  # CHAN Wai Keung
    MASKED = 4  # 李*英, 王某某
    SURNAME = 5  # 陈伯, 老陈, 黄先生
    NICKNAME = 6  # 阿明, 强哥


class Name(NamedTuple):
    """What was read of one written name; texts are "" where there is nothing to say."""

    kind: NameKind
    written: str  # without titles, brackets and blanks; traditional characters as they were
    name: str  # simplified; only of names
    surname: str  # simplified; of names of kind FULL, and of weak ones that show it
    seen: str  # of weak ones: 李*英, 陈* (whatever follows), *明 (whatever precedes)


HAN_LETTER = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_HAN = re.compile(HAN_LETTER)
_LONGEST = 60
_BRACKETS = re.compile(r"[(\[{<【〔《「『][^)\]}>】〕》」』]*[)\]}>】〕》」』]?")
_DOTS = re.compile(r"[·•・‧∙．.。\u2022\u00b7]")
_MASKS = re.compile(r"[*xX某○◯□?_]")
NOTHING = frozenset(
    [
        "无",
        "无名",
        "无名氏",
        "不详",
        "未知",
        "不明",
        "佚名",
        "匿名",
        "测试",
        "待补",
        "空",
        "未填",
        "无姓名",
        "姓名",
        "某人",
    ]
)
_LATIN_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mdm", "madam", "dr", "prof", "mister"])

# After a surname, or after a whole name. The long ones are looked for first.
TITLES = tuple(
    sorted(
        [
            "先生",
            "女士",
            "小姐",
            "太太",
            "师傅",
            "老师",
            "医生",
            "阿姨",
            "婆婆",
            "伯伯",
            "叔叔",
            "奶奶",
            "爷爷",
            "公公",
            "大姐",
            "大哥",
            "大爷",
            "大妈",
            "大叔",
            "大婶",
            "阿婆",
            "阿伯",
            "阿叔",
            "阿婶",
            "姑娘",
            "同学",
            "同志",
            "夫人",
            "校长",
            "主任",
            "老伯",
            "伯母",
            "伯",
            "叔",
            "婶",
            "姨",
            "婆",
            "嫂",
            "哥",
            "姐",
            "生",
            "太",
            "公",
            "仔",
            "爷",
            "奶",
            "妈",
            "姑",
        ],
        key=lambda title: (-len(title), title),
    )
)
PREFIXES = frozenset("阿小老亚")


def read_name(text: str) -> Name:
    """Read a name as written; never fails.

    A real name that looks like a way of calling somebody (陈生, 李公) is read as one: that costs evidence, and never
    makes two people one.
    """
    whole = _DOTS.sub("·", unicodedata.normalize("NFKC", text)).strip()
    outside = _BRACKETS.sub("", whole).strip()
    if not outside.strip("·"):  # all of it stood in brackets
        outside = re.sub(r"[()\[\]{}<>【】〔〕《》「」『』]", "", whole)
    if len(outside) > _LONGEST:  # a remark in the wrong column
        return _nothing()
    return _han(outside) if _HAN.search(outside) else _latin(outside)


def _han(text: str) -> Name:
    kept = "".join(x for x in text if _HAN.match(x) or x == "·" or _MASKS.match(x)).strip("·")
    if len(kept.replace("·", "")) <= 2:  # 阿·明: too short to have parts
        kept = kept.replace("·", "")
    if simplified(kept) in NOTHING:
        return _nothing()
    if _MASKS.search(kept):
        kept = _masked_part(text, kept)
        if MASK in kept:
            return _masked(kept)
    if simplified(kept) in TITLES or not kept:
        return _nothing()
    for title in TITLES:
        rest = kept[: -len(title)]
        if rest and simplified(kept).endswith(title):
            called = _with_title(rest, title)
            if called is not None:
                return called
    if kept[0] in PREFIXES and len(kept) == 2:
        return _with_prefix(kept)
    return _name(kept)


def _masked_part(text: str, kept: str) -> str:
    """The same with every masking sign as ``*``; Latin letters beside Han ones mask only where they are x."""
    letters = re.sub(r"[^A-Za-z]", "", text)
    if letters.strip("xX"):  # 陈伟强 Max: a second name, not a mask
        kept = re.sub(r"[xX]", "", kept)
    return _MASKS.sub(MASK, kept)


def _masked(kept: str) -> Name:
    seen = simplified(kept)
    if not seen.strip(MASK + "·"):
        return _nothing()
    surname = seen[: surname_length(seen)]
    return Name(NameKind.MASKED, kept, "", "" if MASK in surname else surname, seen)


def _with_title(rest: str, title: str) -> Name | None:
    """Somebody called by surname (陈伯), by given name (强哥), or by the whole name (陈伟强先生)."""
    plain = simplified(rest)
    if plain in PREFIXES:
        return _nothing()
    if plain in DOUBLE or (len(plain) == 1 and plain in SINGLE):
        return Name(NameKind.SURNAME, rest, "", plain, plain + MASK)
    if len(plain) == 2 and plain[0] in PREFIXES and len(title) == 1:  # 阿明哥
        return _with_prefix(rest)
    if len(plain) == 1 or (len(plain) == 2 and plain[0] not in SINGLE):
        return Name(NameKind.NICKNAME, rest, "", "", MASK + plain)
    return _name(rest) if len(title) > 1 and len(plain) > 1 else None


def _with_prefix(kept: str) -> Name:
    second = simplified(kept[1])
    if kept[0] == "老" and second in SINGLE:
        return Name(NameKind.SURNAME, kept[1], "", second, second + MASK)
    return Name(NameKind.NICKNAME, kept[1], "", "", MASK + second)


def _name(kept: str) -> Name:
    name = simplified(kept)
    if len(name) == 1:
        if name in SINGLE:
            return Name(NameKind.SURNAME, kept, "", name, name + MASK)
        return Name(NameKind.NICKNAME, kept, "", "", MASK + name)
    if "·" in name or len(name) > 4:
        return Name(NameKind.LONG, kept, name.replace("·", ""), "", "")
    return Name(NameKind.FULL, kept, name, name[: surname_length(name)], "")


def _latin(text: str) -> Name:
    plain = "".join(x for x in unicodedata.normalize("NFKD", text) if not unicodedata.combining(x))
    words = [word for word in re.findall(r"[a-z]+", plain.casefold()) if word not in _LATIN_TITLES]
    if sum(map(len, words)) < 2 or not "".join(words).strip("x"):
        return _nothing()
    written = " ".join(words)
    return Name(NameKind.LATIN, written, written, "", "")


def _nothing() -> Name:
    return Name(NameKind.MISSING, "", "", "", "")
