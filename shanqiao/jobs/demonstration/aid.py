"""An aid programme of the fund one can sign in as, with applications at every stage; and a grant that is to be topped up."""

from datetime import time, timedelta
from itertools import chain

from shanqiao.apps.delivery.actions import pay_grant
from shanqiao.apps.funds.actions import open_purse
from shanqiao.apps.giving.actions import take_gift, unknown_donor_of
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.asking import ask_by_hand, room_for
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.needs.actions import assess_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import latest_assessments, with_latest_assessment
from shanqiao.apps.programmes.actions import announce_programme
from shanqiao.apps.programmes.applying import (
    accept_application,
    apply_for,
    refuse_application,
    withdraw_application,
)
from shanqiao.apps.programmes.models import Refusal
from shanqiao.apps.programmes.queries import room_in

from .chance import Chance
from .days import DAY, instant, weekday
from .purses import YUAN

MOST = 2_000 * YUAN
LEAST = 300 * YUAN  # smaller gaps are not applied for
MORE = 1_000 * YUAN  # what turns out to be needed besides
LOOKED_AT = 40  # grants, of which the first that can be topped up is
FATES = ("waits", "paid", "unclear", "accepted", "waits", "approved", "helped", "withdrawn", "less")
WORDS = (
    "房租拖欠两个月，房东已催缴，家里暂无收入。",
    "住院期间停工，这个月的水电和伙食费没有着落。",
    "家中老人出院需添置日用品，积蓄已用完。",
    "孩子开学与房租同月到期，差额凑不齐。",
)


def tell_of_aid(*, size, days, purse, team, desks):
    """Thirty days ago a programme was announced; on the last working day several stations apply, and some are answered.

    Args:
        purse: one of the fund that announces it.
        desks: the first is the station one can sign in as.
    """
    chance = Chance(size.name, "aid")
    programme = _announced(purse.fund, team, days)
    at = instant(days.last_weekday, time(17))
    found = _needs_that_fit(programme, desks, at=at)
    for place, (fate, (need, worker, most)) in enumerate(zip(FATES, found, strict=False)):
        count = min(most, chance.randrange(6, 19) * 100 * YUAN)
        application = apply_for(
            programme=programme,
            need=need,
            count=count,
            words=WORDS[place % len(WORDS)],
            by=worker,
            at=at + timedelta(minutes=place),
        )
        _answer(fate, application, team, place, at=at + timedelta(minutes=12 + place))
    _top_up(purse.fund, team, desks, at=at + timedelta(minutes=35))


def _announced(fund, team, days):
    begun = instant(weekday(days.last_weekday - 30 * DAY), time(9, 40))
    manager = team.managers[0]
    own = open_purse(
        fund=fund,
        name="急难家庭生活救助",
        name_en="Families in sudden need",
        kinds=[Kind.CASH_LIVING],
        valid_from=begun.date(),
        valid_to=begun.date() + 365 * DAY,
        by=manager,
        at=begun,
    )
    take_gift(
        donor=unknown_donor_of(host=fund.host, at=begun),
        purse=own,
        amount=20_000 * YUAN,
        how="cash",
        key="demonstration gift for the aid programme",
        wish_words="慈善月义卖所得",
        at=begun + timedelta(minutes=20),
    )
    return announce_programme(
        purse=own,
        name="急难家庭临时救助",
        name_en="Quick help for families in sudden need",
        purpose="突遇疾病、失业、意外，一时付不起房租、水电和日常开支的家庭。",
        kinds=[Kind.CASH_LIVING],
        most_per_person=MOST,
        conditions="由镇街社工站代为申请，附入户核实情况；每人累计不超过上限。",
        source=f"基金管理委员会{begun.year}年第4次会议纪要（演示）",
        first_on=begun.date(),
        by=manager,
        at=begun + timedelta(minutes=40),
    )


def _needs_that_fit(programme, desks, *, at):
    """(need, worker, most) of open needs that may be applied for: two of the first station, then one of each other."""
    first, *others = (_of_desk(programme, desk, at=at) for desk in desks)
    ones = (next(found, None) for found in others)
    two = (next(first, None) for _ in range(2))
    return filter(None, chain(two, ones, first))


def _of_desk(programme, desk, *, at):
    needs = with_latest_assessment(Need.objects.known_to(desk.station).open())
    for need in (
        needs.filter(kind=Kind.CASH_LIVING, signed_at__lt=at, told_at__lt=at)
        .select_related("resident")
        .order_by("pk")
    ):
        most, in_the_way = room_in(programme, need, at=at)
        if most >= LEAST and not in_the_way:
            yield need, desk.workers[0], most


def _answer(fate, application, team, place, *, at):
    reason = Refusal.Reason
    answered = {"application": application, "by": team.handler, "at": at}
    match fate:
        case "unclear":
            refuse_application(
                reason=reason.UNCLEAR, words="请补充房租合同或收据，写明欠缴月份。", **answered
            )
        case "helped":
            refuse_application(
                reason=reason.HELPED, words="街道临时救助可能已批，请核实后再评估。", **answered
            )
        case "withdrawn":
            withdraw_application(application=application, by=application.applied_by, at=at)
        case "accepted":
            accept_application(**answered)
        case "less":
            accept_application(count=LEAST, why="先解决本月房租，下月再看。", **answered)
        case "approved" | "paid":
            made = accept_application(**answered)
            grant = approve_proposal(
                proposal=made.proposal, by=team.managers[0], at=at + timedelta(minutes=6)
            )
            if fate == "paid":
                pay_grant(
                    grant=grant,
                    reference=f"转账 {at:%Y%m%d}-C{place:05d}",
                    by=team.cashier,
                    at=at + timedelta(minutes=9),
                )


def _top_up(fund, team, desks, *, at):
    """A station finds that more is needed than was thought, and the handler asks for it where a grant was made before."""
    workers = {desk.station.pk: desk.workers[0] for desk in desks}
    grants = Grant.objects.filter(
        purse__fund=fund, release=None, need__closed_at=None, need__station__in=workers
    ).exclude(need__kind=Kind.CASH_LIVING)
    for grant in grants.select_related("need__resident", "purse__fund").order_by("pk")[:LOOKED_AT]:
        room = room_for(need=grant.need, purse=grant.purse, at=at)
        if room.in_the_way or room.free < MORE:
            continue
        if not room.gap:
            _look_again(grant.need, workers[grant.need.station_id], at=at)
        room = room_for(need=grant.need, purse=grant.purse, at=at)
        if room.most >= LEAST:
            ask_by_hand(
                need=grant.need,
                purse=grant.purse,
                count=min(room.most, MORE),
                why="复诊费用比评估时高，社工补充了缴费单。",
                by=team.handler,
                at=at + timedelta(minutes=5),
            )
            return


def _look_again(need, worker, *, at):
    seen = latest_assessments(needs=[need]).get()
    assess_need(
        need=need,
        needed=seen.needed + MORE,
        elsewhere=seen.elsewhere,
        severity=seen.severity,
        urgency=seen.urgency,
        words="复诊后费用增加，已看缴费单。",
        by=worker,
        at=at,
    )
