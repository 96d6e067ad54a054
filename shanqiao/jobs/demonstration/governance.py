"""How the funds of the city are governed: committees, motions, one purpose under notice, a year's figures."""

from datetime import time, timedelta

from shanqiao.apps.funds.actions import open_purse, receive_gift
from shanqiao.apps.funds.models import Fund
from shanqiao.apps.governing.actions import (
    appoint_member,
    declare_interest,
    write_rules,
    write_year_figures,
)
from shanqiao.apps.governing.changing import (
    file_change,
    propose_change,
    publish_notice,
    record_consent,
    record_objection,
    restrict_purse,
)
from shanqiao.apps.governing.models import Member, Motion, Purpose, Vote
from shanqiao.apps.governing.voting import cast_vote, close_motion, put_motion
from shanqiao.apps.needs.kinds import Kind

from .chance import Chance
from .days import DAY, instant, weekday

SEATS = (  # of a committee of five: role, whom they speak for
    (Member.Role.CHAIR, "街道办事处"),
    (Member.Role.SUPERVISOR, "居民代表"),
    (Member.Role.MEMBER, "捐赠人代表"),
    (Member.Role.MEMBER, "社工站"),
    (Member.Role.MEMBER, "所在慈善组织"),
)
RULES = (
    "第一条 本基金不具有法人资格，收支全部纳入所在慈善组织的账户。\n"
    "第二条 管理委员会成员不领取报酬。\n"
    "第三条 与议案有利益关系的成员应当回避。\n"
    "第四条 过半数成员到会、到会成员过半数赞成，方可决定；重大投资须全体成员三分之二以上同意。"
)
PURPOSES = {
    Kind.CASH_MEDICAL: Purpose.CARE,
    Kind.CASH_EDUCATION: Purpose.CULTURE,
    Kind.CASH_LIVING: Purpose.RELIEF,
}


