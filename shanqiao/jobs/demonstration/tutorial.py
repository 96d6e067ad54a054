"""The need that the tutorial takes by the hand: told on the last working day, and nothing done since."""

from datetime import date, time, timedelta

from shanqiao.apps.giving.actions import take_gift, unknown_donor_of
from shanqiao.apps.needs.actions import register_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.residents.actions import give_consent, register_resident
from shanqiao.apps.residents.models import Consent, Resident

from .chance import Chance
from .days import instant
from .numbers import identity_number
from .purses import YUAN

NAME = "梁惠芳"
TOLD = (
    "梁婆婆七十四岁，一个人住在老房子的二楼。上月跌倒骨折，住院做了手术，医保报销后自己还要付一万二千元。"
    "她有三千多元积蓄，女儿在外地打零工。她说不想麻烦人，是街坊陪她来的。"
)


def tell_the_tutorial(*, desk, days, purse):
    """A colleague of the station wrote down what an old woman told; the tutorial goes on from there.

    Args:
        purse: of the street, which neighbours gave to the day before. See Note [The purse of the tutorial].
    """
    gave_at = instant(days.last_weekday, time(11, 5))
    take_gift(
        donor=unknown_donor_of(host=purse.fund.host, at=gave_at),
        purse=purse,
        amount=30_000 * YUAN,
        how="cash",
        key="demonstration gift of the neighbours",
        wish_words="街坊义卖所得",
        at=gave_at,
    )
    by, born_on = desk.workers[1], date(days.today.year - 74, 3, 12)
    at = instant(days.last_weekday, time(16, 20))
    sex = Resident.Sex.FEMALE
    resident = register_resident(
        name=NAME,
        sex=sex,
        born_on=born_on,
        id_number=identity_number(
            area=desk.station.street.district_id,
            born_on=born_on,
            sex=sex,
            chance=Chance("tutorial"),
        ),
        phone="020-00001234",
        address=f"{desk.station.street.name}示例1巷2号201房",
        street=desk.station.street,
        committee=desk.committees[0],
        local=True,
        hardship=Resident.Hardship.EDGE,
        disability=0,
        illness=Resident.Illness.CHRONIC,
        station=desk.station,
        by=by,
        at=at,
    )
    give_consent(
        resident=resident,
        purpose=Consent.Purpose.FINDING_HELP,
        by=by,
        at=at + timedelta(minutes=4),
    )
    return register_need(
        resident=resident,
        station=desk.station,
        kind=Kind.CASH_MEDICAL,
        words=TOLD,
        by=by,
        at=at + timedelta(minutes=9),
    )
