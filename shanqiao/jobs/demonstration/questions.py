"""The charity of the fund one can sign in as asks, by tokens, whether people of its own list are helped already."""

from datetime import time, timedelta
from uuid import UUID

import polars as pl

from shanqiao.apps.inquiries.actions import approve_purpose, issue_key, propose_purpose
from shanqiao.apps.inquiries.asking import ask
from shanqiao.apps.inquiries.models import Purpose
from shanqiao.apps.inquiries.resident_tokens import refresh_tokens
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.residents.models import Resident
from shanqiao.engines.linkage import normalise
from shanqiao.engines.linkage.tokens import make_tokens

from .chance import Chance
from .days import DAY, instant, weekday
from .names import given_name, surname

KINDS = (Kind.MEAL, Kind.CASH_LIVING)
LISTS = ((21, 12), (14, 18), (0, 9))  # days before the last one, and how many rows are asked about
_KEY = timedelta(days=365)


def ask_by_tokens(*, size, days, host, supervisors):
    """Two supervisors grant a purpose; the charity asks three times, about residents and about strangers."""
    chance = Chance(size.name, "questions")
    begun = instant(weekday(days.last_weekday - 28 * DAY), time(10, 5))
    purpose = propose_purpose(
        organisation=host.organisation,
        name="送餐和生活补助前核对",
        name_en="Before meals and living costs are given",
        kinds=KINDS,
        days=90,
        ground=Purpose.Ground.CONTRACT,
        ground_words="演示协议〔2026〕1号第3条",
        contact="市慈善会信息核对岗（演示）020-0000 0000",
        by=supervisors[0],
        at=begun,
    )
    approve_purpose(purpose=purpose, by=supervisors[1], at=begun + timedelta(hours=2))
    handed = issue_key(
        purpose=purpose,
        expires_at=begun + _KEY,
        by=supervisors[1],
        at=begun + timedelta(hours=2, minutes=5),
    )
    refresh_tokens(key=handed.key, at=begun + timedelta(hours=3))
    handed.key.refresh_from_db()
    for number, (before, rows) in enumerate(LISTS, start=1):
        at = instant(weekday(days.last_weekday - before * DAY), time(14, 10 + number))
        _ask(handed, rows, chance, at)


def _ask(handed, rows, chance, at):
    people = [
        *_residents(rows * 2 // 3, chance),
        *(_stranger(at, chance) for _ in range(rows // 3)),
    ]
    register = pl.DataFrame([{"rid": n, **person} for n, person in enumerate(people, start=2)])
    tokens = make_tokens(normalise(register), key=handed.token_key)
    ask(
        key=handed.key,
        batch=UUID(int=chance.getrandbits(128), version=4),
        numbers=tokens.rids.to_list(),
        tokens=tokens.values,
        at=at,
    )


def _residents(count, chance):
    """Residents as the charity knows them: mostly with a telephone, seldom with a number."""
    told = (
        Need.objects.filter(kind__in=KINDS).order_by("resident").values_list("resident", flat=True)
    )
    chosen = chance.sample(list(told.distinct()), min(count, told.distinct().count()))
    for resident in Resident.objects.filter(pk__in=chosen).order_by("pk"):
        yield {
            "name": resident.name if chance.happens(0.85) else f"{resident.name[0]}伯",
            "dob": resident.born_on.isoformat() if resident.born_on else "",
            "phone": resident.phone if chance.happens(0.8) else "",
            "id_no": resident.id_number if chance.happens(0.3) else "",
        }


def _stranger(at, chance):
    born_on = at.date() - timedelta(days=chance.randrange(20_000, 30_000))
    name = surname(chance=chance) + given_name(
        born_on=born_on, sex=Resident.Sex.FEMALE, chance=chance
    )
    return {"name": name, "dob": born_on.isoformat(), "phone": "", "id_no": ""}
