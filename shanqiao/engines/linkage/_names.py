"""Names of a whole register at once: each distinct one is read once, plain ones without leaving the columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from ._characters import FEW, HAN, all_simplified, points_of
from ._read_name import NOTHING, PREFIXES, TITLES, NameKind, read_name
from ._sounds import in_pinyin, jyutping, merged, misheard, pinyin, roman
from ._surnames import DOUBLE, JYUTPING_OF, PINYIN_OF

NAME_COLUMNS: dict[str, pl.DataType] = {
    "name_kind": pl.UInt8(),  # NameKind
    "written": pl.String(),
    "name": pl.String(),  # simplified, only of real names
    "surname": pl.String(),
    "seen": pl.String(),  # of weak names
    "pinyin": pl.String(),  # chen wei qiang
    "misheard": pl.String(),  # cen wei qian
    "jyutping": pl.String(),  # can wai koeng; not of Latin names
    "syllables": pl.String(),  # pinyin in alphabetical order: chen qiang wei
    "roman": pl.String(),  # as on papers, merged, in alphabetical order: chan keung wai
    "surname_misheard": pl.String(),
    "surname_jyutping": pl.String(),
}
_READ = ("name_kind", "written", "name", "surname", "seen")
_PSEUDO = 0x110000  # above all characters: surnames that are read otherwise


def read_names(written: pl.Series) -> pl.DataFrame:
    """Normal forms of names.

    Args:
        written: (n,) text as stations write it; may be null.

    Returns:
        (n,) rows in the same order, columns ``NAME_COLUMNS``; null where there is nothing to say.
    """
    raw = written.cast(pl.String).fill_null("").alias("raw")
    distinct = pl.DataFrame({"raw": raw.unique()})
    read = _with_sounds(_read(distinct["raw"]))
    found = pl.DataFrame({"raw": raw}).join(read, on="raw", how="left", maintain_order="left")
    return found.select(pl.col(name).cast(kind) for name, kind in NAME_COLUMNS.items())


def _read(raw: pl.Series) -> pl.DataFrame:
    """(raw, the columns ``_READ``) of distinct names; "" where there is nothing."""
    return _one_by_one(raw.to_list()) if len(raw) < FEW else in_columns(raw)


def in_columns(raw: pl.Series) -> pl.DataFrame:
    """The same: plain names column by column, and only those that may be something else one by one."""
    frame = pl.DataFrame({"raw": raw}).with_columns(
        pl.col("raw").str.normalize("NFKC").str.strip_chars().alias("written")
    )
    frame = frame.with_columns(all_simplified(frame["written"]).alias("name"))
    name = pl.col("name")
    plain = (
        name.str.contains(rf"^[{HAN}]{{2,4}}$")
        & ~name.str.contains("某")
        & ~name.str.slice(0, 1).is_in([*PREFIXES, *(word[0] for word in NOTHING)])
        & ~name.str.slice(-1).is_in([title[-1] for title in TITLES])
    )
    frame = frame.with_columns(plain.alias("plain"))
    double = name.str.slice(0, 2)
    surname = pl.when(double.is_in(list(DOUBLE))).then(double).otherwise(name.str.slice(0, 1))
    easy = frame.filter("plain").select(
        "raw",
        pl.lit(int(NameKind.FULL), pl.UInt8).alias("name_kind"),
        "written",
        "name",
        surname.alias("surname"),
        pl.lit("").alias("seen"),
    )
    hard = frame.filter(~pl.col("plain"))["raw"].to_list()
    return pl.concat([easy, _one_by_one(hard)])


def _one_by_one(raw: list[str]) -> pl.DataFrame:
    """The same by reading each."""
    schema = {"raw": pl.String()} | {name: NAME_COLUMNS[name] for name in _READ}
    return pl.DataFrame([(text, *read_name(text)) for text in raw], schema=schema, orient="row")


def _with_sounds(read: pl.DataFrame) -> pl.DataFrame:
    """The same rows with all ``NAME_COLUMNS``; "" becomes null."""
    names = read.filter(pl.col("name") != "").select("name", "name_kind", "surname").unique("name")
    heard = pl.concat(
        [
            _sounds_of(names.filter(pl.col("name_kind") == NameKind.FULL)),
            _sounds_of(names.filter(pl.col("name_kind") == NameKind.LONG)),
            _spellings_of(names.filter(pl.col("name_kind") == NameKind.LATIN)),
        ]
    )
    surnames = read.select(pl.col("surname").unique())["surname"].to_list()
    of_surname = pl.DataFrame(
        [(surname, *surname_sounds(surname)) for surname in surnames],
        schema=dict.fromkeys(("surname", "surname_misheard", "surname_jyutping"), pl.String),
        orient="row",
    )
    found = read.join(heard, on="name", how="left").join(of_surname, on="surname", how="left")
    texts = [name for name in found.columns if found.schema[name] == pl.String and name != "raw"]
    return found.with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in texts
    )


@cache
def surname_sounds(surname: str) -> tuple[str, str]:
    """(misheard pinyin, jyutping) of a surname as it is read as one."""
    mandarin = PINYIN_OF.get(surname) or " ".join(map(pinyin, surname))
    cantonese = JYUTPING_OF.get(surname) or " ".join(map(jyutping, surname))
    return " ".join(map(misheard, mandarin.split())), cantonese


def _sounds_of(names: pl.DataFrame) -> pl.DataFrame:
    """(name, pinyin, misheard, jyutping, syllables, roman) of names in Han characters."""
    texts = names["name"].to_list()
    width = max(2, *map(len, texts)) if texts else 2
    points = points_of(texts, width)
    said = _marked(points.astype(np.int64), names["surname"].to_list())
    known, place = np.unique(said, return_inverse=True)
    place = place.reshape(said.shape)
    mandarin = np.array([_said(int(point), pinyin, PINYIN_OF) for point in known], dtype=object)
    cantonese = np.array(
        [_said(int(point), jyutping, JYUTPING_OF) for point in known], dtype=object
    )
    confused = np.array([misheard(syllable) for syllable in mandarin], dtype=object)
    spelled = np.array([roman(syllable) for syllable in cantonese], dtype=object)
    return names.select("name").with_columns(
        _joined(mandarin, place, "pinyin"),
        _joined(confused, place, "misheard"),
        _joined(cantonese, place, "jyutping"),
        _joined(*_sorted(mandarin, place), "syllables"),
        _joined(*_sorted(spelled, place), "roman"),
    )


def _marked(points: npt.NDArray[np.int64], surnames: list[str]) -> npt.NDArray[np.int64]:
    """Code points, with those of surnames that are read in a way of their own replaced by numbers above all characters."""
    special = {surname: number for number, surname in enumerate(sorted(PINYIN_OF | JYUTPING_OF))}
    numbers = np.array([special.get(surname, -1) for surname in surnames], dtype=np.int64)
    double = np.array([len(surname) == 2 for surname in surnames], dtype=bool)
    points[numbers >= 0, 0] = _PSEUDO + 2 * numbers[numbers >= 0]
    both = (numbers >= 0) & double
    points[both, 1] = _PSEUDO + 2 * numbers[both] + 1
    return points


def _said(point: int, usual: Callable[[str], str], of_surname: dict[str, str]) -> str:
    """The syllable of a code point or of a number of ``_marked``; the character itself where no reading is known."""
    if point == 0:
        return ""
    if point >= _PSEUDO:
        surname = sorted(PINYIN_OF | JYUTPING_OF)[(point - _PSEUDO) // 2]
        character = surname[(point - _PSEUDO) % 2]
        if surname in of_surname:
            return of_surname[surname].split()[(point - _PSEUDO) % 2]
    else:
        character = chr(point)
    return usual(character) or character


def _sorted(
    syllables: npt.NDArray[np.object_], place: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.intp]]:
    """Syllables in alphabetical order, and each row's places among them in rising order, empty ones last."""
    order = np.array([*sorted(set(syllables) - {""}), ""], dtype=object)
    number = {syllable: rank for rank, syllable in enumerate(order)}
    ranks = np.array([number[syllable] for syllable in syllables], dtype=np.intp)
    return order, np.sort(ranks[place], axis=1)


