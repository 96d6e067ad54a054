"""Who gives, what, where and on which conditions: some kinds scarce, some plentiful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from needs import ITEMS, pick


@dataclass(frozen=True)
class Offer:
    """One sort of giver.

    Attributes:
        names: what its funders are called; a number follows.
        often: how often this sort is among a hundred.
        kinds: what it may serve.
        supply: capacity of all of them together, in hundredths of what is missing of the kinds.
        reach: ``city``, ``district`` or ``street``.
        conditions: each giver takes one of these; "" is everybody.
        reserved: (share, for whom); ("", "") for none.
        caps: each giver takes one of these limits per person; "" is none.
    """

    names: str
    often: int
    kinds: tuple[str, ...]
    supply: int
    reach: str
    conditions: tuple[str, ...] = ("",)
    reserved: tuple[str, str] = ("", "")
    caps: tuple[int | str, ...] = ("",)


_POOREST = 'hardship in ["dibao", "tekun"]'
_FRAIL = "age >= 60 || (age >= 18 && disability in [1, 2])"
OFFERS = (
    Offer("大病救助基金", 6, ("cash_medical",), 34, "city",
          ('illness != "none"', 'illness in ["cancer", "rare", "renal"] && local == true', "local == true"),
          ("0.30", _POOREST), (3_000_000, 5_000_000, "")),
    Offer("区慈善会", 9, ("cash_living", "cash_medical"), 22, "district",
          ("", _POOREST, 'hardship != "none"'), ("0.25", _POOREST), (1_000_000, 2_000_000)),
    Offer("社区慈善基金", 22, ("cash_education", "cash_living"), 26, "street",
          ("", "local == true", 'hardship != "none" || disability in [1, 2]'), ("", ""), (300_000, 500_000, "")),
    Offer("助学金", 5, ("cash_education",), 45, "city",
          ("age >= 6 && age <= 22", 'age <= 18 && hardship != "none"'), ("0.20", _POOREST), (500_000,)),
    Offer("长者饭堂", 20, ("meal",), 95, "street", (_FRAIL, "age >= 60", "age >= 60 && local == true"),
          ("0.15", "age >= 80"), ("",)),
    Offer("居家照护机构", 9, ("care_hour",), 60, "district", (_FRAIL, "age >= 75 || disability in [1, 2]"),
          ("0.25", _POOREST), (40, 60)),
    Offer("物资仓", 14, ("goods",), 110, "district", ("", 'hardship != "none"'), ("", ""), ("",)),
    Offer("心理服务社", 5, ("counselling",), 55, "city", ("", "age <= 25"), ("", ""), (8, 12)),
    Offer("志愿服务队", 10, ("visit",), 130, "district", ("", "age >= 60"), ("", ""), ("",)),
)  # fmt: skip


def make_resources(
    chance: Random,
    streets: Mapping[str, int],
    needs: Sequence[Mapping[str, object]],
    *,
    how_many: int,
) -> list[dict[str, object]]:
    """Rows of resources.csv; every sort of giver is among them."""
    often = {offer.names: offer.often for offer in OFFERS}
    by_name = {offer.names: offer for offer in OFFERS}
    names = [offer.names for offer in OFFERS][:how_many]
    names += [pick(chance, often) for _ in range(how_many - len(names))]
    items = {name: [pick(chance, ITEMS) for _ in names] for name in by_name}
    missing = _missing(needs)
    sizes = [chance.lognormvariate(0, 0.8) for _ in names]
    together = {
        name: sum(s for n, s in zip(names, sizes, strict=True) if n == name) for name in by_name
    }
    rows = []
    for number, (name, size) in enumerate(zip(names, sizes, strict=True), start=1):
        offer = by_name[name]
        wanted = sum(missing.get(kind, 0) for kind in offer.kinds)
        capacity = round(wanted * offer.supply / 100 * size / together[name])
        if offer.kinds[0].startswith("cash"):
            capacity = max(1, round(capacity / 10_000)) * 10_000  # whole hundreds of yuan
        item = items[name][number - 1] if offer.kinds == ("goods",) else ""
        rows.append(_resource(chance, streets, offer, number, capacity, item))
    return rows


def _missing(needs: Sequence[Mapping[str, object]]) -> dict[str, int]:
    missing: dict[str, int] = {}
    for need in needs:
        rest = int(str(need["quantity"])) - int(str(need["covered"]))
        missing[str(need["kind"])] = missing.get(str(need["kind"]), 0) + rest
    return missing


def _resource(
    chance: Random,
    streets: Mapping[str, int],
    offer: Offer,
    number: int,
    capacity: int,
    item: str,
) -> dict[str, object]:
    home = pick(chance, streets)
    place = {"city": "", "district": home[:6], "street": _around(chance, streets, home)}
    share, whom = offer.reserved if chance.random() < 0.5 else ("", "")
    first_half = chance.random() < 0.12
    return {
        "resource": f"r{number:05d}",
        "funder": f"{offer.names}{1 + number % max(2, offer.often)}号",
        "kinds": "|".join(offer.kinds),
        "item": item,
        "capacity": capacity,
        "person_cap": chance.choice(offer.caps),
        "streets": place[offer.reach],
        "home": home,
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 6, 30) if first_half else date(2026, 12, 31),
        "reserved_share": share,
        "reserved_for": whom,
        "eligible": chance.choice(offer.conditions),
    }


def _around(chance: Random, streets: Mapping[str, int], home: str) -> str:
    """The street itself and a few of its district."""
    inside = [street for street in streets if street[:6] == home[:6] and street != home]
    return "|".join(sorted([home, *chance.sample(inside, min(len(inside), chance.randint(0, 5)))]))
