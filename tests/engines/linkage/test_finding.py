"""What is typed finds who is meant."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from bench.registers.people import some_people
from shanqiao.engines.linkage import (
    Form,
    Term,
    asked,
    day_of,
    letters_of,
    terms_of_addresses,
    terms_of_birthday,
    terms_of_name,
    terms_of_number,
    terms_of_phones,
    whole_of,
)
from shanqiao.engines.linkage._names import read_names
from shanqiao.engines.linkage._read_name import NameKind


def finds(typed, terms):
    return all(any(word.fits(term) for term in terms) for word in asked(typed))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("黄伟强", "黄伟强"),
        ("黄伟强", "黃偉強"),
        ("黃偉強", "黄伟"),
        ("黄伟强", "伟强"),
        ("黄伟强", "hwq"),
        ("黄伟强", "huangweiqiang"),
        ("黄伟强", "Huang Wei Qiang"),
        ("黄伟强", "huang weiq"),
        ("黄伟强", "weiqiang"),
        ("黄伟强", "wongwaikoeng"),
        ("黄伟强", "WONG Wai Keung"),
        ("黄伟强", "Wai-Keung Wong"),
        ("陈大文", "Chan Tai Man"),
        ("张玉兰", "Cheung Yuk Lan"),
        ("张玉兰", "Cheong Yuk"),
        ("曾志伟", "zengzhiwei"),
        ("区小英", "Au Siu Ying"),
        ("单丽", "shanli"),
        ("仇英", "qiuying"),
        ("欧阳娜娜", "娜娜"),
        ("吕芳", "lüfang"),
        ("吕芳", "lvf"),
        ("阿依古丽·买买提", "阿依古丽"),
        ("WONG Wai Keung", "wong wai"),
        ("陈伯", "陈伯"),
    ],
)
def test_a_name_is_found_as_people_type_it(name, typed):
    assert finds(typed, terms_of_name(name))


@pytest.mark.parametrize(
    ("name", "typed"),
    [("曾志伟", "cengzhiwei"), ("区小英", "quxiaoying"), ("黄伟强", "王伟强"), ("黄伟强", "强伟")],
)
def test_another_name_is_not_found(name, typed):
    assert not finds(typed, terms_of_name(name))


def test_a_name_reads_here_as_it_reads_where_people_are_compared():
    people = some_people(np.random.default_rng(5), 3_000)
    names = pl.Series(people["name"].unique().sort())
    read = read_names(names).with_columns(names.alias("raw"))

    for row in read.filter(pl.col("name_kind") == NameKind.FULL).iter_rows(named=True):
        terms = terms_of_name(row["raw"])
        assert Term(Form.NAME, row["name"]) in terms
        assert Term(Form.PINYIN, row["pinyin"].replace(" ", "")) in terms
        assert Term(Form.JYUTPING, row["jyutping"].replace(" ", "")) in terms
        assert row["roman"] in {
            " ".join(sorted(term.text.split())) for term in terms if term.form is Form.ROMAN
        }
        assert letters_of(row["raw"])[0] == row["pinyin"].replace(" ", "")


def test_a_person_is_found_by_day_month_and_year_of_birth():
    born = terms_of_birthday(date(1958, 3, 5))

    for typed in ("1958", "195803", "1958-3", "1958-03-05", "19580305", "1958年3月5日", "1958.3.5"):
        assert finds(typed, born), typed
    assert not finds("1958-4", born)
    assert terms_of_birthday(None) == ()


def test_a_number_is_found_whole_and_by_its_last_places():
    number = terms_of_number("44010319450305123X")

    for typed in ("44010319450305123x", "440103 19450305 123X", "123x", "05123X"):
        assert finds(typed, number), typed
    assert not finds("1234", number)
    assert terms_of_number("12") == ()


def test_a_telephone_is_found_however_it_is_written():
    [phone] = terms_of_phones(["+86 138-2345-6780"])

    for typed in ("13823456780", "138 2345 6780", "6780"):
        assert finds(typed, phone), typed
    assert terms_of_phones(["不详", ""]) == [(), ()]


def test_an_address_is_found_by_road_and_by_number():
    [home] = terms_of_addresses(["广州市越秀区北京街道文德北路12号502房"])

    assert finds("文德北路", home) and finds("文德北路12号", home) and finds("文德北路十二号", home)
    assert not finds("文德北路14号", home)
    assert not finds("文德南路", home)


def test_words_narrow_each_other():
    person = (*terms_of_name("黄伟强"), *terms_of_birthday(date(1958, 3, 5)))

    assert finds("黄 1958", person)
    assert not finds("黄 1959", person)
    assert not finds("黄 陈", person)


def test_a_word_that_means_nothing_finds_nobody():
    person = (*terms_of_name("黄伟强"), *terms_of_number("440103194503051233"))

    assert not finds("%", person)
    assert not finds("138", person)


def test_whole_days_and_numbers_are_told_apart_from_parts():
    [day], [year], [number], [tail] = map(asked, ("19580305", "1958", "H12345678", "1234"))

    assert (day_of(day), day_of(year)) == ("1958-03-05", None)
    assert (whole_of(number), whole_of(tail)) == ("H12345678", None)
