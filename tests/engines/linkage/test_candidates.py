"""Who is worth comparing with whom."""

import polars as pl
import pytest
from hypothesis import given

from shanqiao.engines.linkage import (
    KEY_KINDS,
    Index,
    candidates,
    candidates_of,
    frequent_values,
    key_rows,
    make_keys,
    normalise,
)
from shanqiao.engines.linkage._hashes import hashes_of
from tests.engines.linkage.registers import number_of, patient, registers
from tests.engines.linkage.slowly import candidates_slowly, values_of

WHOLE = number_of("44010219500102123")
KIND = {kind.name: number for number, kind in enumerate(KEY_KINDS)}


def register(*rows, **same):
    """Rows with a rid each; what all share is given once."""
    return normalise(pl.DataFrame([{"rid": rid, **same, **row} for rid, row in enumerate(rows)]))


def pairs(normal):
    return {(a, b): bits for a, b, bits in candidates(make_keys(normal)).rows()}


def kinds_of(bits):
    return {kind.name for number, kind in enumerate(KEY_KINDS) if bits >> number & 1}


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ({"id_no": WHOLE}, {"id_no": WHOLE[:6] + WHOLE[8:17]}, {"id"}),
        (
            {"id_no": WHOLE, "name": "李秀英"},
            {"id_no": "4401**********" + WHOLE[-4:], "name": "李*英"},
            {"id_tail"},
        ),
        ({"phone": "13912340987"}, {"phone": "+86 139 1234 0987"}, {"phone"}),
        ({"name": "黄明", "dob": "1958-03-12"}, {"name": "房英", "dob": "19580312"}, {"birth_surname"}),
        ({"name": "黄明", "dob": "1958-03-12"}, {"name": "王英", "dob": "19580312"}, {"birth_cantonese"}),
        ({"name": "陈伟明", "dob": "1958-03-12"}, {"name": "阿明", "dob": "19580312"}, {"birth_last"}),
        (
            {"name": "陈志明", "station_street": "北京街"},
            {"name": "Chen Zhiming", "station_street": "北京街道"},
            {"pinyin_street", "rare_name"},
        ),
        (
            {"name": "黄志强", "station_street": "北京街"},
            {"name": "王志强", "station_street": "北京街"},
            {"cantonese_street"},
        ),
        (
            {"name": "买买提·阿依古丽", "dob": "1958"},
            {"name": "阿依古丽·买买提", "dob": "1958-03-12"},
            {"syllables_year", "roman_year"},
        ),
        ({"name": "陈伟强", "dob": "1958"}, {"name": "CHAN Wai Keung", "dob": "1958"}, {"roman_year"}),
        (
            {"name": "陈伟强", "address": "文德北路12号502房"},
            {"name": "陈丽", "address": "越秀区文德北路十二号301"},
            {"building_surname"},
        ),
        ({"address": "文德北路12号502房"}, {"address": "文德北路12-502"}, {"address"}),
        (
            {"name": "陈伟明", "address": "文德北路12号502房"},
            {"name": "伟明", "address": "文德北路12号"},
            {"building_last"},
        ),
        (
            {"name": "陈伟明", "dob": "1958-03-12"},
            {"name": "陳偉明", "dob": "1959-03-12"},
            {"pinyin_day", "rare_name"},
        ),
    ],
)  # fmt: skip
def test_what_brings_two_together(one, other, kinds):
    empty = dict.fromkeys(one | other)
    ((pair, bits),) = pairs(register(empty | one, empty | other)).items()

    assert pair == (0, 1)
    assert kinds_of(bits) == kinds


def test_junk_brings_nobody_together():
    junk = {
        "name": "不详",
        "id_no": "1" * 18,
        "phone": "13800138000",
        "dob": "1900-01-01",
        "address": "无",
    }

    assert pairs(register(junk, junk)) == {}


