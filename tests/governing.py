"""A governed fund: five members, rules, a purse that says what it is for."""

from datetime import date

from shanqiao.apps.governing.actions import appoint_member, write_rules
from shanqiao.apps.governing.changing import (
    file_change,
    propose_change,
    restrict_purse,
    take_effect,
)
from shanqiao.apps.governing.models import Member
from shanqiao.apps.governing.voting import cast_vote, close_motion, put_motion
from tests.factories import NOON, TODAY, a_fund, a_manager, a_person, a_purse

ROLES = ["chair", "supervisor", "member", "member", "member"]


def a_governed_fund(*, fund=None, members=5, rules=True, **how):
    fund = fund or a_fund()
    for n in range(members):
        a_member(fund=fund, role=ROLES[n] if n < len(ROLES) else "member")
    if rules:
        write_rules(fund=fund, text="第一条", since=date(2026, 1, 1), at=NOON, **how)
    return fund


def a_member(*, fund, role="member", person=None, **facts):
    return appoint_member(
        fund=fund,
        person=person or a_person(),
        role=role,
        sent_by="居民代表",
        since=date(2026, 1, 1),
        at=NOON,
        **facts,
    )


def members(fund):
    return list(Member.objects.filter(fund=fund).order_by("pk"))


def a_motion(*, fund=None, kind="closing", way="letter", on=TODAY, by=None, at=NOON, **about):
    fund = fund or a_governed_fund()
    return put_motion(
        fund=fund,
        kind=kind,
        title="是否关闭基金",
        words="理由",
        way=way,
        on=on,
        by=by or a_manager(fund),
        at=at,
        **about,
    )


def answer(motion, *choices, at=NOON):
    """The members, in their order, answer; fewer choices than members leave the last ones silent."""
    for member, choice in zip(members(motion.fund), choices, strict=False):
        cast_vote(motion=motion, choice=choice, by=member.person, at=at)


def carry(motion, *, at=NOON):
    answer(motion, *["yes"] * len(members(motion.fund)), at=at)
    return close_motion(motion=motion, by=motion.put_by, at=at)


def a_restricted_purse(*, fund=None, purse=None, purpose="relief", **says):
    purse = purse or a_purse(fund=fund or a_governed_fund())
    says.setdefault("period_from", date(2026, 1, 1))
    says.setdefault("period_to", date(2027, 12, 31))
    restrict_purse(purse=purse, purpose=purpose, since=date(2026, 1, 1), at=NOON, **says)
    return purse


def a_change(*, purse=None, fixed_in="agreement", givers=2, purpose="care", at=NOON, **says):
    purse = purse or a_restricted_purse()
    says.setdefault("period_from", date(2026, 1, 1))
    says.setdefault("period_to", date(2027, 12, 31))
    return propose_change(
        purse=purse,
        fixed_in=fixed_in,
        givers=givers if fixed_in == "agreement" else 0,
        title="改用于扶老",
        words="原用途已无需求",
        way="letter",
        on=at.date(),
        by=a_manager(purse.fund),
        at=at,
        purpose=purpose,
        **says,
    )


def a_change_in_force(**facts):
    change = a_change(fixed_in="plan", **facts)
    carry(change.motion)
    by = change.motion.put_by
    file_change(change=change, office="民政局", number="1", filed_on=TODAY, by=by, at=NOON)
    change.refresh_from_db()
    take_effect(change=change, by=by, at=NOON)
    return change
