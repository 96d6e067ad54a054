"""Registers as stations write them, for hypothesis."""

from datetime import date

import polars as pl
from hypothesis import settings
from hypothesis import strategies as st

patient = settings(deadline=None, max_examples=40)  # each example reads whole registers

SURNAMES = "陈李王黄张单曾区仇查吴刘陳黃張區劉"
GIVEN = "伟强明秀英丽珍志华国婷玮偉強麗國華翠"
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def number_of(body):
    """18 places of an identity number from the first 17, by hand."""
    sums = sum(int(a) * b for a, b in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[sums % 11]


def joined(*parts):
    return st.tuples(*parts).map("".join)


han_names = joined(
    st.sampled_from([*SURNAMES, "欧阳", "尉迟"]), st.text(GIVEN, min_size=1, max_size=2)
)
called = joined(
    st.sampled_from(SURNAMES), st.sampled_from(["伯", "先生", "婆婆", "生", "*英", "某某", "X"])
)
ODD = (
    "阿明 老陈 强哥 伟强哥 CHAN,Wai-Keung Weiqiang 阿依古丽·买买提 不详 * 某 O'Neil 婆婆 先生 阿婆"
)
names = st.one_of(
    han_names,
    called,
    han_names.map("（{}）".format),
    han_names.map("{}女士".format),
    st.sampled_from(ODD.split()),
    st.text("陈某*·阿( )伯生无x强", max_size=6),
    st.text(max_size=12),
    st.none(),
)

birthdays = st.dates(date(1930, 1, 1), date(1999, 12, 31))
bodies = st.builds(
    "{}{:%Y%m%d}{:03}".format,
    st.sampled_from(["440102", "440103", "440104"]),
    birthdays,
    st.integers(1, 995),
)
ids = st.one_of(
    bodies.map(number_of),
    bodies.map(number_of).map(lambda whole: whole[:6] + whole[8:17]),
    bodies.map(number_of).map(lambda whole: whole[:4] + "*" * 10 + whole[14:]),
    st.sampled_from(["1" * 18, "无", "H12345678", "440102195001011", "***"]),
    st.text("0123456789X*", max_size=20),
    st.none(),
)
days = st.one_of(
    birthdays.map(str),
    birthdays.map("{:%Y%m%d}".format),
    birthdays.map("{0.year}年{0.month}月".format),
    st.sampled_from(
        ["1958", "1958-00-00", "1900-01-01", "农历1958年三月初五", "不详", "21256", "58.3.12"]
    ),
    st.text("0123456789-/.年月日一二十", max_size=12),
    st.none(),
)
phones = st.one_of(
    st.sampled_from(
        ["13912340987", "+8613912340987", "020-83330918", "83330918", "13800138000", "无"]
    ),
    st.text("0123456789-+() ", max_size=16),
    st.none(),
)
real_addresses = st.builds(
    "{}{}{}号{}".format,
    st.sampled_from(["", "广州市越秀区北京街道", "越秀区"]),
    st.sampled_from(["文德北路", "恩宁路", "中山五路"]),
    st.sampled_from(["12", "１２", "十二", "3"]),
    st.sampled_from(["", "502房", "五〇二室", "3栋502", "之一"]),
)
addresses = st.one_of(
    real_addresses,
    st.text("广州越秀区路街道号12十二-之一栋A(房)", max_size=14),
    st.none(),
)


@st.composite
def registers(draw, max_size=12):
    """A register of few people, so that rows meet."""
    size = draw(st.integers(0, max_size))

    def some(strategy):
        few = draw(st.lists(strategy, min_size=1, max_size=4))
        return pl.Series(
            [draw(st.sampled_from(few)) for _ in range(size)], dtype=pl.String, strict=False
        )

    return pl.DataFrame(
        {
            "rid": pl.Series(draw(st.permutations(range(size))), dtype=pl.Int64),
            "station_street": some(st.sampled_from(["北京街道", "北京街", "昌华街道", ""])),
            "name": some(names),
            "gender": some(st.sampled_from(["男", "女", ""])),
            "id_no": some(ids),
            "dob": some(days),
            "phone": some(phones),
            "address": some(addresses),
        }
    )
