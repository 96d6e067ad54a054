"""Referrals of the station one can sign in as, at every stage, with who has places and what residents agreed to."""

from datetime import time, timedelta

from django.db.models import F

from shanqiao.apps.funds.queries import with_something_free
from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.record.models import Look
from shanqiao.apps.referrals.actions import draft_referral, send_referral, state_capacity
from shanqiao.apps.referrals.answering import (
    Answerer,
    accept_referral,
    complete_referral,
    go_on_with_referral,
)
from shanqiao.apps.referrals.escalating import escalate_referrals
from shanqiao.apps.referrals.models import Capacity, Referral
from shanqiao.apps.referrals.problems import in_the_way
from shanqiao.apps.referrals.states import Side, StepKind
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.residents.actions import give_consent, look_at_resident, withdraw_consent
from shanqiao.apps.residents.consenting import ask_for_correction
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import key_of, needs_a_guardian

from .days import DAY, instant

WORDS = (
    "出院后一人在家，盼有人每周上门两次。",
    "药费压力大，盼能分担一部分。",
    "行动不便，盼有人陪同复诊。",
)
PLACES = (Capacity.Has.PLACES, Capacity.Has.WAITING, Capacity.Has.NONE, Capacity.Has.ASSESSES)
FATES = ("late", "done", "started", "held", "accepted", "waits")


def tell_of_referrals(*, days, desks, teams):
    """Some organisations say who has places; the first station refers some residents there, to a fund and to a station.

    Args:
        desks: the first is the station one can sign in as, the second is asked by it and asks it.
        teams: {identity of a fund: its team}.
    """
    at = instant(days.last_weekday, time(16, 50))
    mine, other = desks[0], desks[-1]
    first = at - 9 * DAY
    organisations = list(Organisation.objects.order_by("pk")[:4])
    _say_who_has_places(organisations, mine, at=first)
    needs = list(_needs_of(mine, at=at)[:16])
    for place, (fate, need) in enumerate(zip(FATES, needs, strict=False)):
        when = first if fate == "late" else at
        to_station = {"to_station": other.station} if other is not mine else {}
        to = to_station or {"organisation": organisations[0]}
        if fate in ("waits", "late"):
            to = {"organisation": organisations[place % len(organisations)]}
        _refer(need, fate, to, mine, other, words=WORDS[place % len(WORDS)], at=when)
    for need in reversed(needs):  # one that no other referral covers comes first
        if _refer_to_a_fund(need, mine, teams, at=at):
            break
    if other is not mine:
        for need in _needs_of(other, at=at)[:2]:
            _send(need, {"to_station": mine.station}, other.workers[0], words=WORDS[0], at=at)
    escalate_referrals(at=at)


def _needs_of(desk, *, at):
    """Assessed needs of a station that lack something, of residents who agree to a search."""
    rows = with_latest_assessment(Need.objects.known_to(desk.station).open())
    lacking = rows.filter(signed_at__lte=at, cover=None, elsewhere__lt=F("needed"))
    return [
        need
        for need in lacking.select_related("resident").order_by("pk")[:40]
        if not needs_a_guardian(need.resident, on=at.date())
    ]


def _say_who_has_places(organisations, desk, *, at):
    for place, (organisation, has) in enumerate(zip(organisations, PLACES, strict=False)):
        for kind in ("care_hour", "counselling", "visit"):
            state_capacity(
                organisation=organisation,
                kind=kind,
                has=has,
                places=12 + place if has == Capacity.Has.PLACES else None,
                words="今天电话问过（示例）",
                by=desk.workers[0],
                at=at,
            )


def _send(need, to, by, *, words, at):
    """Agreed to, written and sent; None where something stands in the way."""
    [addressee] = to.values()
    look_at_resident(resident=need.resident, reason=Look.Reason.CASEWORK, by=by, at=at)
    give_consent(
        resident=need.resident,
        purpose=Consent.Purpose.SHARING,
        whom=key_of(addressee),
        whom_name=str(addressee),
        kinds=[Consent.Data.CONTACT, Consent.Data.NEED],
        until_on=at.date() + timedelta(days=180),
        by=by,
        at=at,
    )
    referral = draft_referral(
        need=need,
        count=max(1, (need.needed - need.elsewhere) // 2),
        words=words,
        wanted_by=min(at.date() + 30 * DAY, max(need.due_on, at.date())),
        by=by,
        at=at,
        **to,
    )
    if any(one.stops for one in in_the_way(referral, at=at)):
        return None
    send_referral(referral=referral, by=by, at=at)
    return referral


def _refer(need, fate, to, mine, other, *, words, at):
    by = mine.workers[0]
    referral = _send(need, to, by, words=words, at=at)
    answers = Answerer(person=other.workers[0])
    if referral is None or referral.to_station_id is None or fate in ("waits", "late"):
        return
    later = at + timedelta(minutes=20)
    accept_referral(referral=referral, answerer=answers, words="明天上午先打电话。", at=later)
    if fate == "started":
        go_on_with_referral(
            referral=referral,
            kind=StepKind.STARTED,
            answerer=answers,
            at=later + timedelta(minutes=5),
        )
    if fate == "held":
        go_on_with_referral(
            referral=referral,
            kind=StepKind.HELD,
            words="居民住院，出院后再来。",
            answerer=answers,
            at=later + timedelta(minutes=5),
        )
    if fate == "done":
        complete_referral(
            referral=referral,
            evidence="word",
            answerer=Answerer(person=by),
            side=Side.REQUESTER,
            happened_on=at.date(),
            asked="phone",
            words="居民说已经来过，很满意。",
            at=later + timedelta(minutes=10),
        )
        _what_residents_say(need, by, at=later + timedelta(minutes=12))


def _refer_to_a_fund(need, desk, teams, *, at):
    """To the first purse that could pay half of what is lacking, if there is one."""
    by = desk.workers[0]
    purses = with_something_free(at=at).filter(
        kinds__contains=[need.kind], item=need.item, fund__in=list(teams)
    )
    for purse in purses.order_by("fund", "pk")[:6]:
        wanted = Referral(
            need=need,
            purse=purse,
            count=max(1, (need.needed - need.elsewhere) // 4),
            unit=purse.unit,
        )
        if not any(one.stops for one in in_the_way(wanted, at=at)):
            referral = draft_referral(
                need=need,
                purse=purse,
                count=wanted.count,
                words=WORDS[1],
                wanted_by=at.date() + 20 * DAY,
                by=by,
                at=at,
            )
            send_referral(referral=referral, by=by, at=at)
            return referral
    return None


def _what_residents_say(need, by, *, at):
    """One agrees to a picture and takes it back, and asks to have something corrected."""
    about = {"resident": need.resident, "by": by, "at": at}
    give_consent(purpose=Consent.Purpose.PICTURES, **about)
    withdraw_consent(purpose=Consent.Purpose.PICTURES, effect="不再使用照片。", **about)
    ask_for_correction(words="电话少写了一位，请核对。", owner=by, **about)
