"""Names as they are written, called, masked and heard."""

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shanqiao.engines.linkage._characters import shapes, simplified, to_simplified
from shanqiao.engines.linkage._names import in_columns, read_names
from shanqiao.engines.linkage._read_name import NameKind, read_name
from shanqiao.engines.linkage._sounds import in_pinyin, jyutping, merged, misheard, pinyin, roman
from tests.engines.linkage.registers import names, patient


def forms(*written):
    return read_names(pl.Series(written, dtype=pl.String)).rows(named=True)


@pytest.mark.parametrize(
    "written",
    [
        "陈伟强",
        "陳偉強",
        "陈 伟 强",
        "（陈伟强）",
        "陈伟强(阿强)",
        "陈伟强先生",
        "陳偉強女士",
        "陈伟强 Max",
    ],
)
def test_one_name_in_many_dresses(written):
    (found,) = forms(written)

    assert (found["name_kind"], found["name"], found["surname"]) == (NameKind.FULL, "陈伟强", "陈")
    assert (found["pinyin"], found["jyutping"]) == ("chen wei qiang", "can wai koeng")


@pytest.mark.parametrize(
    ("written", "kind", "surname", "seen"),
    [
        ("李*英", NameKind.MASKED, "李", "李*英"),
        ("李＊英", NameKind.MASKED, "李", "李*英"),
        ("王某某", NameKind.MASKED, "王", "王**"),
        ("李XX", NameKind.MASKED, "李", "李**"),
        ("*伟强", NameKind.MASKED, None, "*伟强"),
        ("陈伯", NameKind.SURNAME, "陈", "陈*"),
        ("陳伯", NameKind.SURNAME, "陈", "陈*"),
        ("陈婆婆", NameKind.SURNAME, "陈", "陈*"),
        ("老陈", NameKind.SURNAME, "陈", "陈*"),
        ("歐陽先生", NameKind.SURNAME, "欧阳", "欧阳*"),
        ("阿明", NameKind.NICKNAME, None, "*明"),
        ("强哥", NameKind.NICKNAME, None, "*强"),
        ("伟强哥", NameKind.NICKNAME, None, "*伟强"),
    ],
)
def test_what_one_is_called_is_no_name(written, kind, surname, seen):
    (found,) = forms(written)

    assert (found["name_kind"], found["surname"], found["seen"]) == (kind, surname, seen)
    assert found["name"] is None and found["pinyin"] is None


@pytest.mark.parametrize(
    "written",
    ["", None, "不详", "不詳", "測試", "*", "某", "婆婆", "阿婆", "?", "X", "陈伟强" * 30],
)
def test_nobody_is_named(written):
    (found,) = forms(written)

    assert found.pop("name_kind") == NameKind.MISSING
    assert set(found.values()) == {None}


@pytest.mark.parametrize(
    ("name", "mandarin", "cantonese"),
    [
        ("单田芳", "shan", "sin"),
        ("曾国藩", "zeng", "zang"),
        ("区家麟", "ou", "au"),
        ("解晓东", "xie", "haai"),
        ("仇英", "qiu", "kau"),
        ("查良镛", "zha", "zaa"),
        ("盖叫天", "ge", "goi"),
        ("朴槿惠", "piao", "pok"),
        ("尉迟恭", "yu chi", "wat ci"),
        ("尉遲恭", "yu chi", "wat ci"),
        ("令狐冲", "ling hu", "ling wu"),
    ],
)
def test_surnames_are_read_as_surnames(name, mandarin, cantonese):
    (found,) = forms(name)

    assert found["pinyin"].startswith(mandarin + " ")
    assert found["jyutping"].startswith(cantonese + " ")
    assert found["surname_jyutping"] == cantonese
    assert found["surname_misheard"] == " ".join(map(misheard, mandarin.split()))


def test_the_same_character_in_a_given_name_is_read_as_always():
    (found,) = forms("陈单")

    assert found["pinyin"] == "chen dan"


def test_parts_of_a_name_may_change_places():
    first, second, third = forms("阿依古丽·买买提", "买买提·阿依古丽", "買買提阿依古麗")

    assert first["name_kind"] == NameKind.LONG and first["surname"] is None
    assert first["syllables"] == second["syllables"] == third["syllables"]
    assert first["name"] != second["name"]


def test_a_name_of_a_hong_kong_paper_meets_the_one_in_characters():
    paper, characters, other = forms("CHAN, Wai-Keung", "陈伟强", "陈伟明")

    assert paper["roman"] == characters["roman"] != other["roman"]


