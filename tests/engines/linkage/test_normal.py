"""Numbers, days and addresses as stations write them, and the whole register."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from shanqiao.engines.identity import CannotReadResidentId, read_resident_id
from shanqiao.engines.linkage import NORMAL_COLUMNS, CannotReadRegister, normalise
from shanqiao.engines.linkage._addresses import read_addresses, read_streets
from shanqiao.engines.linkage._days import Precision, read_day, read_days
from shanqiao.engines.linkage._ids import IdKind, read_ids
from shanqiao.engines.linkage._phones import read_phones
from tests.engines.linkage.registers import (
    bodies,
    days,
    ids,
    number_of,
    patient,
    phones,
    real_addresses,
    registers,
)

WHOLE = number_of("44010219500102123")


def column(*written):
    return pl.Series(written, dtype=pl.String)


def test_an_old_number_is_the_new_one():
    long, short = read_ids(column(WHOLE, WHOLE[:6] + WHOLE[8:17])).rows(named=True)

    assert long.pop("id_was_short") is False and short.pop("id_was_short") is True
    assert long == short
    assert (long["id"], long["id_born"], long["id_sex"]) == (WHOLE, date(1950, 1, 2), 1)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (f" {WHOLE[:6]} {WHOLE[6:14]} {WHOLE[14:].lower()}", IdKind.VALID),
        (WHOLE + "43", IdKind.VALID),  # a disability card: kind and grade behind the number
        (WHOLE[:16] + "99", IdKind.WRONG),
        (number_of("44010219500230123"), IdKind.WRONG),  # 30 February
        (number_of("99010219500102123"), IdKind.WRONG),  # no such province
        (WHOLE[:17], IdKind.WRONG),
        ("H12345678", IdKind.OTHER),
        ("111111111111111111", IdKind.MISSING),
        ("123456789012345678", IdKind.MISSING),
        ("11010519491231002X", IdKind.MISSING),  # printed as the example in the standard
        ("******************", IdKind.MISSING),
        ("440103000000000000", IdKind.MISSING),
        ("440101190001010000", IdKind.MISSING),
        ("无", IdKind.MISSING),
        (None, IdKind.MISSING),
    ],
)
def test_what_a_number_is(written, kind):
    (found,) = read_ids(column(written)).rows(named=True)

    assert found["id_kind"] == kind
    assert (found["id"] is None) == (kind == IdKind.MISSING)
    assert (found["id_born"] is not None) == (kind == IdKind.VALID)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("4401**********1234", "4401**********1234"),
        ("4401XXXXXXXXXX1234", "4401**********1234"),
        ("4401****1234", "4401**********1234"),
        ("440102********123X", "440102********123X"),
        ("4401021950****123x", "4401021950****123X"),
    ],
)
def test_a_masked_number_shows_its_places(written, seen):
    (found,) = read_ids(column(written)).rows(named=True)

    assert (found["id_kind"], found["id"], found["id_seen"]) == (IdKind.MASKED, None, seen)


@patient
@given(st.lists(st.one_of(ids, bodies.map(number_of)), max_size=6))
def test_numbers_that_are_read_at_the_desk_are_valid_here(written):
    for text, found in zip(written, read_ids(column(*written)).rows(named=True), strict=True):
        try:
            one = read_resident_id(text or "")
        except CannotReadResidentId:
            continue
        if found["id_kind"] != IdKind.MISSING:
            assert found["id_kind"] == IdKind.VALID
            assert (found["id"], found["id_born"]) == (one.number, one.born_on)
            assert found["id_sex"] == {"male": 1, "female": 2}[one.sex]


@pytest.mark.parametrize(
    ("written", "on", "precision"),
    [
        *((text, date(1958, 3, 12), Precision.DAY) for text in
          ("1958-03-12", "1958/3/12", "1958.3.12", "19580312", "1958年3月12日", "一九五八年三月十二日",
           "12/03/1958", "21256", "58.3.12", "民国47年3月12日", "1958-03-12 00:00:00", "出生:1958-3-12")),
        *((text, date(1958, 3, 1), Precision.MONTH) for text in
          ("1958-03", "195803", "1958年3月", "58年3月", "1958-03-00", "1958-03-32")),
        *((text, date(1958, 1, 1), Precision.YEAR) for text in
          ("1958", "1958年", "一九五八", "1958-00-00", "1958-13-01", "农历1958年三月初五", "1958年腊月廿三")),
        *((text, None, Precision.NOTHING) for text in ("", "不详", "0000-00-00", "3058-01-01", "30/12/58")),
    ],
)  # fmt: skip
def test_a_birthday_in_many_dresses(written, on, precision):
    assert read_day(written)[:3] == (on, precision, False)


@pytest.mark.parametrize(
    ("written", "lunar"),
    [("农历1958年三月初五", date(1958, 3, 5)), ("1958年腊月廿三", date(1958, 12, 23)),
     ("农历一九五八年正月二十", date(1958, 1, 20)), ("农历1958年", None), ("1958-03-05", None)],
)  # fmt: skip
def test_what_a_lunar_birthday_says_is_kept(written, lunar):
    assert read_day(written).lunar == lunar


@pytest.mark.parametrize(
    "written",
    ["1900-01-01", "19000101", "1970年1月1日", "0001-01-01", "9999-12-31", "1900-00-00", "1900"],
)
def test_days_nobody_typed_are_known_for_what_they_are(written):
    assert read_day(written).is_placeholder


@patient
@given(st.lists(days, max_size=6))
def test_many_days_are_read_as_one_by_one(written):
    found = read_days(column(*written)).rows()

    assert found == [tuple(read_day(text or "")) for text in written]


@patient
@given(days)
def test_a_day_read_is_read_the_same_again(written):
    day = read_day(written or "")
    if day.precision == Precision.DAY:
        assert read_day(str(day.on)) == day


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *((text, "13912340987") for text in
          ("13912340987", "+86 139-1234-0987", "008613912340987", "１３９１２３４０９８７", "13912340987/83330918",
           "013912340987", "13912340987（儿子）")),
        *((text, "83330918") for text in
          ("83330918", "020-83330918", "(020)83330918", "+86 20 8333 0918", "020-83330918转12")),
        ("0755-83330918", "075583330918"),
        ("+852 9123 4567", "85291234567"),
        *((text, None) for text in ("", "无", "110", "13800138000", "11111111111", "00000000", None)),
    ],
)  # fmt: skip
def test_a_telephone_in_many_dresses(written, number):
    assert read_phones(column(written)).to_list() == [number]


@patient
@given(phones)
def test_a_telephone_read_is_read_the_same_again(written):
    once = read_phones(column(written))

    assert read_phones(once).to_list() == once.to_list()


@pytest.mark.parametrize(
    "written",
    [
        "文德北路12号502房",
        "广东省广州市越秀区北京街道文德北路12号502房",
        "广州市越秀区北京街文德北路１２号五〇二室",
        "越秀区文德北路十二号五楼502",
        "文德北路12-502",
        "文德北路12号502(近地铁)",
        "文德北路12#502",
    ],
)
def test_an_address_in_many_dresses(written):
    (found,) = read_addresses(column(written)).rows(named=True)

    assert found == {
        "road": "文德北路",
        "number": "12",
        "room": "502",
        "address": "文德北路|12|502",
    }


@pytest.mark.parametrize(
    ("written", "road", "number", "room"),
    [
        ("中山五路33号之一", "中山五路", "33-1", None),
        ("恩宁路12号之二3楼", "恩宁路", "12-2", "3"),
        ("文德北路12-3号", "文德北路", "12-3", None),
        ("体育西路103号3栋502", "体育西路", "103", "3-502"),
        ("白云区人和镇西成村三社5号", "西成村三社", "5", None),
        ("广州市幸福老人院", "幸福老人院", None, None),
        ("不详", None, None, None),
        (None, None, None, None),
    ],
)
def test_parts_of_an_address(written, road, number, room):
    (found,) = read_addresses(column(written)).rows(named=True)

    assert (found["road"], found["number"], found["room"]) == (road, number, room)


def test_a_subdistrict_has_one_name():
    written = column("北京街道", "北京街", " 越秀区北京街", "440104001", "", None)

    assert read_streets(written).to_list() == ["北京街"] * 3 + ["440104001", None, None]


def test_a_register_in_normal_form():
    register = pl.DataFrame(
        {
            "rid": [7, 3],
            "name": ["李*英", "陳偉強"],
            "id_no": [None, WHOLE],
            "dob": ["1958-00-00", "1900-01-01"],
            "gender": ["女", ""],
        }
    )

    first, second = normalise(register).rows(named=True)

    assert (first["rid"], first["name"], first["born"], first["gender"]) == (
        3,
        "陈伟强",
        date(1950, 1, 2),
        1,
    )
    assert first["born_is_placeholder"] and not first["born_disagrees"]
    assert (second["seen"], second["born_precision"], second["gender"]) == (
        "李*英",
        Precision.YEAR,
        2,
    )


def test_a_birthday_that_is_not_that_of_the_number_is_kept_and_told():
    register = pl.DataFrame({"rid": [1], "id_no": [WHOLE], "dob": ["1950-02-01"]})

    (found,) = normalise(register).rows(named=True)

    assert (found["born"], found["id_born"]) == (date(1950, 2, 1), date(1950, 1, 2))
    assert found["born_disagrees"]


@pytest.mark.parametrize("rids", [[1, 1], [1, None]])
def test_rows_must_be_told_apart(rids):
    with pytest.raises(CannotReadRegister):
        normalise(pl.DataFrame({"rid": rids, "name": ["陈伟强", "陈伟明"]}))


def test_there_must_be_a_rid():
    with pytest.raises(CannotReadRegister):
        normalise(pl.DataFrame({"name": ["陈伟强"]}))


@patient
@given(registers())
def test_no_row_is_lost_and_their_order_says_nothing(register):
    normal = normalise(register)

    assert normal["rid"].to_list() == sorted(register["rid"])
    assert normal.columns == list(NORMAL_COLUMNS)
    assert_frame_equal(normal, normalise(register.reverse()))


@pytest.mark.thorough
@patient
@given(registers())
def test_a_row_reads_the_same_alone(register):
    """What a station wrote means the same whoever else is registered."""
    normal = normalise(register)

    for place in range(register.height):
        alone = normalise(register[place : place + 1])
        assert_frame_equal(alone, normal.filter(pl.col("rid") == alone["rid"][0]))


@patient
@given(real_addresses)
def test_an_address_read_is_read_the_same_again(written):
    (once,) = read_addresses(column(written)).rows(named=True)

    again = read_addresses(column(f"{once['road']}{once['number']}号{once['room'] or ''}"))

    assert again.rows(named=True) == [once]
