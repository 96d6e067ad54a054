"""What goes wrong on the way onto paper: each kind does what its row in the table says, and nothing else."""

import re
from datetime import date

import numpy as np
import polars as pl
import pytest
from pypinyin import Style, pinyin

from bench.registers.corrupting import CORRUPTIONS, corrupted
from bench.registers.people import some_people
from bench.registers.registering import some_registrations
from bench.registers.spoilt_births import PLACEHOLDERS
from bench.registers.spoilt_ids import JUNK
from bench.registers.tables import table
from shanqiao.engines.identity import read_resident_id

KINDS = table("corruptions")
SIZE = 6_000


@pytest.fixture(scope="module")
def clean():
    people = some_people(np.random.default_rng(1), SIZE)
    return some_registrations(np.random.default_rng(2), people, SIZE)


def differ(old, new):
    """At which places two texts of one length differ; none if they are of different length."""
    assert len(old) == len(new)
    return [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]


def readings(character):
    return set(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def sounds_alike(old, new, _):
    [at] = differ(old, new)
    surname = {"冼": "xian", "区": "ou", "单": "shan", "查": "zha", "仇": "qiu", "解": "xie"}
    return bool((readings(old[at]) | {surname.get(old[at])}) & readings(new[at]))


def looks_alike(old, new, _):
    [at] = differ(old, new)
    return any({old[at], new[at]} <= set(group) for group in table("lookalikes")["characters"])


def has_right_check_digit(number):
    places = [10 if place == "X" else int(place) for place in number]
    return sum(n * 2 ** (17 - at) for at, n in enumerate(places)) % 11 == 1


def is_nobodys_number(number):
    """The check digit finds every single wrong digit; a permit has none."""
    return number[0] in "HM" or not has_right_check_digit(number)


def is_other_day(old, new, row):
    day = row["born"]
    return date.fromisoformat(new) == date(day.year, day.day, day.month) != day


def is_early(old, new, row):
    if new.startswith("农历"):
        return bool(re.fullmatch(r"农历[〇一二三四五六七八九]{4}年.{1,2}月[初十廿二三].{0,2}", new))
    return 20 <= (row["born"] - date.fromisoformat(new)).days <= 50


def is_off_by_a_year(old, new, _):
    return abs(int(new[:4]) - int(old[:4])) == 1 and new[4:] == old[4:]


def is_same_date(old, new, _):
    year, month, day = map(int, re.fullmatch(r"(\d{4})\D?(\d\d?)\D?(\d\d?)\D?", new).groups())
    return f"{year}-{month:02d}-{day:02d}" == old


def numbers_in(address):
    return re.findall(r"[\d零一二三四五六七八九]+(?=[号#栋座房室-]|$)", address)


def letters_of(text):
    return re.sub(r"[\s·.・•,，]", "", text)


SAYS = {
    "homophone": sounds_alike,
    "look_alike": looks_alike,
    "character_missing": lambda o, n, _: n[0] == o[0] and n in [o[:i] + o[i + 1 :] for i in range(len(o))],
    "character_extra": lambda o, n, _: o in [n[:i] + n[i + 1 :] for i in range(len(n))],
    "characters_reordered": lambda o, n, _: sorted(o) == sorted(n) and len(differ(o, n)) == 2,
    "honorific": lambda o, n, r: n[0] == o[0] and n[-1] in ("姨婆姑姐伯叔" if r["born"].year < 1965 else "士姐生仔"),
    "nickname": lambda o, n, _: n in (f"阿{o[-1]}", f"{o[-1]}仔"),
    "masked_name": lambda o, n, _: n[0] == o[0] and set(n) & set("*某"),
    "cantonese_spelling": lambda _, n, __: re.fullmatch(r"[A-Z]+( [A-Z]+)?( [A-Z][a-z]+)*", n),
    "mandarin_spelling": lambda _, n, __: re.fullmatch(r"[A-Z][A-Za-z]+ [A-Z][A-Za-z]*", n),
    "surname_missing": lambda o, n, _: o.endswith(n) and 1 <= len(o) - len(n) <= 2,
    "other_name": lambda o, n, _: n[0] == o[0] and n[-2:] != o[-2:],
    "traditional": lambda o, n, _: all(not of_gb_2312(n[at]) for at in differ(o, n)),
    "in_characters": lambda _, n, r: r["people"] == "hong_kong" and of_gb_2312(n) and not n.isascii(),
    "spaced": lambda o, n, _: letters_of(o) == letters_of(n),
    "remarked": lambda o, n, _: n.startswith(o) and n[-1] in ")）",
    "gender_missing": lambda _, n, __: n == "",
    "gender_wrong": lambda o, n, _: {o, n} == {"男", "女"},
    "id_missing": lambda _, n, __: n == "",
    "id_digit_wrong": lambda o, n, _: len(differ(o, n)) == 1 and is_nobodys_number(n),
    "id_digits_swapped": lambda o, n, _: sorted(o) == sorted(n) and np.diff(differ(o, n)).tolist() == [1],
    "id_fifteen": lambda o, n, _: len(n) == 15 and f"{n[:6]}19{n[6:]}" == o[:17],
    "id_masked": lambda o, n, _: n[-4:] == o[-4:] and len(n) == len(o) and "****" in n and n[:4] == o[:4],
    "id_of_family": lambda o, n, r: n == r["id_of_family"],
    "id_junk": lambda _, n, __: n in JUNK,
    "id_written": lambda o, n, _: n.replace(" ", "").removeprefix("'").upper() == o,
    "dob_missing": lambda _, n, __: n == "",
    "dob_placeholder": lambda _, n, __: n in PLACEHOLDERS,
    "dob_first_of_january": lambda o, n, _: n == f"{o[:4]}-01-01",
    "dob_swapped": is_other_day,
    "dob_year_only": lambda o, n, _: n == o[:4],
    "dob_no_day": lambda o, n, _: n in (f"{o[:7]}-00", f"{o[:4]}-00-00"),
    "dob_lunar": is_early,
    "dob_year_off": is_off_by_a_year,
    "dob_written": is_same_date,
    "phone_missing": lambda _, n, __: n == "",
    "phone_old": lambda _, n, r: n == r["phone_before"],
    "phone_of_station": lambda _, n, r: n == r["station_phone"],
    "phone_of_family": lambda _, n, r: n == r["phone_of_family"],
    "phone_digit_wrong": lambda o, n, _: len(differ(o, n)) == 1,
    "phone_written": lambda o, n, _: re.sub(r"^(00)?86|\D", "", n.removeprefix("+")) == o.replace("-", ""),
    "address_moved": lambda _, n, r: n == r["address_before"],
    "address_missing": lambda _, n, __: n == "",
    "address_abbreviated": lambda o, n, _: o.endswith(n) and numbers_in(o) == numbers_in(n),
    "address_other_writing": lambda o, n, _: n[:6] == o[:6] and len(numbers_in(n)) >= 1,
    "room_missing": lambda o, n, _: o.startswith(n) and re.search(r"房$", o) and n.endswith("号"),
    "street_missing": lambda _, n, __: n == "",
    "street_of_elsewhere": lambda _, n, __: re.search("街道$|镇$", n),
    "street_as_code": lambda _, n, r: n == r["station_code"] and re.fullmatch(r"440\d{6}", n),
}  # fmt: skip


def of_gb_2312(text):
    """Is every character one of the simplified standard, which has no traditional ones?"""
    try:
        return bool(text.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def test_every_kind_has_a_function_a_row_and_a_sentence():
    assert set(KINDS["kind"]) == set(CORRUPTIONS) == set(SAYS)
    assert KINDS["kind"].n_unique() == KINDS.height >= 20
    assert all(function.__doc__ for function in CORRUPTIONS.values())


@pytest.mark.parametrize(("kind", "field"), KINDS.select("kind", "field").rows())
def test_a_corruption_does_what_it_says(clean, kind, field):
    new = CORRUPTIONS[kind](np.random.default_rng(5), clean)
    changed = clean.with_columns(new=new).filter(pl.col("new") != pl.col(field))

    assert changed.height > 0
    for row in changed.head(1_500).to_dicts():
        if kind == "id_junk" or row[field] != "":
            assert SAYS[kind](row[field], row["new"], row), (row[field], row["new"])


def test_a_number_of_fifteen_places_is_read_as_the_whole_one(clean):
    short = CORRUPTIONS["id_fifteen"](np.random.default_rng(5), clean)
    rows = clean.with_columns(short=short).filter(pl.col("short").str.len_chars() == 15).head(20)

    for whole, number in rows.select("id_no", "short").iter_rows():
        assert read_resident_id(number).number == whole


def test_what_is_noted_changed_a_cell_and_what_changed_is_noted(clean):
    rows, notes = corrupted([1, 2], clean, 2.0)

    notes = notes.with_columns(pl.col("kind").cast(pl.String)).join(KINDS, on="kind")
    for field in KINDS["field"].unique():
        noted = set(notes.filter(pl.col("field") == field)["rid"])
        differing = set(rows.filter(rows[field] != clean[field])["rid"])
        assert noted == differing, field


def test_every_kind_occurs_about_as_often_as_the_table_says():
    people = some_people(np.random.default_rng(1), 60_000)
    clean = some_registrations(np.random.default_rng(2), people, 60_000)
    _, notes = corrupted([9], clean)
    often = dict(
        notes.with_columns(pl.col("kind").cast(pl.String)).group_by("kind").len().iter_rows()
    )

    for kind, rate in KINDS.select("kind", "rate").iter_rows():
        assert 0 < often[kind] <= 1.3 * rate * clean.height, kind


def test_without_noise_only_what_is_not_asked_for_is_missing(clean):
    rows, notes = corrupted([1], clean, 0.0)

    assert set(notes["kind"]) == set(KINDS.filter(grows="no")["kind"])
    assert rows["name"].equals(clean["name"])


def test_sources_that_ask_for_numbers_have_more_of_them(clean):
    rows, _ = corrupted([1], clean)
    without = dict(rows.group_by("source").agg((pl.col("id_no") == "").mean()).iter_rows())

    assert without["街道民政办"] < without["社工站"] < without["爱心企业"]
