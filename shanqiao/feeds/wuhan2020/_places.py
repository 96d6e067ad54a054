"""Where an institution or a factory is, as a code of nine digits.

The tables name a city (by its pinyin), often a district, and an address. The street is never
told apart, so a district becomes its six digits and 000, and a city whose district is not known
becomes the city's six digits and 000. Both are places of plan files, and no real street has 000.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_CITIES = {
    "wuhanshi": "武汉市",
    "huangshishi": "黄石市",
    "shiyanshi": "十堰市",
    "yichangshi": "宜昌市",
    "xiangyangshi": "襄阳市",
    "ezhoushi": "鄂州市",
    "jingmenshi": "荆门市",
    "xiaoganshi": "孝感市",
    "jingzhoushi": "荆州市",
    "huanggangshi": "黄冈市",
    "xianningshi": "咸宁市",
    "suizhoushi": "随州市",
    "enshitujiazumiaozuzizhizhou": "恩施土家族苗族自治州",
    "xiantaoshi": "仙桃市",
    "qianjiangshi": "潜江市",
    "tianmenshi": "天门市",
}
_SINCE_RENAMED = {"监利县": "监利市"}  # a county in January 2020, a city since June
_HUBEI = "42"


@dataclass(frozen=True, slots=True)
class Place:
    """A city, and the district where it is known.

    Attributes:
        city: six digits; a county-level city that belongs to no city is its own.
        district: six digits, "" where only the city is known.
    """

    city: str
    district: str = ""

    @property
    def code(self) -> str:
        """Nine digits, as plan files have them."""
        return (self.district or self.city) + "000"

    def may_be(self, other: Place) -> bool:
        """Whether both may be one place: the same city, and no two different districts."""
        same_district = not self.district or not other.district or self.district == other.district
        return self.city == other.city and same_district


def place_in_hubei(city: str, district: str, address: str) -> Place | None:
    """The place of an institution, or None when the city is not one of Hubei's.

    Some rows stand under a wrong city (Tianmen's hospitals under Yichang): a district that is the
    name of another city counts for more than the heading it stands under.
    """
    codes = _hubei_cities()
    if _CITIES.get(city) not in codes:
        return None
    at = codes[_CITIES[city]]
    named = _SINCE_RENAMED.get(district, district)
    if named in codes:
        at = codes[named]
    inside = _districts().get(at, {})
    if named in inside:
        return Place(at, inside[named])
    mentioned = [code for name, code in inside.items() if name in address]
    if len(mentioned) == 1:
        return Place(at, mentioned[0])
    return Place(at, at if at.startswith("4290") else "")


def place_of_a_factory(province: str, city: str) -> tuple[Place | None, bool]:
    """The place of a factory, and whether province and city agree."""
    found = _cities_by_name().get(city, [])
    for code, of_province in found:
        if of_province.startswith(province):
            return Place(code), True
    if len(found) == 1:
        return Place(found[0][0]), False
    return None, False


@cache
def names_of_hubei() -> tuple[str, ...]:
    """Names of the province, its cities and districts, the longest first."""
    districts = [
        name for city, inside in _districts().items() for name in inside if city[:2] == _HUBEI
    ]
    names = {"湖北省", "武汉", *_hubei_cities(), *districts, *_SINCE_RENAMED}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _hubei_cities() -> dict[str, str]:
    cities = {row["name"]: row["code"] for row in _rows("cities.csv") if row["code"][:2] == _HUBEI}
    own = {row["name"]: row["code"] for row in _rows("districts.csv") if row["code"][:4] == "4290"}
    return cities | own


@cache
def _districts() -> dict[str, dict[str, str]]:
    inside: dict[str, dict[str, str]] = {}
    for row in _rows("districts.csv"):
        inside.setdefault(row["city_code"], {})[row["name"]] = row["code"]
    return inside


@cache
def _cities_by_name() -> dict[str, list[tuple[str, str]]]:
    """A name may be a city's, a municipality's or a county's, and stand in several provinces."""
    found: dict[str, list[tuple[str, str]]] = {}
    provinces = {}
    for row in _rows("cities.csv"):
        provinces[row["code"]] = row["province_name"]
        municipality = row["name"] == "市辖区"
        name = row["province_name"] if municipality else row["name"]
        found.setdefault(name, []).append((row["code"], row["province_name"]))
    for row in _rows("districts.csv"):
        found.setdefault(row["name"], []).append((row["code"], provinces[row["city_code"]]))
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("shanqiao.data") / "china" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
