"""Names: Han surnames and given names of their decade, names of other peoples, spellings of Hong Kong."""

import re

import numpy as np
import polars as pl

from .tables import spelled, table

_FAVOURITES = 0.20  # of given names are among those everybody chose in that decade
_OWN_WAY = 0.35  # of characters are chosen whatever the decade chose
_SINGLE = {1950: 0.12, 1970: 0.10, 1990: 0.28, 2008: 0.08, 9999: 0.04}  # of one character
_WOMEN = [
    "迪丽热巴",
    "古丽娜尔",
    "阿依古丽",
    "热依汗",
    "帕提古丽",
    "玛依拉",
    "阿孜古丽",
    "努尔比亚",
    "米热古丽",
    "早热古丽",
    "哈丽旦",
    "茹仙古丽",
]
_MEN = [
    "买买提",
    "阿卜杜拉",
    "艾力",
    "吐尔逊",
    "艾合买提",
    "玉素甫",
    "亚森",
    "库尔班",
    "阿迪力",
    "木合塔尔",
    "依明",
    "热合曼",
    "艾山",
    "卡德尔",
]
_TIBETAN = [
    "扎西",
    "卓玛",
    "顿珠",
    "次仁",
    "旺堆",
    "央金",
    "德吉",
    "拉姆",
    "平措",
    "格桑",
    "索朗",
    "白玛",
    "罗布",
    "曲珍",
    "洛桑",
    "尼玛",
    "边巴",
    "达娃",
]
_UYGHUR = 0.7  # of the names that are not Han


def some_surnames(dice, count):
    """(count,) surnames, the common ones more often."""
    known = table("surnames")
    weight = known["weight"].to_numpy()
    return known["surname"].to_numpy()[dice.choice(len(weight), count, p=weight / weight.sum())]


def some_given(dice, born, female):
    """Given names as parents chose them then.

    Args:
        born: (n,) years.
        female: (n,) yes or no.

    Returns:
        (n,) names of one or two characters.
    """
    given = np.full(len(born), "", dtype="U2")
    since = 0
    for before, single in _SINGLE.items():
        for sex in "女男":
            here = np.flatnonzero((born >= since) & (born < before) & (female == (sex == "女")))
            given[here] = _of_an_era(dice, len(here), before, sex, single)
        since = before
    return given


def some_of_other_peoples(dice, female):
    """(n,) Uyghur names with the father's behind a dot, and Tibetan ones of four characters."""
    count = len(female)
    own = np.where(
        female,
        np.array(_WOMEN)[dice.integers(0, len(_WOMEN), count)],
        np.array(_MEN)[dice.integers(0, len(_MEN), count)],
    )
    fathers = np.array(_MEN)[dice.integers(0, len(_MEN), count)]
    uyghur = np.char.add(np.char.add(own, "·"), fathers)
    first, second = (np.array(_TIBETAN)[dice.integers(0, len(_TIBETAN), count)] for _ in "ab")
    return np.where(dice.random(count) < _UYGHUR, uyghur, np.char.add(first, second))


def letters(name, how):
    """A Han name in letters: 陈大文 is CHAN Tai Man (cantonese) or Chen Dawen (pinyin).

    Returns:
        None if we cannot spell it: it is not a Han name, or has a character that is not in our tables.
    """
    given, surnames = spelled(how)
    first = surname_of(name)
    if first not in surnames or any(letter not in given for letter in name[len(first) :]):
        return None
    syllables = [given[letter] for letter in name[len(first) :]]
    if how == "cantonese":
        return " ".join([surnames[first], *(s.capitalize() for s in syllables)])
    family = surnames[first].replace(" ", "").capitalize()
    return f"{family} {''.join(syllables).capitalize()}".strip()


def in_traditional(name):
    """陈国强 becomes 陳國強; characters that are not in our tables stay."""
    given, surnames = spelled("traditional")
    first = surname_of(name)
    return surnames.get(first, first) + "".join(given.get(x, x) for x in name[len(first) :])


def surname_of(name):
    """The surname of a Han name, compound or not."""
    return name[:2] if name[:2] in _compound() else name[:1]


def is_han(name):
    """Is it written in Chinese characters alone?"""
    return bool(_HAN.fullmatch(name))


_HAN = re.compile(r"[一-鿿]+")


def _compound():
    return {surname for surname in spelled("pinyin")[1] if len(surname) == 2}


def _of_an_era(dice, count, before, sex, single):
    known = table("eras").filter(born_before=before, sex=sex)
    first, second, whole = (
        known.filter(place=place)["names"].item() for place in ("first", "second", "whole")
    )
    firsts = _in_its_own_way(dice, _drawn(dice, list(first), count), sex)
    seconds = _in_its_own_way(dice, _drawn(dice, list(second), count), sex)
    alone = dice.random(count) < single
    two = np.where(alone, seconds, np.char.add(firsts, seconds))
    return np.where(dice.random(count) < _FAVOURITES, _drawn(dice, whole.split(), count), two)


def _in_its_own_way(dice, characters, sex):
    """Some of them replaced by any character of names of that sex."""
    of_a_sex = pl.col("sex") == sex
    known = sorted(
        set("".join(table("eras").filter(of_a_sex, pl.col("place") != "whole")["names"]))
    )
    others = np.array(known)[dice.integers(0, len(known), len(characters))]
    return np.where(dice.random(len(characters)) < _OWN_WAY, others, characters)


def _drawn(dice, among, count):
    """(count,) of a list, what stands in front more often."""
    weight = 1 / (np.arange(len(among)) + 6)
    return np.array(among)[dice.choice(len(among), count, p=weight / weight.sum())]
