"""How alike two registrations are, and in which words the desk is told."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given

from shanqiao.engines.linkage import LEVELS, compare, frequencies, normalise, prepare
from shanqiao.engines.linkage._levels import Address, Birth, Id, Name, Phone, Same
from tests.engines.linkage.registers import number_of, patient, registers
from tests.engines.linkage.slowly import levels_slowly

WHOLE = number_of("44010219500102123")
WRONG = WHOLE[:15] + str((int(WHOLE[15]) + 1) % 10) + WHOLE[16:]
SWAPPED = WHOLE[:14] + WHOLE[15] + WHOLE[14] + WHOLE[16:]
TWIN = number_of("44010219500102125")


def compared(one, other):
    """Levels of two rows, which must be the same the other way round."""
    empty = dict.fromkeys(one | other)
    rows = [{"rid": 0, **empty, **one}, {"rid": 1, **empty, **other}]
    ready = prepare(normalise(pl.DataFrame(rows, infer_schema_length=None)))
    there, back = compare(ready, [0, 1], ready, [1, 0]).rows(named=True)
    assert there == back
    return there


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("陈伟强", "陈伟强先生", Name.SAME),
        ("陈伟强", "陳偉強", Name.SAME_SIMPLIFIED),
        ("陈伟强", "陈玮强", Name.LOOK_ALIKE),
        ("陈志明", "陈志鸣", Name.SAME_SOUND),
        ("陈伟强", "Chen Weiqiang", Name.SAME_PINYIN),
        ("黄志强", "王志强", Name.SAME_CANTONESE),
        ("陈晶", "陈金", Name.MISHEARD),
        ("阿依古丽·买买提", "买买提·阿依古丽", Name.REORDERED),
        ("陈伟强", "CHAN Wai-Keung", Name.SAME_SPELLING),
        ("李子诗", "LEE Tsz Sze", Name.SAME_SPELLING),
        ("陈伟强", "陈强", Name.ONE_LEFT_OUT),
        ("陈伟", "陈伟强", Name.ONE_LEFT_OUT),
        ("陈伟伟强", "陈伟强", Name.ONE_LEFT_OUT),
        ("伟强", "陈伟强", Name.SURNAME_LEFT_OUT),
        ("志远", "欧阳志远", Name.SURNAME_LEFT_OUT),
        ("陈伟强", "陈志强", Name.MIDDLE_DIFFERS),
        ("陈伟强", "陈伟明", Name.LAST_DIFFERS),
        ("陈伟强", "李伟强", Name.SURNAME_DIFFERS),
        ("陈伟强", "陈丽华", Name.SAME_SURNAME),
        ("陈伟强", "李丽华", Name.DIFFERENT),
        ("李秀英", "李*英", Name.MASK_FITS),
        ("李秀英", "李某某", Name.MASK_FITS),
        ("李*英", "李秀*", Name.MASK_FITS),
        ("李秀英", "李*", Name.DOES_NOT_FIT),
        ("王秀英", "李*英", Name.DOES_NOT_FIT),
        ("陈伟强", "陈伯", Name.SURNAME_FITS),
        ("陈*强", "陈伯", Name.SURNAME_FITS),
        ("陈伟强", "李婆婆", Name.DOES_NOT_FIT),
        ("陈伟明", "阿明", Name.CALL_NAME_FITS),
        ("陈伟强", "伟强哥", Name.CALL_NAME_FITS),
        ("陈伟强", "阿明", Name.DOES_NOT_FIT),
        ("陈伯", "阿明", Name.UNKNOWN),
        ("阿明", "Chan Ming", Name.UNKNOWN),
        ("陈伟强", "不详", Name.UNKNOWN),
        (None, None, Name.UNKNOWN),
    ],
)
def test_names(one, other, level):
    assert compared({"name": one}, {"name": other})["name"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (WHOLE, WHOLE, Id.SAME),
        (WHOLE, WHOLE[:6] + WHOLE[8:17], Id.SAME_AS_NEW),
        (WHOLE, "4401**********" + WHOLE[-4:], Id.MASK_FITS),
        (WHOLE, "4401**********0000", Id.DOES_NOT_FIT),
        (WHOLE, WRONG, Id.ONE_WRONG),
        (WHOLE, SWAPPED, Id.SWAPPED),
        (WHOLE, TWIN, Id.CONFLICT),
        (WHOLE, WHOLE[:17], Id.DIFFERENT),
        (WHOLE, "H12345678", Id.DIFFERENT),
        ("H12345678", "H12345678", Id.SAME),
        ("H1******", "H12345678", Id.DIFFERENT),
        (WHOLE, "1" * 18, Id.UNKNOWN),
        ("1" * 18, "1" * 18, Id.UNKNOWN),
    ],
)
def test_numbers(one, other, level):
    assert compared({"id_no": one}, {"id_no": other})["id"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1958-03-12", "一九五八年三月十二日", Birth.SAME),
        ("1958-03-12", "1958-12-03", Birth.SWAPPED),
        ("1958-03-12", "1958-03-21", Birth.DAY_DIFFERS),
        ("1958-03-12", "1958-08-12", Birth.MONTH_DIFFERS),
        ("1958-03-12", "1985-03-12", Birth.YEAR_DIFFERS),
        ("1958-03-12", "1957-03-12", Birth.YEAR_OFF),
        ("1958-03-12", "1958-01-01", Birth.FIRST_OF_YEAR),
        ("1958-01-12", "1958-01-01", Birth.FIRST_OF_YEAR),
        ("1958-03-12", "1958-02-20", Birth.AS_LUNAR),
        ("1958-03-12", "农历一九五八年正月二十", Birth.AS_LUNAR),
        ("1985-01-26", "农历一九八四年腊月初六", Birth.AS_LUNAR),
        ("农历一九五八年二月初九", "1958年农历二月初九", Birth.AS_LUNAR),
        ("1958-03-12", "农历一九五八年七月初九", Birth.SAME_YEAR),
        ("1958-03-12", "农历一九五八年", Birth.FITS),
        ("1958-03-12", "1958-00-00", Birth.FITS),
        ("1958", "1958", Birth.FITS),
        ("1958-04", "1958-03-12", Birth.SAME_YEAR),
        ("1958-03-12", "1958-07-30", Birth.SAME_YEAR),
        ("1958-03-12", "1960", Birth.NEAR),
        ("1958-03-12", "1961-07-30", Birth.FAR),
        ("1958-03-12", "1900-01-01", Birth.UNKNOWN),
        ("1900-01-01", "1900-01-01", Birth.UNKNOWN),
    ],
)
def test_birthdays(one, other, level):
    assert compared({"dob": one}, {"dob": other})["birth"] == level


def test_a_number_of_somebody_of_the_other_sex_is_doubted():
    his = {"id_no": WHOLE, "gender": "男"}

    assert compared(his, {"id_no": WHOLE, "gender": "女"})["id"] == Id.SAME_DOUBTED
    assert compared(his, {"id_no": TWIN, "gender": "女"})["id"] == Id.CONFLICT_DOUBTED


def test_a_number_of_a_parent_is_doubted():
    hers = {"id_no": WHOLE, "dob": "1950-01-02"}

    assert compared(hers, {"id_no": WHOLE, "dob": "1975"})["id"] == Id.SAME_DOUBTED
    assert compared(hers, {"id_no": WHOLE, "dob": "1951-01-02"})["id"] == Id.SAME
    assert compared(hers, {"id_no": WHOLE, "dob": "1900-01-01"})["id"] == Id.SAME


def test_a_birthday_nobody_knew_is_taken_from_the_number():
    one = {"id_no": WHOLE, "dob": "1900-01-01"}

    assert compared(one, {"dob": "1950-01-02"})["birth"] == Birth.SAME


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("13912340987", "+86 139-1234-0987", Phone.SAME),
        ("13912340987", "13912340986", Phone.ONE_WRONG),
        ("13912340987", "13912340978", Phone.ONE_WRONG),
        ("13912340987", "13912340789", Phone.DIFFERENT),
        ("8333091", "83330918", Phone.DIFFERENT),
        ("13912340987", "无", Phone.UNKNOWN),
    ],
)
def test_telephones(one, other, level):
    assert compared({"phone": one}, {"phone": other})["phone"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("文德北路12号502", "广州市越秀区文德北路十二号五〇二房", Address.SAME),
        ("文德北路12号502", "文德北路12号", Address.SAME_BUILDING),
        ("幸福老人院", "广州市幸福老人院", Address.SAME_BUILDING),
        ("文德北路12号502", "文德北路12号301", Address.OTHER_ROOM),
        ("文德北路12号", "文德北路30号", Address.SAME_ROAD),
        ("文德北路12号", "恩宁路12号", Address.DIFFERENT),
        ("文德北路12号", "不详", Address.UNKNOWN),
    ],
)
def test_addresses(one, other, level):
    assert compared({"address": one}, {"address": other})["address"] == level


def test_twins_are_told_apart_by_two_valid_numbers():
    home = {"dob": "1950-01-02", "phone": "83330918", "address": "文德北路12号502", "gender": "男"}

    found = compared(
        {"name": "陈伟强", "id_no": WHOLE, **home}, {"name": "陈伟明", "id_no": TWIN, **home}
    )

    assert (found["name"], found["id"]) == (Name.LAST_DIFFERS, Id.CONFLICT)
    assert (found["birth"], found["phone"], found["address"]) == (
        Birth.SAME,
        Phone.SAME,
        Address.SAME,
    )


def test_husband_and_wife_share_all_but_name_and_birthday():
    home = {"phone": "83330918", "address": "文德北路12号502", "station_street": "北京街"}

    found = compared(
        {"name": "陈伟强", "gender": "男", "dob": "1950-01-02", **home},
        {"name": "李丽华", "gender": "女", "dob": "1953-07-30", **home},
    )

    assert (found["name"], found["birth"], found["gender"]) == (
        Name.DIFFERENT,
        Birth.FAR,
        Same.DIFFERENT,
    )
    assert (found["phone"], found["address"], found["street"]) == (
        Phone.SAME,
        Address.SAME,
        Same.SAME,
    )


def test_a_rare_name_says_more_than_a_common_one():
    rows = [{"rid": rid, "name": "陈伟强"} for rid in range(8)]
    rows += [{"rid": 8, "name": "尉迟珍"}, {"rid": 9, "name": "尉遲珍"}]
    ready = prepare(normalise(pl.DataFrame(rows)))

    found = compare(ready, [0, 8, 0], ready, [1, 9, 8])

    assert found["share_name"].to_list() == pytest.approx([8 / 1010, 2 / 1010, 8 / 1010])
    assert found["share_phone"].to_list() == [None] * 3


def test_a_value_nobody_had_before_is_rare():
    before = normalise(pl.DataFrame([{"rid": rid, "name": "陈伟强"} for rid in range(9)]))
    new = normalise(pl.DataFrame([{"rid": 99, "name": "尉迟珍"}]))

    assert prepare(new, frequencies(before)).share["name"].tolist() == pytest.approx([1 / 1010])


def test_every_level_has_words_in_both_languages():
    for field, levels in LEVELS.items():
        assert [level.code for level in levels] == list(type(levels[0].code))
        assert (
            len({level.zh for level in levels})
            == len({level.en for level in levels})
            == len(levels)
        )
        assert {level.field for level in levels} == {field}
        assert all("/" in level.example or "twice" in level.example for level in levels)


@pytest.mark.parametrize("level", LEVELS["name"], ids=lambda level: level.code.name)
def test_the_example_of_a_level_of_names_is_one(level):
    one, other = level.example.split(" / ")

    assert compared({"name": one}, {"name": other})["name"] == level.code


@pytest.mark.thorough
@patient
@given(registers(max_size=8))
def test_many_pairs_are_compared_as_one_by_one(register):
    normal = normalise(register)
    rows = normal.rows(named=True)
    places = list(product(range(len(rows)), repeat=2))
    first = np.array([a for a, _ in places], dtype=np.int64)
    second = np.array([b for _, b in places], dtype=np.int64)
    ready = prepare(normal)

    found = compare(ready, first, ready, second)

    expected = [levels_slowly(rows[a], rows[b]) for a, b in places]
    assert found.select(*LEVELS).rows(named=True) == expected
