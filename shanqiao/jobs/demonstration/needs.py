"""What the invented residents lack, drawn before the story begins."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shanqiao.apps.needs.kinds import Kind, is_cash
from shanqiao.apps.needs.models import Need

from .chance import Chance
from .days import at_work
from .personas import (
    GRAVE,
    ITEMS,
    LACKS,
    PERSONAS,
    SEEN,
    SEEN_IN_WORRY,
    SEEN_WITH_BILLS,
)
from .residents import Newcomer


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


def draw_needs(*, size, days, newcomers):
    """One to three needs of each newcomer, never two alike.

    Returns:
        list of Lacking, in the order in which they are told.
    """
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
            "words": chance.choice(_seen(kind, severity)),
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


def _seen(kind, severity):
    bills = (SEEN_WITH_BILLS,) if kind == Kind.CASH_MEDICAL else ()
    return (*SEEN, *bills, *(SEEN_IN_WORRY if severity >= GRAVE else ()))


def _severity(facts, chance):
    heavier = {"tekun": 22, "dibao": 18, "low_income": 10, "rigid": 14, "edge": 8}
    worse = {"serious": 22, "mental": 14, "chronic": 6}
    grave = 24 + heavier.get(facts["hardship"], 0) + worse.get(facts["illness"], 0)
    grave += {1: 18, 2: 13, 3: 6}.get(facts["disability"], 0)
    return max(12, min(98, round(chance.gauss(grave, 11))))
