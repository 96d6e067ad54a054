"""The same person on two lists that never meet."""

import hmac

import numpy as np
import polars as pl
import pytest

from bench.token_lists import normal_of, two_lists
from bench.tokens import by_tokens, figures, tangles
from shanqiao.engines.linkage import normalise
from shanqiao.engines.linkage.tokens import (
    MISSING,
    OFTEN,
    TOKEN_KINDS,
    CannotMakeTokens,
    chances,
    is_possible,
    is_sure,
    mac_under,
    make_tokens,
    meeting,
    purpose_key,
)

KEY = bytes(range(32))
CHEN = {
    "name": "陈伟强",
    "gender": "男",
    "id_no": "440103196503071219",
    "dob": "1965-03-07",
    "phone": "13922210001",
    "address": "荔湾区沙面大街12号301房",
    "station_street": "沙面街道",
}
KIND_NAMES = [kind.name for kind in TOKEN_KINDS]
# One fact left of each: by which kind the two rows still meet, and what is written otherwise on the other list.
MEETS_BY = {
    "id": {"id_no": "440103196503071219"},
    "tail_surname": {"name": "陈*", "id_no": "4401**********1219"},
    "tail_name": {"name": "陳偉強", "id_no": "4401**********1219"},
    "serial_last": {"name": "*强", "id_no": "440104196503071215"},
    "birth_last": {"name": "*强", "dob": "1965.3.7"},
    "birth_surname": {"name": "陈伯", "gender": "男", "dob": "19650307"},
    "phone_surname": {"name": "陈生", "phone": "139 2221 0001"},
    "phone_name": {"name": "CHAN Wai Keung", "phone": "+86 13922210001"},
    "phone_last": {"name": "阿强", "phone": "13922210001"},
    "phone_day": {"phone": "13922210001", "dob": "1966-03-07"},
    "birth_building": {"dob": "1965-03-07", "address": "沙面大街12号"},
    "birth_street": {"dob": "1965-03-07", "station_street": "沙面街"},
    "building_name": {"name": "陈伟强", "address": "广州市沙面大街12号"},
    "building_last": {"name": "阿强", "address": "沙面大街12号502"},
    "building_year": {"name": "陈伯", "dob": "1965", "address": "沙面大街12号"},
    "street_name": {"name": "CHAN Wai Keung", "station_street": "沙面街"},
    "year_name": {"name": "强伟陈", "dob": "1965"},
    "day_name": {"name": "陈玮强", "dob": "1956-03-07"},
}


def tokens_of(*rows, key=KEY):
    register = pl.DataFrame([{"rid": number, **row} for number, row in enumerate(rows)])
    return make_tokens(normalise(register), key=key).values


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_same_person_is_met_by_each_kind_of_token(kind):
    whole = dict(CHEN)
    if kind == "phone_name":  # a name in Latin letters is heard as it is spelled
        whole["name"] = "Chan Wai Keung"
    [one], [other] = tokens_of(whole), tokens_of(MEETS_BY[kind])

    place = KIND_NAMES.index(kind)

    assert one[place] == other[place] != MISSING
    assert [list(side) for side in meeting(one[None], other[None])] == [[0], [0]]


def test_the_tokens_of_another_purpose_find_nothing():
    rows = [CHEN, *MEETS_BY.values()]
    ours = tokens_of(*rows, key=purpose_key(KEY, purpose="1", salt=b"salt"))
    for purpose, salt in (("2", b"salt"), ("1", b"the next one")):
        theirs = tokens_of(*rows, key=purpose_key(KEY, purpose=purpose, salt=salt))

        assert not np.isin(ours[ours != MISSING], theirs).any()


def test_a_token_is_hmac_sm3_cut_to_64_bits():
    [row] = tokens_of({"id_no": CHEN["id_no"]})

    whole = hmac.digest(KEY, b"id\0" + CHEN["id_no"].encode(), "sm3")

    assert row[KIND_NAMES.index("id")] == int.from_bytes(whole[:8], "big", signed=True)


@pytest.mark.parametrize("text", [b"", b"a", b"x" * 200])
def test_the_fast_mac_is_the_one_of_the_library(text):
    assert mac_under(KEY)(text) == hmac.digest(KEY, text, "sm3")


def test_what_is_not_known_makes_no_token():
    [row] = tokens_of({"name": "不详", "phone": "无", "id_no": "000000"})

    assert (row == MISSING).all()


def test_a_key_of_another_length_is_refused():
    with pytest.raises(CannotMakeTokens, match="32 bytes"):
        make_tokens(normalise(pl.DataFrame({"rid": [1]})), key=b"short")


def test_a_number_alone_is_never_sure():
    """Whoever tries numbers one after the other learns no more than that somebody should be asked."""
    [one], [bare] = tokens_of(CHEN), tokens_of({"id_no": CHEN["id_no"]})
    [whole] = tokens_of({**CHEN, "address": "", "phone": ""})

    assert not is_sure(chances(bare[None], one[None]))[0]
    assert is_possible(chances(bare[None], one[None]))[0]
    assert is_sure(chances(whole[None], one[None]))[0]


def test_a_number_with_an_invented_name_is_not_sure():
    [one] = tokens_of(CHEN)
    [guess] = tokens_of({"id_no": CHEN["id_no"], "name": "刘丽华", "gender": "女"})

    assert not is_sure(chances(guess[None], one[None]))[0]


def test_twins_with_one_telephone_are_two():
    """The second stroke of generation names differs, and so does the number."""
    twin = {**CHEN, "name": "陈伟明", "id_no": "440103196503071251"}
    [one], [other] = tokens_of(CHEN), tokens_of(twin)

    assert not is_sure(chances(one[None], other[None]))[0]


def test_a_telephone_that_many_have_brings_nobody_together():
    desk = [{"name": f"陈{last}", "phone": "13922210001"} for last in "一二三四五六七八九十" * 4]
    asked, known = tokens_of(desk[0]), tokens_of(*desk[: OFTEN + 1])

    assert set(meeting(asked, known)[1]) == {0, 10, 20, 30}  # those with his whole name


def test_two_lists_of_a_city_are_told_apart_as_promised():
    """F1 of 0.95 on a seed that nothing was learnt on; bench/results/tokens.md has the whole size."""
    lists = two_lists(each=4_000, seed=7)

    mine, theirs, chance, _took = by_tokens(lists)
    sure, same = is_sure(chance), chance >= 0.5

    assert figures(tangles(mine[same], theirs[same], lists))["F1"][0] >= 0.95
    assert figures(tangles(mine[sure], theirs[sure], lists))["precision"][0] >= 0.99


def test_how_far_it_has_come_is_told():
    lists = two_lists(each=50, seed=7)
    normal, _pid = normal_of(lists.first)
    told = []

    made = make_tokens(normal, key=KEY, told=told.append)

    assert told == [50] and made.rids.to_list() == normal["rid"].to_list()
