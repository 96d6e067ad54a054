"""Cases of the station one can sign in as, at every stage; a group, an event, an agreement; a counsellor and a supervisor."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from shanqiao.apps.cases.actions import bring_in, offer_handover, open_case
from shanqiao.apps.cases.agreeing import file_agreement
from shanqiao.apps.cases.ending import close_case
from shanqiao.apps.cases.grouping import (
    join_group,
    open_group,
    plan_session,
    take_attendance,
    write_event,
)
from shanqiao.apps.cases.models import Case, Closure, Contact, GoalState, Kind, Part
from shanqiao.apps.cases.planning import Aim, answer_plan, evaluate_plan, make_plan, sign_estimate
from shanqiao.apps.cases.queries import plan_of
from shanqiao.apps.cases.working import make_appointment, write_contact, write_supervision
from shanqiao.apps.files.actions import keep_document
from shanqiao.apps.instruments.queries import sittings_of
from shanqiao.apps.people.actions import admit_person, give_post, show_sign_in
from shanqiao.apps.people.models import DemonstrationSignIn, Person, Post
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.models import SamePerson

from .days import DAY, instant, weekday
from .evidence import signed_sheet

FATES = ("intake", "estimate", "plan", "work", "work", "evaluation", "closed", "handover")
JUDGEMENTS = (
    "独居长者，跌倒后不敢出门，三餐靠邻居代买。",
    "夫妻失业，孩子升学，情绪紧张，希望有人一起想办法。",
    "长期照顾失能家人，疲惫，没有替手。",
    "丧偶半年，少与人往来，睡眠差。",
)


@dataclass(frozen=True)
class Guides:
    """Who works at the station beside its social workers."""

    counsellor: Person
    supervisor: Person


def tell_of_cases(*, desk, days):
    """Five weeks of casework at ``desk``, through the actions."""
    begun = instant(weekday(days.last_weekday - 35 * DAY), time(9, 20))
    guides = _admitted(desk, at=begun - timedelta(minutes=20))
    residents = list(
        Resident.objects.known_to(desk.station)
        .filter(registered_at__lt=begun, departures=None)
        .exclude(pk__in=SamePerson.objects.values("resident"))
        .order_by("pk")[: len(FATES) + 5]
    )
    for nth, (fate, resident) in enumerate(zip(FATES, residents, strict=False)):
        worker = desk.workers[nth % 4 == 3]
        _tell(fate, resident, worker, desk, guides, days, at=begun + timedelta(minutes=30 * nth))
    _supervise(desk, guides, at=instant(days.last_weekday, time(16)))
    _together(desk, guides, residents, days, at=begun + timedelta(hours=6))


def _admitted(desk, *, at):
    """A counsellor and a supervisor of the station, who can be signed in as."""
    shown = DemonstrationSignIn.Desk
    people = []
    for username, name, role, where in (
        ("counsellor", "林静怡", Post.Role.COUNSELLOR, shown.COUNSELLOR),
        ("guide", "何婉仪", Post.Role.STATION_SUPERVISOR, shown.STATION_SUPERVISOR),
    ):
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        person = admit_person(username=username, name=name, password=password, at=at)
        give_post(person=person, role=role, station=desk.station, at=at)
        show_sign_in(person=person, desk=where, password=password, at=at)
        TOTP.activate(person, generate_totp_secret())
        people.append(person)
    return Guides(*people)


def _tell(fate, resident, worker, desk, guides, days, *, at: datetime):
    """One case, as far as its fate brings it."""
    by = {"by": worker}
    later = [  # a minute apart where two of them fall on one working day
        instant(weekday(at.date() + n * DAY), at.time()) + timedelta(minutes=nth)
        for nth, n in enumerate((0, 3, 6, 8, 15, 22, 28))
    ]
    case = open_case(
        resident=resident,
        station=desk.station,
        source=Case.Source.values[resident.pk % 4],
        urgency=1 + (fate == "work"),
        judgement=JUDGEMENTS[resident.pk % len(JUDGEMENTS)],
        at=instant(days.last_weekday, time(10)) if fate in ("intake", "handover") else at,
        **by,
    )
    if fate == "intake":
        return
    if fate == "handover":
        offer_handover(
            case=case,
            receiver=desk.workers[0] if worker == desk.workers[1] else desk.workers[1],
            words="已探访一次，本人愿意继续；下周要陪同复诊。",
            at=instant(days.last_weekday, time(15)),
            **by,
        )
        return
    sign_estimate(
        case=case,
        person="行动较慢，愿意尝试；希望重新与街坊往来。",
        family="子女在外地，每周通电话。",
        social="楼道无扶手，居委可协助申请改造。",
        sittings=sittings_of([resident.pk]).filter(first=None, at__lte=later[1]),
        at=later[1],
        **by,
    )
    if fate == "estimate":
        return
    plan = make_plan(
        case=case,
        strategy="每周探访一次，链接康复与社区饭堂，邀请加入小组。",
        review_on=(days.last_weekday + 14 * DAY),
        aims=[
            Aim(
                words="每天能自己下楼走一次",
                measure="探访时本人说明，邻居可证",
                due_on=days.last_weekday + 7 * DAY,
            ),
            Aim(
                words="每周参加一次小组活动",
                measure="小组签到",
                due_on=days.last_weekday + 10 * DAY,
            ),
        ],
        at=instant(days.last_weekday, time(11)) if fate == "plan" else later[2],
        **by,
    )
    if fate == "plan":
        return
    answer_plan(plan=plan, approved=True, by=guides.supervisor, at=later[3])
    _work(case, fate, guides, days, by, later)


def _work(case, fate, guides, days, by, later):
    for n, kind in ((4, Kind.VISIT), (5, Kind.CALL)):
        write_contact(
            case=case,
            kind=kind,
            done_on=later[n].date(),
            minutes=40,
            words="精神较好，已自行下楼两次；约定下周一起去社区饭堂。",
            level=Contact.Level.ORDINARY,
            at=later[n],
            **by,
        )
    if fate == "work":
        bring_in(case=case, person=guides.counsellor, role=Part.As.COUNSELLOR, at=later[4], **by)
        write_contact(
            case=case,
            kind=Kind.SESSION,
            done_on=later[5].date(),
            minutes=50,
            words="谈到丧失与自责，约定每周一次。",
            level=Contact.Level.COUNSELLING,
            by=guides.counsellor,
            at=later[5] + timedelta(hours=2),
        )
        for person, ahead in ((by["by"], 1), (guides.counsellor, 3)):
            make_appointment(
                case=case,
                kind=Kind.VISIT,
                worker=person,
                planned_for=instant(weekday(days.today + ahead * DAY), time(14, 30)),
                at=instant(days.last_weekday, time(17)),
                **by,
            )
        return
    goals = plan_of(case).goals.all()
    evaluate_plan(
        case=case,
        results=dict.fromkeys(goals, GoalState.State.REACHED),
        words="两个目标都已达到，本人有信心。",
        client_says=5,
        at=later[6],
        **by,
    )
    if fate == "closed":
        close_case(
            case=case,
            reason=Closure.Reason.REACHED,
            words="能自己下楼、参加小组；居委每月关心一次。",
            at=later[6] + timedelta(hours=1),
            **by,
        )


def _supervise(desk, guides, *, at):
    cases = Case.objects.handled_by(desk.workers[0]).open().order_by("pk")[:2]
    write_supervision(
        worker=desk.workers[0],
        held_on=at.date(),
        advice="目标宜再小一步；注意自己的休息。",
        cases=list(cases),
        actions=[("与居委一起上门看楼道扶手", at.date() + DAY)],
        by=guides.supervisor,
        at=at,
    )


def _together(desk, guides, residents, days, *, at):
    by = {"by": desk.workers[0]}
    group = open_group(
        station=desk.station,
        name="银龄同行小组",
        purpose="让少出门的长者每周见一次面，互相照应。",
        sessions_planned=6,
        first_on=at.date(),
        at=at,
        **by,
    )
    members = [join_group(group=group, resident=one, at=at, **by) for one in residents[-6:]]
    for n, theme in enumerate(("相识", "一起走走", "说说老广州")):
        on = weekday(at.date() + 7 * n * DAY)
        session = plan_session(group=group, on=on, theme=theme, at=at, **by)
        came = {member: (member.pk + n) % 4 > 0 for member in members}
        take_attendance(session=session, came=came, at=instant(on, time(17)), **by)
    plan_session(group=group, on=weekday(days.today + 4 * DAY), theme="包饺子", at=at, **by)
    write_event(
        station=desk.station,
        name="邻里节",
        purpose="让新老街坊相识，介绍社工站的服务。",
        place=f"{desk.station.street.name}文化广场",
        on=at.date(),
        head_count=120,
        residents=residents[:3],
        at=at,
        **by,
    )
    charity, *_others, agency = Organisation.objects.order_by("pk")[:3]
    file_agreement(
        station=desk.station,
        charity=charity,
        agency=agency,
        subject="困境长者探访与小组活动，每年复核一次。",
        first_on=at.date() - 330 * DAY,
        last_on=at.date() + 65 * DAY,
        document=keep_document(
            name="框架协议.png",
            content=signed_sheet("framework agreement"),
            by=guides.supervisor,
            at=at,
        ),
        by=guides.supervisor,
        at=at,
    )
