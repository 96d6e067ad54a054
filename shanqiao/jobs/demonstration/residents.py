"""Invented residents and what they lack, drawn before the story begins."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from shanqiao.apps.needs.kinds import Kind, is_cash
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.residents.models import Resident

from .chance import Chance
from .days import at_work
from .names import given_name, surname
from .numbers import identity_number, telephone
from .personas import ITEMS, LACKS, PERSONAS, SEEN

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
USUAL_SPAN = timedelta(days=180)


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


@dataclass(kw_only=True)
class Lacking:
    """A need as it will be told, and assessed some days later; ``row`` once it was told."""

    who: Newcomer
    kind: Kind
    item: str
    words: str
    at: datetime
    due_on: date
    assessed_at: datetime
    assessment: dict  # what `assess_need` takes, beside need, by and at
    row: Need | None = None


@dataclass
class Crowd:
    newcomers: list[Newcomer] = field(default_factory=list)
    needs: list[Lacking] = field(default_factory=list)


def draw_crowd(*, size, days, desks):
    """Everybody the story will know, households together, each with one to three needs.

    Args:
        desks: list of Desk, the busy ones first.
    """
    crowd, taken = Crowd(), set()
    chance = Chance(size.name, "residents")
    while len(crowd.newcomers) < size.residents:
        desk = desks[_busy(len(desks), chance)]
        persona = chance.one_of({name: p.share for name, p in PERSONAS.items()})
        home = _home(desk, chance)
        family, first_at = surname(chance=chance), _came(days, chance)
        members = [persona, *(m for m in PERSONAS[persona].beside if chance.happens(0.35))]
        sexes = chance.sample((Resident.Sex.FEMALE, Resident.Sex.MALE), 2)
        for nth, member in enumerate(members[: size.residents - len(crowd.newcomers)]):
            # A couple keeps its two surnames; a child has that of the parent.
            name = family if nth == 0 or member == "child" else surname(chance=chance)
            sex = sexes[nth % 2]
            crowd.newcomers.append(
                Newcomer(
                    persona=member,
                    facts=_facts(member, name, sex, home, days, taken, chance),
                    station=desk.station,
                    by=chance.choice(desk.workers),
                    at=first_at + nth * timedelta(minutes=7),
                    agrees=chance.happens(0.97),
                )
            )
    crowd.needs = _needs_of(crowd.newcomers, size=size, days=days)
    return crowd


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


def _needs_of(newcomers, *, size, days):
    chance = Chance(size.name, "needs")
    more = size.needs - len(newcomers)
    told = [_lacking(one, one.at + timedelta(minutes=12), set(), days, chance) for one in newcomers]
    has = [{(need.kind, need.item)} for need in told]
    while more:
        nth = chance.randrange(len(newcomers))
        one = newcomers[nth]
        if len(has[nth]) == 3:
            continue
        on = one.at.date() + timedelta(days=chance.randrange(1, 60))
        at = days.at_work_before_today(on, chance=chance)
        need = _lacking(one, max(at, one.at + timedelta(minutes=15)), has[nth], days, chance)
        has[nth].add((need.kind, need.item))
        told.append(need)
        more -= 1
    return sorted(told, key=lambda need: need.at)


def _lacking(one, at, has, days, chance):
    kind, item = _what(one.persona, has, chance)
    lack = LACKS[kind]
    needed = chance.around(lack.middle, spread=lack.spread, step=lack.step) * (
        100 if is_cash(kind) else 1
    )
    severity = _severity(one.facts, chance)
    elsewhere = chance.randrange(1, 6) * needed // 10 if needed > 3 and chance.happens(0.22) else 0
    later = at_work(
        at.date() + timedelta(days=chance.choice((0, 1, 1, 2, 2, 3, 5, 8))), chance=chance
    )
    return Lacking(
        who=one,
        kind=kind,
        item=item,
        words=f"{chance.choice(PERSONAS[one.persona].tells)}，{chance.choice(lack.tells)}。",
        at=at,
        due_on=at.date() + chance.choice((90, 120, 180, 180, 270)) * timedelta(days=1),
        assessed_at=max(later, at + timedelta(minutes=25)),
        assessment={
            "needed": needed,
            "elsewhere": elsewhere,
            "severity": severity,
            "urgency": chance.one_of({0: 100 - severity, 1: 70, 2: severity - 10}),
            "words": chance.choice(SEEN),
        },
    )


def _what(persona, has, chance):
    """A kind this resident does not lack yet; goods with which goods."""
    while True:
        kind = chance.one_of(PERSONAS[persona].kinds)
        items = [item for item, whom in ITEMS.items() if persona in whom] or ["冬被"]
        item = chance.choice(items) if kind == Kind.GOODS else ""
        if (kind, item) not in has:
            return kind, item


def _severity(facts, chance):
    heavier = {"tekun": 22, "dibao": 18, "low_income": 10, "rigid": 14, "edge": 8}
    worse = {"serious": 22, "mental": 14, "chronic": 6}
    grave = 24 + heavier.get(facts["hardship"], 0) + worse.get(facts["illness"], 0)
    grave += {1: 18, 2: 13, 3: 6}.get(facts["disability"], 0)
    return max(12, min(98, round(chance.gauss(grave, 11))))
