"""Names as they are misheard, misread, abbreviated and spelled."""

import polars as pl

from .names import in_traditional, is_han, letters, surname_of
from .tables import looking_like, sounding_like, table

_REMARKS = ("(低保)", "（户主）", "(独居)", "（长者）", "(代办)")
_DOTS = (".", "・", "•", " ", "")


def homophone(dice, rows):
    """李秀英 becomes 李绣英."""
    return _each(dice, rows, lambda name, chance: _replaced(name, chance, sounding_like()))


def look_alike(dice, rows):
    """李秀英 becomes 季秀英."""
    return _each(dice, rows, lambda name, chance: _replaced(name, chance, looking_like()))


def character_missing(dice, rows):
    """李秀英 becomes 李英 or 李秀."""
    return _each(dice, rows, _without_one, least=3)


def character_extra(dice, rows):
    """李秀英 becomes 李秀秀英."""
    return _each(dice, rows, _with_one_twice)


def characters_reordered(dice, rows):
    """李秀英 becomes 李英秀; 张伟 becomes 伟张."""
    return _each(dice, rows, lambda name, _: name[:-2] + name[-1] + name[-2])


def honorific(dice, rows):
    """陈国强 becomes 陈伯, a younger one 陈先生."""
    titles = [_titles(*row) for row in rows.select("gender", "born").iter_rows()]
    return pl.Series(
        surname_of(name) + among[int(chance * len(among))] if is_han(name) else name
        for name, among, chance in zip(rows["name"], titles, dice.random(rows.height), strict=True)
    )


def nickname(dice, rows):
    """李国明 becomes 阿明 or 明仔."""
    return _each(
        dice, rows, lambda name, chance: f"阿{name[-1]}" if chance < 0.8 else f"{name[-1]}仔"
    )


def masked_name(dice, rows):
    """李秀英 becomes 李*英 or 李**."""
    return _each(dice, rows, _masked)


def cantonese_spelling(dice, rows):
    """陈大文 becomes CHAN Tai Man."""
    return _each(dice, rows, lambda name, _: letters(name, "cantonese") or name)


def mandarin_spelling(dice, rows):
    """陈大文 becomes Chen Dawen, or CHEN DAWEN."""
    return _each(dice, rows, _in_pinyin)


def surname_missing(dice, rows):
    """李秀英 becomes 秀英."""
    return _each(dice, rows, lambda name, _: name[len(surname_of(name)) :] or name, least=3)


def other_name(dice, rows):
    """李秀英 was called 李桂芳 earlier."""
    names = table("eras").filter(place="whole")["names"].str.split(" ").explode().to_list()
    return _each(
        dice, rows, lambda name, chance: surname_of(name) + names[int(chance * len(names))]
    )


def traditional(dice, rows):
    """陈国强 becomes 陳國強."""
    return _each(dice, rows, lambda name, _: in_traditional(name))


def in_characters(dice, rows):
    """What is known in letters or traditional characters, in simplified ones."""
    of_hong_kong = (pl.col("people") == "hong_kong") & (pl.col("name") == pl.col("known_as"))
    return rows.select(pl.when(of_hong_kong).then("in_characters").otherwise("name")).to_series()


def spaced(dice, rows):
    """李秀英 becomes 李 秀英 or 李　秀　英; names with a dot or in letters are divided otherwise."""
    chances = dice.random(rows.height)
    return pl.Series(_divided(*row) for row in zip(rows["name"], chances, strict=True))


def remarked(dice, rows):
    """李秀英 becomes 李秀英(低保)."""
    return rows["name"] + pl.Series(dice.choice(_REMARKS, rows.height), dtype=pl.String)


def _each(dice, rows, change, least=2):
    """Every Han name of at least so many characters, changed by one chance of its own."""
    return pl.Series(
        (
            change(name, chance) if len(name) >= least and is_han(name) else name
            for name, chance in zip(rows["name"], dice.random(rows.height), strict=True)
        ),
        dtype=pl.String,
    )


def _replaced(name, chance, others):
    """One character by another of its group, the front of the group more often."""
    places = [at for at, letter in enumerate(name) if letter in others]
    if not places:
        return name
    chance *= len(places)
    at, rest = places[int(chance)], chance % 1
    among = others[name[at]]
    return name[:at] + among[int(rest * rest * len(among))] + name[at + 1 :]


def _without_one(name, chance):
    at = 1 + int(chance * (len(name) - 1))
    return name[:at] + name[at + 1 :]


def _with_one_twice(name, chance):
    at = int(chance * len(name))
    return name[: at + 1] + name[at:]


def _masked(name, chance):
    first = surname_of(name)
    hidden = "*" if chance < 0.8 else "某"
    if len(name) - len(first) < 2 or chance % 0.1 < 0.03:
        return first + hidden * max(1, len(name) - len(first))
    return first + hidden + name[-1]


def _in_pinyin(name, chance):
    spelling = letters(name, "pinyin") or name
    return spelling.upper() if chance < 0.4 else spelling


def _titles(gender, born):
    old = born.year < 1965
    if gender == "女":
        return ("姨", "婆婆", "姑") if old else ("女士", "小姐", "姐")
    return ("伯", "叔", "老伯") if old else ("先生", "生", "仔")


def _divided(name, chance):
    if "·" in name:
        return name.replace("·", _DOTS[int(chance * len(_DOTS))])
    if is_han(name):
        first, blank = surname_of(name), "　" if chance < 0.3 else " "
        return blank.join(name) if chance % 0.1 < 0.02 else first + blank + name[len(first) :]
    return name.replace(" ", ", ", 1) if chance < 0.5 else name.replace(" ", "")


KINDS = {
    function.__name__: function
    for function in (
        *(homophone, look_alike, character_missing, character_extra, characters_reordered),
        *(honorific, nickname, masked_name, cantonese_spelling, mandarin_spelling),
        *(surname_missing, other_name, traditional, in_characters, spaced, remarked),
    )
}
