"""Three funds help the seriously ill, one also by a template of its own; a patient's bills, who paid, what is asked back."""

from datetime import time, timedelta

from shanqiao.apps.files.actions import keep_document
from shanqiao.apps.funds.actions import open_purse
from shanqiao.apps.giving.actions import take_gift, unknown_donor_of
from shanqiao.apps.illness.actions import (
    ask_payer,
    consult,
    decide_claim,
    hand_in_bill,
    open_aid,
    strike_bill,
    write_paid,
)
from shanqiao.apps.illness.models import Layer
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.asking import ask_by_hand
from shanqiao.apps.needs.actions import assess_need, register_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.programmes.actions import announce_programme
from shanqiao.apps.programmes.templates import (
    attach_template,
    bring_template,
    hand_in_paper,
    held_of,
    shipped,
)
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import give_consent, look_at_resident, register_resident
from shanqiao.apps.residents.models import Consent, Resident

from .days import DAY, instant, weekday
from .evidence import signed_sheet
from .purses import YUAN
from .transplant import transplant_template

TEMPLATE = "serious_illness"
PROGRAMMES = (
    ("大病关爱", "Care in serious illness", 20_000),
    ("重症儿童与成人援助", "Help in grave illness", 15_000),
    ("住院自付部分援助", "Help with hospital bills", 10_000),
)
OWN = ("移植患者援助", "Help for transplants", 30_000)
BILL = (
    ("medicine", 28_600, 21_000),
    ("surgery", 18_000, 18_000),
    ("material", 9_400, 3_000),
    ("bed", 4_200, 4_200),
)


def tell_of_illness(*, desk, days, opened):
    """Programmes since last month, and a patient of the station one can sign in as.

    Args:
        opened: purses; the first three funds of one team announce a programme each.
    """
    funds = list(dict.fromkeys(one.purse.fund for one in opened if one.team is opened[0].team))[
        : len(PROGRAMMES)
    ]
    begun = instant(weekday(days.last_weekday - 25 * DAY), time(10, 10))
    team = opened[0].team
    purses = [
        _announced(fund, team, *programme, at=begun)
        for fund, programme in zip(funds, PROGRAMMES, strict=False)
    ]
    own = _brought(funds[0], team, at=begun)
    _announced(funds[0], team, *OWN, at=begun + timedelta(hours=1), held=own)
    need = _told(desk, at=instant(weekday(days.last_weekday - 8 * DAY), time(14, 5)))
    aid = _asked_back(need, desk.workers[0], team, purses[0], days)
    at = instant(days.last_weekday, time(16, 50))
    consult(aid=aid, held=own, answers=["done", "yes"], by=desk.workers[0], at=at)


def _brought(fund, team, *, at):
    text = transplant_template(day=at.date(), source=_decision(at, 6))
    return held_of(bring_template(fund=fund, text=text, by=team.managers[0], at=at))


def _decision(at, number):
    return f"基金管理委员会{at.year}年第{number}次会议纪要（演示）"


def _announced(fund, team, name, name_en, most, *, at, held=None):
    manager = team.managers[0]
    purse = open_purse(
        fund=fund,
        name=f"{name}资金",
        name_en=f"{name_en}: purse",
        kinds=[Kind.CASH_MEDICAL],
        eligible='illness == "serious"',
        valid_from=at.date(),
        valid_to=at.date() + 365 * DAY,
        by=manager,
        at=at,
    )
    take_gift(
        donor=unknown_donor_of(host=fund.host, at=at),
        purse=purse,
        amount=80_000 * YUAN,
        how="cash",
        key=f"demonstration gift for {name_en}",
        wish_words="大病救助专项捐赠",
        at=at + timedelta(minutes=10),
    )
    programme = announce_programme(
        purse=purse,
        name=name,
        name_en=name_en,
        purpose="医保、大病保险、医疗救助支付后，仍负担不起的住院费用。",
        kinds=[Kind.CASH_MEDICAL],
        most_per_person=most * YUAN,
        conditions="由镇街社工站代为申请，交齐材料。",
        source=_decision(at, 5),
        first_on=at.date(),
        by=manager,
        at=at + timedelta(minutes=20),
    )
    attach_template(
        programme=programme,
        held=held or shipped()[TEMPLATE],
        by=manager,
        at=at + timedelta(minutes=21),
    )
    return purse


