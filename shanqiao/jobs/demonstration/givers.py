"""Invented givers: neighbours and enterprises, their promises, their questions, and the boxes they find."""

from datetime import date, time, timedelta

from shanqiao.apps.giving.actions import take_gift, take_gift_from
from shanqiao.apps.giving.boxes import open_box, open_point, put_up_box, seal_box, sign_sheet
from shanqiao.apps.giving.filing import hand_in_gifts
from shanqiao.apps.giving.goods import take_in_kind_from
from shanqiao.apps.giving.models import Donor, Gift, InKind
from shanqiao.apps.giving.pledging import add_employee, agree_to_match, promise_gifts
from shanqiao.apps.giving.questions import answer_donor, ask_about_gift
from shanqiao.jobs.gift_files import read_handed_in_gifts

from .chance import Chance
from .days import DAY, instant
from .names import given_name, surname
from .numbers import credit_code, telephone
from .purses import YUAN

ENTERPRISES = (
    "木棉食品",
    "云山物流",
    "珠水电子",
    "榕城药业",
    "素馨纺织",
    "长堤建材",
    "和风家电",
    "晨曦教育",
)
PLATFORM = "gylm"  # the city's own, in shanqiao/data/platforms
BIG = 5_000 * YUAN  # more is given by enterprises
PRICE = 65 * YUAN  # of one piece of goods, invented
FILE = (
    "捐赠人,金额,日期,订单号\n"
    "匿名,20.00,{on},YS0001\n"
    "陈街坊（演示）,100.00,{on},YS0002\n"
    "陈街坊（演示）,100.00,{on},\n"
    "陈街坊（演示）,100.00,{on},\n"
    "写错金额（演示）,一百,{on},YS0005\n"
)


class Givers:
    """Draws who gave; the same giver gives again now and then."""

    def __init__(self, *, size, today):
        self._chance, self._year = Chance(size.name, "givers"), today.year
        self._people = []

    def give(self, *, purse, count, key, about, at):
        """A gift to a purse, by somebody for whom the sum is likely."""
        chance = self._chance
        told = {"purse": purse, "amount": count, "key": key, "at": at}
        if purse.unit == "fen":
            giver = self._enterprise() if count >= BIG else self._person()
            how = chance.choice((Gift.How.BANK, Gift.How.BANK, Gift.How.PLATFORM))
            platform = PLATFORM if how == Gift.How.PLATFORM else ""
            return take_gift_from(giver=giver, how=how, platform=platform, wish_words=about, **told)
        if purse.unit == "piece":
            giver, how, what = self._enterprise(), Gift.How.GOODS, purse.item
            worth = {"basis": InKind.Basis.MARKET, "valued": count * PRICE}
        else:
            giver, how, what = self._person(), Gift.How.SERVICE, about
            worth = {"basis": InKind.Basis.NONE}
        return take_in_kind_from(giver=giver, how=how, what=what, **worth, **told)

    def _person(self):
        chance = self._chance
        if self._people and chance.happens(0.3):
            return chance.choice(self._people)
        sex = chance.choice(("female", "male"))
        born_on = date(self._year - chance.randrange(25, 70), 1, 1)
        name = surname(chance=chance) + given_name(born_on=born_on, sex=sex, chance=chance)
        giver = {
            "kind": Donor.Kind.PERSON,
            "name": f"{name}（演示）",
            "phone": telephone(chance=chance),
            "shown": chance.choice((Donor.Shown.NAMED, Donor.Shown.NAMED, Donor.Shown.NAMELESS)),
        }
        self._people.append(giver)
        return giver

    def _enterprise(self):
        return an_enterprise(self._chance.randrange(len(ENTERPRISES)))


def an_enterprise(nth):
    """What is told of an invented enterprise."""
    return {
        "kind": Donor.Kind.ENTERPRISE,
        "name": f"{ENTERPRISES[nth]}有限公司（演示）",
        "uscc": credit_code(form="company", n=500 + nth),
    }


def tell_of_givers(*, desk, days, purse, team):
    """What waits at the first host when somebody opens the desk: boxes, promises, an employer, questions, a file."""
    street, on = desk.station.street, days.last_weekday
    place = {
        "purse": purse,
        "street": street,
        "at": instant(on - 30 * DAY, time(9)),
        "by": team.cashier,
    }
    two = {"by": team.handler, "beside": team.cashier}
    for nth, (name, name_en) in enumerate(
        (("社工站前台", "Station desk"), ("街坊书屋", "Book room"))
    ):
        point = open_point(
            name=f"{street.name}{name}",
            name_en=f"{street.name_en} {name_en}",
            address=f"示例路{nth + 1}号",
            **place,
        )
        box = put_up_box(point=point, number=f"{nth + 1}", at=place["at"], by=team.cashier)
        seal = seal_box(box=box, number=f"YS{nth + 1:06d}", at=place["at"], **two)
    opening = open_box(seal=seal, intact=True, at=instant(on, time(15)), **two)
    sign_sheet(
        opening=opening,
        by=team.handler,
        at=instant(on, time(15, 20)),
        yuan_10=21,
        yuan_1=64,
        jiao_5=9,
    )
    _promises(purse=purse, team=team, on=on)
    at = instant(on, time(16))
    file = hand_in_gifts(
        purse=purse,
        how=Gift.How.PLATFORM,
        platform=PLATFORM,
        name="平台名单（演示）.csv",
        content=FILE.format(on=on.isoformat()).encode(),
        by=team.cashier,
        at=at,
    )
    read_handed_in_gifts(file, at=at)


def _promises(*, purse, team, on):
    host, at = purse.fund.host, instant(on, time(10))
    person = Donor.objects.filter(host=host, kind=Donor.Kind.PERSON).order_by("pk").first()
    company = Donor.objects.filter(host=host, kind=Donor.Kind.ENTERPRISE).order_by("pk").first()
    said = {"by": team.cashier, "at": at}
    if person:
        pledge = promise_gifts(
            donor=person,
            purse=purse,
            amount=100 * YUAN,
            every="month",
            first_on=on - 45 * DAY,
            words="每月一百元",
            **said,
        )
        asked = {"donor": person, "asked_on": on - timedelta(days=18)}
        ask_about_gift(words="上个月捐的钱用到哪里了？", **asked, **said)
        answered = ask_about_gift(words="可以换一个名字公开吗？", **asked, **said)
        answer_donor(question=answered, words="可以，已经改为不署名。", told="phone", **said)
    if company:
        employer = agree_to_match(
            donor=company,
            purse=purse,
            percent=100,
            person_cap=1_000 * YUAN,
            total_cap=50_000 * YUAN,
            valid_from=on - 60 * DAY,
            valid_to=on + 300 * DAY,
            agreement="演示-配捐-1",
            voluntary=True,
            **said,
        )
        if person:
            add_employee(employer=employer, donor=person, since=on, **said)
            take_gift(
                donor=person,
                purse=purse,
                pledge=pledge,
                amount=100 * YUAN,
                how=Gift.How.BANK,
                key="demonstration gift that keeps a promise",
                **said,
            )
