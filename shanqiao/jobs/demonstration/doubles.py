"""People who were registered twice, and people who only look like it: what the two adjudicators find on their desk."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from shanqiao.apps.needs.actions import assess_need, register_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import give_consent, look_at_resident, register_resident
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.sameness.asking import ask_stations
from shanqiao.apps.sameness.models import Pair
from shanqiao.apps.sameness.proposing import propose_pairs
from shanqiao.stories.likeness import evidence_of
from shanqiao.stories.one_person import part_again, settle_pair

from .chance import Chance
from .days import instant
from .numbers import identity_number
from .purses import YUAN

# Note [Twice in the demonstration]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Nobody here exists. How likely each pair is one person was written down by hand, as a comparison of a whole register might
# say it; the levels of its fields are what the engine finds.


@dataclass(frozen=True, kw_only=True)
class Double:
    """Two registrations, and what came of them so far."""

    names: tuple[str, str]
    sex: str
    born: tuple[date | None, date | None]
    likely: float
    numbers: tuple[bool, bool] = (True, False)  # whose identity number the station saw
    phones: tuple[str, str] = ("020-00001501", "020-00001501")
    lanes: tuple[str, str] = ("示例5巷8号502房", "示例5巷8号502房")
    other_desk: int = (
        0  # at which station the second one is: 0 is another of the district, if there is one
    )
    why: str = Pair.Why.MACHINE
    words: str = ""
    needs: tuple[tuple[Kind, int], ...] = field(default=())  # of both alike, in yuan
    comes: str = ""  # merged, undone, distinct, asked; "" waits


def _born(year, month, day):
    return (date(year, month, day),) * 2


WAITING = (
    Double(names=("黃偉強", "黄伟强"), sex="male", born=_born(1951, 3, 12), likely=0.996,
           needs=((Kind.CASH_MEDICAL, 8_000),)),
    Double(names=("何嘉欣", "何嘉怡"), sex="female", born=_born(2009, 7, 7), likely=0.62, numbers=(True, True)),
    Double(names=("李秀英", "李秀珍"), sex="female", born=(date(1948, 2, 3), date(1951, 9, 20)), likely=0.34,
           phones=("020-00001502", "020-00001502")),
    Double(names=("陈玉兰", "陳玉蘭"), sex="female", born=(date(1944, 10, 8), None), likely=0.87,
           phones=("020-00001503", "020-00001513"), why=Pair.Why.DESK, words="第二张登记表写的是十五位的旧证号，卡还没有看到。", comes="asked"),
    Double(names=("梁志明", "梁志鸣"), sex="male", born=_born(1962, 5, 1), likely=0.93,
           phones=("020-00001504", "020-00001540"), other_desk=1),
    Double(names=("CHAN Wai Keung", "陈伟强"), sex="male", born=_born(1957, 11, 30), likely=0.95,
           phones=("020-00001505", "020-00001505"), lanes=("示例9巷2号", "示例9巷2号301房"), other_desk=2),
    Double(names=("欧阳凤", "区阳凤"), sex="female", born=_born(1939, 1, 22), likely=0.71,
           phones=("020-00001506", "020-00001516")),
)  # fmt: skip
SETTLED = (
    Double(names=("冯丽华", "馮麗華"), sex="female", born=_born(1946, 6, 18), likely=0.998,
           phones=("020-00001507", "020-00001507"), needs=((Kind.CASH_LIVING, 2_400),), comes="merged"),
    Double(names=("谢国荣", "谢国强"), sex="male", born=_born(1955, 12, 2), likely=0.81,
           phones=("020-00001508", "020-00001508"), comes="undone"),
    Double(names=("郑秋月", "郑秋玥"), sex="female", born=(date(1972, 8, 15), date(1978, 8, 15)), likely=0.55,
           phones=("020-00001509", "020-00001519"),
           lanes=("示例5巷8号502房", "示例21巷3号101房"), comes="distinct"),
)  # fmt: skip

ELSEWHERE = Double(names=("黄伟强",) * 2, sex="male", born=_born(1958, 4, 18), likely=1, numbers=(False, False),
                   phones=("020-00001510",) * 2, lanes=("示例7巷15号",) * 2)  # fmt: skip


def tell_of_doubles(*, desks, days, adjudicators):
    """Colleagues registered some people a second time; the comparison found them, and the adjudicators began.

    See Note [Twice in the demonstration].

    Args:
        desks: of all stations, the one of the tutorial first.
        adjudicators: (of the first district, of the whole city).
    """
    at = instant(days.last_weekday, time(9, 30))
    for nth, double in enumerate(WAITING + SETTLED):
        _tell(double, desks, adjudicators, at=at + nth * timedelta(minutes=20))
    # known to another station alone: whoever registers him at the first one is told so while typing
    _register(ELSEWHERE, 1, desks[1], Chance("doubles", "elsewhere"), at=at)


def _tell(double, desks, adjudicators, *, at):
    of_district, of_city = adjudicators
    chance = Chance("doubles", double.names[0])
    homes = desks[0], _second_home(desks, double.other_desk)
    records = [_register(double, n, homes[n], chance, at=at) for n in (0, 1)]
    row = {
        "first": records[0].pk,
        "second": records[1].pk,
        "probability": double.likely,
        "evidence": evidence_of(*records),
    }
    by = homes[1].workers[0] if double.why == Pair.Why.DESK else None
    propose_pairs(rows=[row], why=double.why, words=double.words, by=by, at=at)
    pair = Pair.objects.get(first=records[0], second=records[1])
    later = at + timedelta(minutes=12)
    match double.comes:
        case "asked":
            words = "请问是否看过身份证原件？证件是十五位还是十八位？"
            ask_stations(pair=pair, words=words, by=of_district, at=later)
        case "merged":
            _settle(pair, "same", "两个社工站都看过同一张身份证。", of_district, later)
        case "undone":
            merge = _settle(pair, "same", "电话相同，住址相同。", of_district, later)
            why = "家人带来两张身份证，是兄弟两人。"
            part_again(merge=merge, why=why, by=of_city, at=later + timedelta(minutes=5))
        case "distinct":
            _settle(pair, "distinct", "两人年龄相差六岁，住址不同。", of_city, later)


def _second_home(desks, nth):
    """The nth station after the first; for 0 another of its district, or the same where it has one alone."""
    if nth:
        return desks[min(nth, len(desks) - 1)]
    district = desks[0].station.street.district_id
    beside = (desk for desk in desks[1:] if desk.station.street.district_id == district)
    return next(beside, desks[0])


def _settle(pair, says, why, by, at):
    _decision, merge, _findings = settle_pair(pair=pair, says=says, why=why, by=by, at=at)
    return merge


def _register(double, n, desk, chance, *, at):
    """The first, or the second, registration, with its needs."""
    by, born_on = desk.workers[n % 2], double.born[n]
    street = desk.station.street
    number = ""
    if double.numbers[n] and born_on:
        number = identity_number(
            area=street.district_id, born_on=born_on, sex=double.sex, chance=_Apart(chance, n)
        )
    resident = register_resident(
        name=double.names[n],
        sex=double.sex,
        born_on=born_on,
        id_number=number,
        phone=double.phones[n],
        address=f"{street.name}{double.lanes[n]}",
        street=street,
        committee=desk.committees[0],
        station=desk.station,
        by=by,
        at=at,
    )
    give_consent(resident=resident, purpose=Consent.Purpose.FINDING_HELP, by=by, at=at)
    for kind, yuan in double.needs:
        about = {"resident": resident, "station": desk.station, "by": by, "at": at}
        look_at_resident(resident=resident, reason=Look.Reason.REGISTERING, by=by, at=at)
        need = register_need(kind=kind, words="社工站登记，待核实。", **about)
        needed = (yuan - n * yuan // 4) * YUAN
        assess_need(need=need, needed=needed, severity=55, urgency=2, by=by, at=at)
    return resident


class _Apart:
    """Twins differ in the last places of their numbers: of the serials that belong to nobody each has another."""

    def __init__(self, chance, n):
        self._chance, self._n = chance, n

    def choice(self, serials):
        return serials[self._n]
