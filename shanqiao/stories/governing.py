"""How the funds of one person are governed: who sits there, what is due next, what is under notice."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Mod
from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Fund, Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.governing.committee_problems import problems_of_committees
from shanqiao.apps.governing.limits import LEAST_MEMBERS, SURPLUS_PUBLISHED
from shanqiao.apps.governing.missing import filing_due_on
from shanqiao.apps.governing.models import (
    Member,
    Motion,
    Notice,
    Objection,
    PurposeChange,
    Rules,
    Surplus,
)
from shanqiao.apps.governing.queries import committees_of
from shanqiao.apps.registry.models import FundraisingCertificate

SOON = timedelta(days=60)  # a certificate that ends earlier is told
WRITES = (Seat.Role.PROPOSES, Seat.Role.DECIDES)


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that has to be done for a fund, with its last day."""

    what: str  # motion | filing | notice | objection | certificate
    fund: Fund
    on: date | None
    subject: object = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Governed:
    """One fund as its governance is seen today."""

    fund: Fund
    members: int
    problems: list[str]
    certificate: FundraisingCertificate | None
    due: list[Due]


def funds_governed_by(person, *, on):
    """The funds where a person has a seat, or sits on the committee that day."""
    sits = committees_of(person, on=on).values("fund")
    return (
        Fund.objects.filter(Q(pk__in=funds_of(person)) | Q(pk__in=sits))
        .select_related("host")
        .order_by("name", "pk")
    )


def funds_run_by(person):
    """The funds for which a person writes down how they are governed: its handler and its managers."""
    return funds_of(person, *WRITES)


def governed(funds, *, at):
    """Each fund with its committee, what it lacks and what is due; as many questions for one as for all."""
    on, funds = localdate(at), list(funds)
    problems = problems_of_committees(funds, on=on)
    members = dict(
        Member.objects.filter(fund__in=funds)
        .in_office(on=on)
        .values_list("fund")
        .annotate(n=Count("pk"))
        .order_by()
    )
    certificates = _certificates(funds, on)
    due = {fund.pk: [] for fund in funds}
    for thing in due_of(funds, on=on):
        due[thing.fund.pk].append(thing)
    for fund in funds:
        certificate = certificates.get(fund.host_id)
        if fund.kind == Fund.Kind.COMMUNITY and (
            certificate is None or certificate.valid_to < on + SOON
        ):
            ends = certificate.valid_to if certificate else None
            due[fund.pk].append(
                Due(what="certificate", fund=fund, on=ends, late=certificate is None)
            )
    return [
        Governed(
            fund=fund,
            members=members.get(fund.pk, 0),
            problems=problems[fund.pk],
            certificate=certificates.get(fund.host_id),
            due=sorted(due[fund.pk], key=lambda thing: (thing.on or on, thing.what)),
        )
        for fund in funds
    ]


def due_of(funds, *, on):
    """Motions that are open, changes to be filed, notices that run, objections without an answer."""
    for motion in Motion.objects.filter(fund__in=funds, result=None).select_related("fund"):
        yield Due(
            what="motion", fund=motion.fund, on=motion.on, subject=motion, late=motion.on < on
        )
    changes = PurposeChange.objects.filter(
        motion__fund__in=funds, motion__result__carried=True, effect=None
    ).select_related("motion__fund__host", "motion__result", "purse", "notice", "filing")
    for change in changes:
        fund = change.motion.fund
        if not hasattr(change, "filing"):
            due = filing_due_on(change)
            yield Due(what="filing", fund=fund, on=due, subject=change, late=due < on)
        if hasattr(change, "notice") and change.notice.until >= on:
            yield Due(what="notice", fund=fund, on=change.notice.until, subject=change)
    waiting = Objection.objects.filter(
        notice__change__motion__fund__in=funds, answer=None
    ).select_related("notice__change__motion__fund")
    for objection in waiting:
        change = objection.notice.change
        yield Due(what="objection", fund=change.motion.fund, on=None, subject=change)


def motions_of(funds, *, person):
    """Motions of some funds, the newest first, with `answered`: has this person answered?"""
    mine = Member.objects.filter(person=person)
    return (
        Motion.objects.filter(fund__in=funds)
        .select_related("fund", "purse", "result")
        .annotate(answered=Exists(mine.filter(votes__motion=OuterRef("pk"))))
        .order_by("-put_at", "-pk")
    )


def public_notices():
    """Changes of purpose that are or were under notice, the newest first; nothing in them is about a person."""
    return Notice.objects.select_related(
        "change__purse__fund__host", "change__motion__result", "change__effect"
    ).order_by("-since", "-pk")


def published_surpluses():
    """What became of what was left, as committees decided; published as the law asks (rules US-04, DS-08)."""
    return (
        Surplus.objects.filter(motion__result__carried=True)
        .select_related("motion__fund__host", "motion__purse", "motion__result", "to__fund")
        .order_by("-motion__result__closed_at", "-pk")
    )


def surplus_due_on(surplus):
    """Until when its handling is public, at the latest."""
    return localdate(surplus.motion.result.closed_at) + SURPLUS_PUBLISHED


def _certificates(funds, on):
    valid = FundraisingCertificate.objects.filter(
        Q(withdrawal=None) | Q(withdrawal__on__gt=on),
        holder__in={fund.host_id for fund in funds},
        valid_from__lte=on,
        valid_to__gte=on,
    )
    return {certificate.holder_id: certificate for certificate in valid.order_by("valid_to")}


def with_members(fund, *, on):
    """Those on the committee that day with what they declared, the chair first."""
    order = {"chair": 0, "supervisor": 1, "member": 2}
    members = (
        Member.objects.filter(fund=fund)
        .in_office(on=on)
        .select_related("person")
        .prefetch_related(Prefetch("interests"), "interests__party", "interests__motion")
    )
    return sorted(members, key=lambda member: (order[member.role], member.since, member.pk))


def lacking(*, on):
    """Community funds, and others with a committee, where it lacks something; with what was counted."""
    office = Q(members__since__lte=on) & (Q(members__until=None) | Q(members__until__gte=on))

    def counted(**of):
        return Count("members", filter=office & Q(**of), distinct=True)

    funds = Fund.objects.select_related("host").annotate(
        members_now=counted(),
        supervisors=counted(members__role=Member.Role.SUPERVISOR),
        chairs=counted(members__role=Member.Role.CHAIR),
        paid=counted(members__paid=True),
        has_rules=Exists(Rules.objects.filter(fund=OuterRef("pk"), since__lte=on)),
    )
    whole = Q(
        members_now__gte=LEAST_MEMBERS, supervisors__gte=1, chairs__gte=1, paid=0, has_rules=True
    )
    return (
        funds.annotate(even=Mod(F("members_now"), 2))
        .filter(Q(kind=Fund.Kind.COMMUNITY) | Q(members_now__gt=0))
        .exclude(whole & Q(even=1))
        .order_by("members_now", "name", "pk")
    )


def due_in_city(*, on):
    """Filings that are due, of every fund; the late ones first."""
    return sorted(
        (thing for thing in due_of(Fund.objects.all(), on=on) if thing.what == "filing"),
        key=lambda thing: thing.on,
    )