def _told(desk, *, at):
    worker, street = desk.workers[0], desk.station.street
    resident = register_resident(
        name="钟丽珊",
        sex=Resident.Sex.FEMALE,
        phone="020-00005678",
        address=f"{street.name}示例3巷5号402房",
        street=street,
        committee=desk.committees[0],
        local=True,
        hardship=Resident.Hardship.EDGE,
        disability=0,
        illness=Resident.Illness.SERIOUS,
        station=desk.station,
        by=worker,
        at=at,
    )
    look_at_resident(resident=resident, reason=Look.Reason.REGISTERING, words="", by=worker, at=at)
    give_consent(resident=resident, purpose=Consent.Purpose.FINDING_HELP, by=worker, at=at)
    need = register_need(
        resident=resident,
        station=desk.station,
        kind=Kind.CASH_MEDICAL,
        words="上月确诊，已住院一次，结算单已到手，医疗救助还在审批。",
        by=worker,
        at=at + timedelta(minutes=5),
    )
    assess_need(
        need=need,
        needed=60_000 * YUAN,
        severity=78,
        urgency=2,
        words="家中积蓄用于首次住院，后续治疗不能中断。",
        by=worker,
        at=at + timedelta(minutes=9),
    )
    return need


def _asked_back(need, worker, team, purse, days):
    """Medical aid decides after a fund has promised: the fund is asked to promise less."""
    at = instant(weekday(days.last_weekday - 6 * DAY), time(9, 30))
    by = {"by": worker, "at": at}
    on = at.date() - 12 * DAY
    aid = open_aid(need=need, diagnosis="急性白血病", hospital="广州市示例医院", **by)
    consult(
        aid=aid,
        held=shipped()[TEMPLATE],
        answers=["yes", "here", "all", "assisted", "no", "cannot"],
        **by,
    )
    sheet = keep_document(name="结算单.png", content=signed_sheet("settlement"), **by)
    facts = {"aid": aid, "hospital": aid.hospital, "issued_on": on, "document": sheet, **by}
    lines = [(what, amount * YUAN, covered * YUAN) for what, amount, covered in BILL]
    bill, _none = hand_in_bill(number="GZ-2026-0034871", lines=lines, **facts)
    wrong, _none = hand_in_bill(number="GZ-2026-0034817", lines=lines[3:], **facts)
    strike_bill(bill=wrong, why="号码抄错，与上一张是同一次住院", **by)
    write_paid(bill=bill, layer=Layer.BASIC, paid=27_600 * YUAN, decided_on=on, **by)
    write_paid(bill=bill, layer=Layer.SERIOUS, paid=6_200 * YUAN, decided_on=on, **by)
    claim, _none = ask_payer(
        bill=bill,
        layer=Layer.MEDICAL_AID,
        expected=9_000 * YUAN,
        asked_on=at.date(),
        can_wait=False,
        **by,
    )
    for code in ("diagnosis", "settlement"):
        paper = keep_document(name=f"{code}.png", content=signed_sheet(code), **by)
        hand_in_paper(need=need, code=code, document=paper, **by)
    proposal = ask_by_hand(
        need=need,
        purse=purse,
        count=20_000 * YUAN,
        why="治疗不能等医疗救助审批，先行资助。",
        by=team.handler,
        at=at + timedelta(minutes=40),
    )
    approve_proposal(proposal=proposal, by=team.managers[0], at=at + timedelta(minutes=55))
    decide_claim(
        claim=claim,
        paid=9_400 * YUAN,
        decided_on=days.last_weekday,
        words="区民政局审批通过",
        by=worker,
        at=instant(days.last_weekday, time(16, 40)),
    )
    ask_payer(
        bill=bill,
        layer=Layer.COMMERCIAL,
        expected=1_000 * YUAN,
        asked_on=days.last_weekday,
        by=worker,
        at=instant(days.last_weekday, time(16, 45)),
    )
    return aid