def test_the_phone_of_a_station_brings_only_those_together_who_are_heard_alike():
    names = [
        "陈伟强",
        "李丽华",
        "黄志明",
        "何秀英",
        "周国华",
        "吴珍",
        "郑强",
        "谢婷",
        "罗玮",
        "梁英",
        "许明",
        "邓华",
    ]
    rows = [{"name": name} for name in [*names, "陳偉強"]]
    normal = register(*rows, phone="83330918")

    assert KEY_KINDS[KIND["phone"]].most == len(names)
    ((pair, bits),) = pairs(normal).items()
    assert pair == (0, 12) and kinds_of(bits) == {"phone", "rare_name"}
    (count,) = frequent_values(make_keys(normal)).counts[KIND["phone"]]
    assert count == 13


def test_a_phone_of_few_brings_all_of_them_together():
    normal = register({"name": "陈伟强"}, {"name": "李丽华"}, {"name": "王*"}, phone="83330918")

    assert pairs(normal) == dict.fromkeys([(0, 1), (0, 2), (1, 2)], 1 << KIND["phone"])


def test_a_crowd_of_one_name_behind_one_phone_is_left_to_other_keys():
    normal = register(*[{"name": "陈伟强"}] * 13, phone="83330918")

    assert pairs(normal) == {}


@pytest.mark.thorough
@patient
@given(registers())
def test_pairs_are_those_found_by_looking_at_all(register):
    normal = normalise(register)

    found = candidates(make_keys(normal))

    assert {(a, b): bits for a, b, bits in found.rows()} == candidates_slowly(normal)
    assert found.rows() == sorted(found.rows()) and found.height == len(pairs(normal))


@pytest.mark.thorough
@patient
@given(registers(max_size=30))
def test_crowds_are_told_apart_as_the_slow_way_does(register):
    normal = normalise(register)

    assert pairs(normal) == candidates_slowly(normal)


@pytest.mark.thorough
@patient
@given(registers())
def test_the_order_of_rows_says_nothing(register):
    assert pairs(normalise(register)) == pairs(normalise(register.reverse()))


@pytest.mark.thorough
@patient
@given(registers(max_size=6))
def test_a_new_registration_meets_those_it_would_meet_among_all(register):
    normal = normalise(register)
    together = pairs(normal)
    for new in range(normal.height):
        before = normal.filter(pl.col("rid") != normal["rid"][new])
        found = candidates_of(make_keys(normal[new : new + 1]), Index.of(make_keys(before)))

        met = {before["rid"][row]: bits for row, bits in found.rows()}
        rids = normal["rid"]
        assert met == {
            rids[a if b == new else b]: bits for (a, b), bits in together.items() if new in (a, b)
        }


def test_a_new_registration_meets_only_those_heard_alike_behind_a_frequent_phone():
    before = register(*[{"name": f"陈{x}"} for x in "伟强明秀英丽珍志华国婷杰辉"], phone="83330918")
    new = register({"name": "陳偉"}, phone="83330918")

    found = candidates_of(make_keys(new), Index.of(make_keys(before)))

    assert found["second"].to_list() == [0]


def test_one_registration_is_asked_about_at_a_time():
    two = make_keys(register({"name": "陈伟强"}, {"name": "陈伟明"}))

    with pytest.raises(ValueError, match="one"):
        candidates_of(two, Index.of(two))


@pytest.mark.thorough
@patient
@given(registers())
def test_rows_for_a_table_hold_every_key(register):
    normal = normalise(register)
    keys = make_keys(normal)

    rows = key_rows(keys)

    for number, kind in enumerate(KEY_KINDS):
        known = [
            rid for rid, value in zip(normal["rid"], values_of(normal, kind), strict=True) if value
        ]
        assert rows.filter(pl.col("kind") == number)["rid"].to_list() == known
    assert rows.filter(pl.col("broad") == 0).is_empty()


def test_hashes_are_the_same_for_ever():
    """They are kept in databases: changing them means making all keys anew."""
    numbers = hashes_of(pl.Series(["陈伟强", "chen wei qiang", "", None], dtype=pl.String))

    assert numbers.tolist() == [8155442523021136350, 5410557054650427381, 17665956581633026203, 0]


def test_a_very_long_text_has_a_hash_as_any_other():
    texts = ["陈" * length for length in range(1, 400)] + ["陈" * 50_000]
    together = hashes_of(pl.Series(texts))

    assert len(set(together.tolist())) == len(texts)
    assert [hashes_of(pl.Series([text]))[0] for text in texts[-3:]] == together[-3:].tolist()