class Governance:
    """Gives committees to the community funds; the fund of the desk gets everything there is to see."""

    def __init__(self, *, size, days, staff, opened):
        self._size, self._days, self._staff = size, days, staff
        self._opened, self._chance = opened, Chance(size.name, "governance")
        self._begun = instant(weekday(days.begins_on), time(9))
        self._people = []

    def tell(self):
        """Committees, rules, what purses are for, motions, and the figures of last year."""
        funds = {o.purse.fund: o.team for o in self._opened}
        self._people = [self._staff.person() for _ in range(12)]
        for nth, (fund, team) in enumerate(funds.items()):
            if fund.kind == Fund.Kind.COMMUNITY or nth == 0:
                self._committee(fund, team, short=nth % 5 == 4)
        fund, team = next(iter(funds.items()))
        for o in self._opened:
            if o.purse.fund.kind == Fund.Kind.COMMUNITY or o.purse.fund == fund:
                self._restrict(o.purse, o.team)
        for host in {fund.host for fund in funds}:
            self._figures(host)
        self._leave_something_over(fund, team)
        self._decide(fund, team)

    def _committee(self, fund, team, *, short):
        chosen = self._chance.sample(self._people, 4)
        people = [team.managers[0], *chosen][: 4 if short else 5]
        for (role, sent_by), person in zip(SEATS, people, strict=False):
            appoint_member(
                fund=fund,
                person=person,
                role=role,
                sent_by=sent_by,
                since=self._days.begins_on,
                at=self._begun,
                by=team.handler,
            )
        write_rules(
            fund=fund,
            text=RULES,
            since=self._days.begins_on,
            big_use_from=5_000_000,
            at=self._begun,
            by=team.handler,
        )

    def _restrict(self, purse, team):
        restrict_purse(
            purse=purse,
            since=self._days.begins_on,
            purpose=PURPOSES.get(purse.kinds[0], Purpose.RELIEF),
            streets=purse.streets,
            period_from=purse.valid_from,
            period_to=purse.valid_to,
            at=self._begun,
            by=team.handler,
        )

    def _leave_something_over(self, fund, team):
        """A project that is over, with something left."""
        begins, ends = self._days.begins_on, self._days.last_weekday - 7 * DAY
        purse = open_purse(
            fund=fund,
            name="暑期学习用品（已结束）",
            name_en="School things for the summer (over)",
            kinds=(Kind.CASH_EDUCATION,),
            valid_from=begins,
            valid_to=ends,
            at=self._begun,
        )
        receive_gift(
            purse=purse,
            count=360_000,
            key="demonstration: left over",
            about="暑期专项捐赠",
            at=self._begun,
        )
        self._restrict(purse, team)

    def _figures(self, host):
        income = self._chance.randrange(40, 400) * 1_000_000  # fen
        write_year_figures(
            host=host,
            year=self._days.today.year - 1,
            income=income,
            net_assets=income * 2,
            spending=income * 3 // 4,
            management=income // 20,
            audited=self._chance.choice((True, True, False)),
            source="年度报告（演示）",
            at=self._begun,
        )

    def _decide(self, fund, team):
        purses = list(fund.purses.filter(unit="fen", valid_to__gt=self._days.today).order_by("pk"))
        self._changed(purses[0], team)
        self._closed_motion(fund, team)
        self._open_motion(purses[-1], fund, team)

    def _changed(self, purse, team):
        """Decided, filed, one giver agreed, the others are asked by a notice that still runs."""
        day = weekday(self._days.last_weekday - 20 * DAY)
        at = instant(day, time(10))
        change = propose_change(
            purse=purse,
            fixed_in="agreement",
            givers=3,
            title=f"“{purse.name}”是否同时用于救助困难家庭？",
            words="原定用途的需求已经减少，困难家庭的需求增加。",
            way=Motion.Way.LETTER,
            on=day + 3 * DAY,
            purpose=Purpose.RELIEF,
            streets=purse.streets,
            period_from=purse.valid_from,
            period_to=purse.valid_to,
            by=team.handler,
            at=at,
        )
        self._all_answer(
            change.motion, at + timedelta(hours=1), ["yes", "yes", "yes", "no", "abstain"]
        )
        close_motion(motion=change.motion, by=team.handler, at=at + timedelta(hours=4))
        later = instant(weekday(day + DAY), time(10))
        file_change(
            change=change,
            office="区民政局（演示）",
            number="演示备〔2026〕1号",
            filed_on=later.date(),
            by=team.handler,
            at=later,
        )
        record_consent(
            change=change,
            gift="演示协议1",
            agrees=True,
            said_on=later.date(),
            by=team.handler,
            at=later,
        )
        notice = publish_notice(
            change=change,
            text=f"“{purse.name}”拟同时用于救助困难家庭，尚有两位捐赠人联系不上，特此公示。",
            contact="市慈善会基金管理岗（演示）020-0000 0000",
            since=later.date(),
            until=later.date() + 60 * DAY,
            by=team.handler,
            at=later,
        )
        heard = instant(weekday(later.date() + 5 * DAY), time(11))
        record_objection(
            notice=notice,
            words="请说明原定用途还剩多少需求。",
            received_on=heard.date(),
            by=team.handler,
            at=heard,
        )

    def _closed_motion(self, fund, team):
        day = weekday(self._days.last_weekday - 30 * DAY)
        at = instant(day, time(15))
        motion = put_motion(
            fund=fund,
            kind=Motion.Kind.RULES,
            title="是否把到会比例提高到三分之二？",
            words="提高比例会使会议难以召开。",
            way=Motion.Way.MEETING,
            on=day,
            by=team.handler,
            at=at,
        )
        self._all_answer(motion, at + timedelta(minutes=30), ["no", "no", "yes", "no", "no"])
        close_motion(motion=motion, by=team.handler, at=at + timedelta(hours=2))

    def _open_motion(self, purse, fund, team):
        at = instant(self._days.last_weekday, time(9, 30))
        motion = put_motion(
            fund=fund,
            kind=Motion.Kind.BIG_USE,
            title="是否拨付一笔大额救助款？",
            words="金额超过章程规定的限额，须由管理委员会决定。",
            way=Motion.Way.LETTER,
            on=self._days.last_weekday + 14 * DAY,
            purse=purse,
            amount=6_000_000,
            by=team.handler,
            at=at,
        )
        members = list(Member.objects.filter(fund=fund).order_by("pk"))
        declare_interest(
            fund=fund,
            motion=motion,
            words="亲属在受助名单中",
            by=members[3].person,
            at=at + timedelta(minutes=5),
        )
        for member, choice in ((members[3], Vote.Choice.RECUSED), (members[2], Vote.Choice.YES)):
            cast_vote(motion=motion, choice=choice, by=member.person, at=at + timedelta(minutes=9))

    def _all_answer(self, motion, at, choices):
        members = Member.objects.filter(fund=motion.fund).order_by("pk")
        for member, choice in zip(members, choices, strict=True):
            cast_vote(motion=motion, choice=choice, by=member.person, at=at)
