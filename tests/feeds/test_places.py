import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from shanqiao.apps.places.models import Committee, District, Street
from shanqiao.feeds.place_names import (
    committee_in_english,
    district_in_english,
    in_letters,
    street_in_english,
)
from shanqiao.feeds.places import GUANGZHOU, load_places
from tests.factories import a_street

SHARED = Path(__file__).parents[3] / "shared" / "data" / "guangzhou"


def everything():
    return [
        list(model.objects.order_by("code").values_list())
        for model in (District, Street, Committee)
    ]


@pytest.mark.django_db
def test_the_city_has_11_districts_176_streets_and_towns_and_2851_committees():
    new = load_places()

    assert new == {"districts": 11, "streets": 178, "committees": 2851}
    assert Street.objects.with_an_office().count() == 176
    assert Committee.objects.count() == 2851
    assert Committee.objects.filter(street__kind="quasi").count() == 2


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    load_places()
    before = everything()

    new = load_places()

    assert set(new.values()) == {0}
    assert everything() == before


@pytest.mark.django_db
def test_a_place_that_is_known_takes_the_name_of_the_list():
    a_street(code="440103001", name="沙面", name_en="?")

    new = load_places()

    assert new["streets"] == 177
    street = Street.objects.get(code="440103001")
    assert (street.name, street.name_en) == ("沙面街道", "Shamian Subdistrict")


@pytest.mark.django_db
def test_every_place_lies_in_the_one_its_code_begins_with():
    load_places()

    assert all(s.code.startswith(s.district_id) for s in Street.objects.all())
    assert all(c.code.startswith(c.street_id) for c in Committee.objects.all())


@pytest.mark.django_db
def test_the_command_says_what_is_there_and_what_is_new(capsys):
    call_command("load_places")
    call_command("load_places")

    first, second = capsys.readouterr().out.strip().splitlines()
    assert first.startswith("11 districts, 176 streets and towns, 2851 committees; 3040 places")
    assert "; 0 places" in second


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("番禺区", "Panyu District"),
        ("增城区", "Zengcheng District"),
        ("从化区", "Conghua District"),
        ("花都区", "Huadu District"),
        ("黄埔区", "Huangpu District"),
    ],
)
def test_districts_are_named_as_the_city_names_them(name, english):
    assert district_in_english(name) == english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("沙面街道", "Shamian Subdistrict"),
        ("大石街道", "Dashi Subdistrict"),
        ("长洲街道", "Changzhou Subdistrict"),
        ("长岭街道", "Changling Subdistrict"),
        ("九佛街道", "Jiufo Subdistrict"),
        ("车陂街道", "Chebei Subdistrict"),
        ("东涌镇", "Dongchong Town"),
        ("吕田镇", "Lütian Town"),
        ("大岭山林场", "Dalingshan Forest Farm"),
    ],
)
def test_streets_and_towns_are_named_as_signs_name_them(name, english):
    assert street_in_english(name) == english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("翠洲社区居民委员会", "Cuizhou Residents' Committee"),
        ("海中社区居委会会", "Haizhong Residents' Committee"),  # the list writes it so
        ("陆村村委会", "Lucun Villagers' Committee"),
        ("狮民村委会", "Shimin Villagers' Committee"),
        ("马鞍山居委会", "Ma'anshan Residents' Committee"),
        ("十三行社区居委会", "Shisanhang Residents' Committee"),
        ("圭沙岛生活区", "Guisha Island Quarters"),
    ],
)
def test_committees_say_what_they_are(name, english):
    assert committee_in_english(name) == english


def test_a_name_that_is_no_committee_is_refused():
    with pytest.raises(ValueError, match="neither"):
        committee_in_english("沙面幼儿园")


def test_every_name_of_the_list_becomes_latin_letters():
    names = [
        in_letters(row["name"])
        for file in ("streets_towns", "communities")
        for row in csv.DictReader((GUANGZHOU / f"{file}.csv").read_text("utf-8").splitlines())
    ]

    assert all(name.replace("'", "").replace("ü", "u").isascii() for name in names)


@pytest.mark.skipif(not SHARED.exists(), reason="the list of ../shared is not beside the project")
@pytest.mark.parametrize("file", ["districts.csv", "streets_towns.csv", "communities.csv"])
def test_the_committed_list_is_the_shared_one(file):
    assert (GUANGZHOU / file).read_bytes() == (SHARED / file).read_bytes()
