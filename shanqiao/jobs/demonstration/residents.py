"""Invented residents, drawn before the story begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.residents.models import Resident

from .chance import Chance
from .names import given_name, surname
from .numbers import identity_number, telephone
from .personas import PERSONAS

# First six digits of identity numbers: of districts that were merged, and of places people came from.
OLD_AREAS = {"440103": "440107", "440104": "440102"}
ELSEWHERE = (
    "440802",
    "440902",
    "441402",
    "445202",
    "430405",
    "450802",
    "360702",
    "511302",
    "411302",
)


@dataclass(kw_only=True)
class Newcomer:
    """A resident as a station will get to know them; ``row`` once it has."""

    persona: str
    facts: dict  # what `register_resident` takes, beside station, by and at
    station: Station
    by: Person
    at: datetime
    agrees: bool
    row: Resident | None = None


def draw_newcomers(*, size, days, desks):
    """Everybody the story will know, households together.

    Args:
        desks: list of Desk, the busy ones first.

    Returns:
        list of Newcomer.
    """
    newcomers, taken = [], set()
    chance = Chance(size.name, "residents")
    while len(newcomers) < size.residents:
        desk = desks[_busy(len(desks), chance)]
        newcomers += _household(desk, days, taken, chance)
    return newcomers[: size.residents]


def _household(desk, days, taken, chance):
    """One to three people at one address, known to one social worker each."""
    persona = chance.one_of({name: p.share for name, p in PERSONAS.items()})
    home = _home(desk, chance)
    family, first_at = surname(chance=chance), _came(days, chance)
    members = [persona, *(m for m in PERSONAS[persona].beside if chance.happens(0.35))]
    sexes = chance.sample((Resident.Sex.FEMALE, Resident.Sex.MALE), 2)
    for nth, member in enumerate(members):
        # A couple keeps its two surnames; a child has that of the parent.
        name = family if nth == 0 or member == "child" else surname(chance=chance)
        yield Newcomer(
            persona=member,
            facts=_facts(member, name, sexes[nth % 2], home, days, taken, chance),
            station=desk.station,
            by=chance.choice(desk.workers),
            at=first_at + nth * timedelta(minutes=7),
            agrees=chance.happens(0.97),
        )


def _busy(stations, chance):
    """Some stations meet more people than others: the first about three times as many as the last."""
    return min(int(stations * chance.triangular(0, 1, 0.15)), stations - 1)


def _came(days, chance):
    """In the first three weeks stations write down whom they know already; then people come evenly."""
    span = (days.today - days.begins_on).days
    day = chance.randrange(21) if chance.happens(0.3) else chance.randrange(span)
    return days.at_work_before_today(days.begins_on + timedelta(days=day), chance=chance)


def _home(desk, chance):
    lane, house, room = chance.randrange(1, 60), chance.randrange(1, 90), chance.randrange(101, 909)
    return {
        "street": desk.station.street,
        "committee": chance.choice(desk.committees),
        "address": f"{desk.station.street.name}示例{lane}巷{house}号{room}房",
        "phone": telephone(chance=chance),
    }


def _facts(member, family, sex, home, days, taken, chance):
    persona, knows = PERSONAS[member], chance.happens  # what a station does not know stays empty
    youngest, oldest = (round(years * 365.25) for years in persona.ages)
    born_on = days.today - timedelta(days=chance.randrange(youngest, oldest))
    facts = home | {
        "name": family + given_name(born_on=born_on, sex=sex, chance=chance),
        "sex": sex,
        "born_on": born_on,
        "local": chance.happens(0.85) if knows(0.97) else None,
        "hardship": chance.one_of(persona.hardship),
        "disability": chance.one_of(persona.disability) if knows(0.95) else None,
        "illness": chance.one_of(persona.illness) if knows(0.94) else "",
    }
    return facts | {"id_number": _number(facts, taken, chance) if knows(0.93) else ""}


def _number(facts, taken, chance):
    while True:
        from_here = chance.happens(0.8 if facts["local"] else 0.05)
        area = facts["street"].district_id if from_here else chance.choice(ELSEWHERE)
        if from_here and facts["born_on"].year < 2000 and chance.happens(0.4):
            area = OLD_AREAS.get(area, area)
        number = identity_number(
            area=area, born_on=facts["born_on"], sex=facts["sex"], chance=chance
        )
        if number not in taken:
            taken.add(number)
            return number
