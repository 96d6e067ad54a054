"""The tables of wuhan2020: what is read, what is not, and who was entered twice."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shanqiao.feeds.plan_files import read_folder
from shanqiao.feeds.wuhan2020 import read_relief, write_relief
from shanqiao.feeds.wuhan2020._doubles import find_doubles, one_key_each
from shanqiao.feeds.wuhan2020._institutions import Institution
from shanqiao.feeds.wuhan2020._places import Place, place_in_hubei, place_of_a_factory

COPY = Path(__file__).parents[2] / "examples" / "wuhan2020" / "data"
FULL = Path(__file__).parents[3] / "shared" / "data" / "wuhan2020_mit"


def an_institution(
    key: str, name: str, address: str = "", place: Place | None = None
) -> Institution:
    return Institution(key, name, address, place or Place("420100", "420106"))


def verdicts(*institutions: Institution) -> list[tuple[str, str]]:
    return [(double.verdict, double.reason) for double in find_doubles(institutions)]


def tables(at: Path, **contents: str) -> Path:
    """A folder of small tables; those not named have only their head."""
    heads = {
        "hospitals": "id,city,区县,医院名称,医院地址",
        "needs": "hospital_id,item,requested",
        "factory": (COPY / "factory.csv").read_text(encoding="utf-8").splitlines()[0],
        "enterprise_donation": "企业名称,捐款金额（万元）",
        "donation_channels": "受赠组织",
    }
    for name, head in heads.items():
        (at / f"{name}.csv").write_text(f"{head}\n{contents.get(name, '')}", encoding="utf-8")
    return at


def test_one_name_in_one_place_is_one_institution() -> None:
    first = an_institution("a", "武穴市第一人民医院", "刊江大道216号")
    second = an_institution("b", "武穴市第一人民医院", "湖北省黄冈市武穴市刊江大道216号")

    assert verdicts(first, second) == [("same", "same_name_same_place")]


def test_one_name_in_two_districts_is_two_institutions() -> None:
    first = an_institution("a", "红十字会", place=Place("421300", "421303"))
    second = an_institution("b", "红十字会", place=Place("421300", "421381"))

    assert verdicts(first, second) == [("different", "same_name_other_place")]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("武汉市汉口医院", "武汉汉口医院"),
        ("黄冈市黄州区康泰精神病医院", "康泰精神病医院"),
        ("宜昌市仁和医院(三峡大学附属仁和医院)", "三峡大学附属仁和医院"),
        ("湖北省中西医结合医院（新华医院)", "湖北省中西医结合医院"),
    ],
)
def test_one_core_of_a_name_at_one_house_is_one_institution(name: str, other: str) -> None:
    first = an_institution("a", name, "湖北省武汉市武昌区东门路109号")
    second = an_institution("b", other, "武昌区东门路109号三楼")

    assert verdicts(first, second) == [("same", "same_core_same_house")]


@pytest.mark.parametrize(
    ("name", "other", "address"),
    [
        ("京山市慈善总会", "京山市红十字会", "惠山北路6号"),
        ("武汉同济医院", "长治医学院附属和平医院 医疗队前往武汉同济医院", "解放大道1095号"),
        ("武汉大学人民医院", "武汉大学人民医院（器官移植科）", "解放路238号"),
    ],
)
def test_two_names_under_one_roof_are_left_for_a_person_to_decide(
    name: str, other: str, address: str
) -> None:
    first, second = an_institution("a", name, address), an_institution("b", other, address)
    doubles = find_doubles([first, second])

    assert [double.verdict for double in doubles] == ["perhaps"]
    assert one_key_each([first, second], doubles) == {"a": "a", "b": "b"}


def test_three_entries_of_one_institution_become_one_whatever_their_order() -> None:
    entries = [an_institution(key, "武汉市汉口医院", "侧路7号") for key in "cab"]
    doubles = find_doubles(entries)

    assert one_key_each(entries, doubles) == {"a": "a", "b": "a", "c": "a"}


def test_an_institution_entered_twice_asks_once_for_the_larger_amount(tmp_path: Path) -> None:
    twice = "a,wuhanshi,武昌区,武昌医院,杨园街116号\nb,wuhanshi,武昌区,武昌医院,杨园街116号\n"
    asked = "a,防护服,1\nb,防护服,500\na,隔离衣,0\nb,隔离衣,20\na,手术衣,0\n"

    relief = read_relief(tables(tmp_path, hospitals=twice, needs=asked))

    assert [(r.key, r.quantity) for r in relief.requests] == [
        ("a/isolation_gown", 20),
        ("a/protective_suit", 500),
    ]
    assert relief.not_asked == 2


def test_what_cannot_be_read_is_named_with_file_line_and_reason(tmp_path: Path) -> None:
    folder = tables(
        tmp_path,
        hospitals="a,wuhanshi,武昌区,武昌医院,\nx,atlantis,,海底医院,\n",
        needs="a,防护服,\na,防护服,about 5\nz,防护服,1\na,月亮,1\nx,防护服,1\n",
        factory="山西,西安市,甲厂,\"[{'specification': 'N95', 'value': 1.5}]\",nonsense(,[],[],[],[],[],[],[]\n",
        enterprise_donation="乙公司,100000\n",
        donation_channels="丙会\n",
    )

    unread = {(one.file, one.line, one.reason) for one in read_relief(folder).unread}

    assert unread == {
        ("hospitals.csv", 3, "unknown_place"),
        ("needs.csv", 2, "no_amount"),
        ("needs.csv", 3, "not_a_whole_number"),
        ("needs.csv", 4, "unknown_institution"),
        ("needs.csv", 5, "unknown_item"),
        ("needs.csv", 6, "unknown_institution"),
        ("factory.csv", 2, "place_contradicts"),
        ("factory.csv", 2, "not_a_whole_number"),
        ("factory.csv", 2, "not_a_list"),
        ("enterprise_donation.csv", 2, "money_without_prices"),
        ("donation_channels.csv", 2, "channel_without_amount"),
    }


def test_a_capacity_is_data_and_never_code(tmp_path: Path) -> None:
    trap = "\"[{'specification': 'N95', 'value': __import__('os').getpid()}]\""
    folder = tables(tmp_path, factory=f"湖北,武汉市,丁厂,{trap},[],[],[],[],[],[],[],[]\n")

    relief = read_relief(folder)

    assert relief.supplies == []
    assert [one.reason for one in relief.unread] == ["not_a_list"]


def test_places_are_found_by_district_by_address_and_by_the_city_alone() -> None:
    assert place_in_hubei("wuhanshi", "武昌区", "") == Place("420100", "420106")
    assert place_in_hubei("wuhanshi", "", "武汉市江汉区京汉大道753号") == Place("420100", "420103")
    assert place_in_hubei("wuhanshi", "", "") == Place("420100")
    assert place_in_hubei("jingzhoushi", "监利县", "") == Place("421000", "421088")
    assert place_in_hubei("yichangshi", "天门市", "") == Place("429006", "429006")
    assert place_in_hubei("atlantis", "", "") is None
    assert Place("420100").code == "420100000"
    assert place_of_a_factory("山西", "西安市") == (Place("610100"), False)


def test_the_whole_of_the_tables_is_read_and_counted() -> None:
    relief = read_relief(COPY)

    assert len(relief.institutions) == 235
    assert len(set(relief.planned_as.values())) == 223
    sure = [double for double in relief.doubles if double.verdict == "same"]
    assert sum(double.reason == "same_name_same_place" for double in sure) == 7
    assert len(sure) == 12
    assert len(relief.requests) == 2124
    assert relief.not_asked == 3223
    assert sum(request.amount_given for request in relief.requests) == 267
    assert len([one for one in relief.unread if one.file == "needs.csv"]) == 22


def test_what_is_written_are_plan_files_and_nobody_is_planned_for_twice(tmp_path: Path) -> None:
    write_relief(read_relief(COPY), tmp_path)

    reading = read_folder(tmp_path)

    assert reading.problems.is_empty()
    assert (reading.needs.height, reading.resources.height) == (2124, 23)
    with (tmp_path / "duplicates.csv").open(encoding="utf-8") as file:
        merged = {row["second"] for row in csv.DictReader(file) if row["verdict"] == "same"}
    assert merged
    assert merged.isdisjoint(reading.needs["person"])


def test_the_copy_of_the_tables_holds_no_free_text() -> None:
    heads = {
        path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in COPY.glob("*.csv")
    }

    assert len(heads) == 5
    for head in heads.values():
        assert not {"备注", "摘要", "n_contacts", "specification", "官方链接"} & set(
            head.split(",")
        )


@pytest.mark.skipif(not FULL.is_dir(), reason="the full tables are not at ../shared")
def test_the_copy_and_the_full_tables_give_the_same(tmp_path: Path) -> None:
    write_relief(read_relief(COPY), tmp_path / "copy")
    write_relief(read_relief(FULL), tmp_path / "full")

    for path in (tmp_path / "copy").iterdir():
        assert path.read_bytes() == (tmp_path / "full" / path.name).read_bytes(), path.name