def _joined(
    syllables: npt.NDArray[np.object_], place: npt.NDArray[np.intp], name: str
) -> pl.Series:
    """(n,) texts: the syllables of each row with blanks between, empty ones left out."""
    words = pl.Series("syllable", syllables.tolist(), dtype=pl.String)
    words = words.set(words == "", None)
    columns = [
        words.gather(place[:, column].astype(np.int64)).alias(str(column))
        for column in range(place.shape[1])
    ]
    together = pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
    return pl.DataFrame(columns).select(together.alias(name))[name]


def _spellings_of(names: pl.DataFrame) -> pl.DataFrame:
    """The same columns for names in Latin letters."""
    rows = [(name, *spelling_of(name)) for name in names["name"].to_list()]
    columns = ("name", "pinyin", "misheard", "jyutping", "syllables", "roman")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def spelling_of(name: str) -> tuple[str, str, str, str, str]:
    """(pinyin, misheard, jyutping, syllables, roman) of a name in Latin letters; "" where there is nothing to say.

    It is Mandarin where every word can be cut into syllables of pinyin.
    """
    words = name.split()
    cut = [in_pinyin(word) for word in words]
    said = [syllable for word in cut for syllable in word] if all(cut) else []
    heard = " ".join(map(misheard, said))
    return " ".join(said), heard, "", " ".join(sorted(said)), " ".join(sorted(map(merged, words)))