def test_a_name_in_pinyin_meets_the_one_in_characters_in_either_order():
    west, east, characters = forms("Weiqiang Chen", "Chén Wěiqiáng", "陈伟强")

    assert west["syllables"] == east["syllables"] == characters["syllables"]
    assert east["pinyin"] == characters["pinyin"] != west["pinyin"]


@pytest.mark.parametrize(
    ("character", "spelled"),
    [
        *zip(
            "陈王黄张昌李郑郭何高苏刘周吴徐蔡潘孙袁余朱许赵萧林金冯邓梁罗卢杨谢欧钟关温洪石沈邱甄麦邝",
            [
                "Chan",
                "Wong",
                "Wong",
                "Cheung",
                "Cheong",
                "Lee",
                "Cheng",
                "Kwok",
                "Ho",
                "Ko",
                "So",
                "Lau",
                "Chow",
                "Ng",
                "Tsui",
                "Choi",
                "Poon",
                "Suen",
                "Yuen",
                "Yu",
                "Chu",
                "Hui",
                "Chiu",
                "Siu",
                "Lam",
                "Kam",
                "Fung",
                "Tang",
                "Leung",
                "Law",
                "Lo",
                "Yeung",
                "Tse",
                "Au",
                "Chung",
                "Kwan",
                "Wan",
                "Hung",
                "Shek",
                "Shum",
                "Yau",
                "Yan",
                "Mak",
                "Kwong",
            ],
            strict=True,
        )
    ],
)
def test_surnames_as_hong_kong_spells_them(character, spelled):
    assert roman(jyutping(character)) == merged(spelled.lower())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("zhang", "zang"),
        ("chen", "cheng"),
        ("shi", "si"),
        ("ning", "lin"),
        ("huang", "fang"),
        ("hu", "fu"),
        ("ying", "yin"),
    ],
)
def test_sounds_often_confused_are_one(first, second):
    assert misheard(first) == misheard(second)


@pytest.mark.parametrize(("first", "second"), [("zhang", "chang"), ("li", "lu"), ("wei", "qiang")])
def test_other_sounds_stay_two(first, second):
    assert misheard(first) != misheard(second)


def test_pinyin_written_together_is_cut():
    assert in_pinyin("weiqiang") == ("wei", "qiang")
    assert in_pinyin("wxyz") == ()


def test_simplified_is_the_end():
    """No simplified character is itself replaced, so reading a normal form changes nothing."""
    table = to_simplified()
    assert not set(table) & set(table.values())
    assert simplified("陳偉強 乾") == "陈伟强 干"


def test_who_looks_alike():
    code = {character: int(shapes(ord(character))) for character in "伟玮梅海未末江河陈"}

    assert code["伟"] == code["玮"] and code["梅"] == code["海"] and code["未"] == code["末"]
    assert code["江"] != code["河"]  # water alone is no likeness
    assert int(shapes(0)) == 0


@patient
@given(st.lists(names, max_size=8))
def test_many_names_are_read_as_one_by_one(written):
    found = forms(*written)
    columns = {
        row["raw"]: row
        for row in in_columns(pl.Series(written, dtype=pl.String).drop_nulls().unique()).rows(
            named=True
        )
    }

    for text, many in zip(written, found, strict=True):
        one = read_name(text or "")
        assert text is None or columns[text] == {"raw": text, "name_kind": one.kind, **_texts(one)}
        assert many["name_kind"] == one.kind
        for column in ("written", "name", "surname", "seen"):
            assert (many[column] or "") == getattr(one, column)
        if one.kind == NameKind.FULL and one.surname not in "单曾区仇查尉迟":
            assert many["pinyin"].split() == [pinyin(x) or x for x in one.name]
            assert many["jyutping"].split() == [jyutping(x) or x for x in one.name]
        if one.kind in (NameKind.FULL, NameKind.LONG):
            assert many["misheard"].split() == [misheard(x) for x in many["pinyin"].split()]
            assert many["syllables"].split() == sorted(many["pinyin"].split())
            assert many["roman"].split() == sorted(roman(x) for x in many["jyutping"].split())


@patient
@example("阿·阿")
@given(names)
def test_a_normal_form_is_its_own_normal_form(written):
    (found,) = forms(written)
    if found["name"] is not None:
        (again,) = forms(found["name"])
        assert again["name"] == found["name"]
    if found["seen"] is not None and found["name_kind"] == NameKind.MASKED:
        (again,) = forms(found["seen"])
        assert again["seen"] == found["seen"]


def _texts(name):
    return {column: getattr(name, column) for column in ("written", "name", "surname", "seen")}
