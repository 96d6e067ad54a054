"""What happened to one need, in the order it happened: who did what, when, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import Entry

from .stages import Stage, dated, reached


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened; ``parts/story.html`` has its words.

    ``what`` is a code: told, assessed, proposed, replanned, lapsed, withdrawn, declined, granted, taken_back, given,
    confirmed, disclosed, closed. ``row`` is the row that says so; ``by`` is None for what the clock did.
    """

    what: str
    at: datetime
    by: Any
    row: Any


def story_of(need):
    """Everything that happened to ``need``, the first thing first; as many queries for a long story as for a short one."""
    happenings = [Happening(what="told", at=need.told_at, by=need.told_to, row=need)]
    happenings += [
        Happening(what="assessed", at=a.signed_at, by=a.signed_by, row=a)
        for a in need.assessments.select_related("signed_by")
    ]
    for proposal in _proposals(need):
        happenings += _of_proposal(proposal)
    happenings += [
        Happening(what="disclosed", at=s.published_at, by=s.published_by, row=s)
        for s in _statements(need)
    ]
    if need.closed_at:
        happenings.append(
            Happening(what="closed", at=need.closed_at, by=_who_closed(need), row=need)
        )
    return sorted(happenings, key=lambda h: (h.at, _ORDER.index(h.what)))


_ORDER = (  # of what happened at the same instant
    *("told", "assessed", "proposed", "declined", "replanned", "lapsed", "withdrawn"),
    *("granted", "taken_back", "given", "confirmed", "disclosed", "closed"),
)


_LEFT = (Proposal.Closing.REPLANNED, Proposal.Closing.LAPSED, Proposal.Closing.WITHDRAWN)


def _proposals(need):
    return need.proposals.select_related(
        "purse__fund",
        "plan__proposed_by",
        "asking__asked_by",
        "decline__declined_by",
        "grant__approved_by",
        "grant__release__released_by",
        "grant__payment__paid_by",
        "grant__payment__receipt__confirmed_by",
        "grant__payment__receipt__evidence",
    ).defer(  # the whole city, and whole documents, for each line of a story
        "plan__facts", "plan__summary", "grant__payment__receipt__evidence__sealed"
    )


def _of_proposal(proposal):
    """A proposal and all that came of it."""
    yield Happening(what="proposed", at=proposal.proposed_at, by=proposal.proposed_by, row=proposal)
    if proposal.closed_how in _LEFT:
        yield Happening(what=proposal.closed_how, at=proposal.closed_at, by=None, row=proposal)
    decline = getattr(proposal, "decline", None)
    if decline:
        yield Happening(
            what="declined", at=decline.declined_at, by=decline.declined_by, row=decline
        )
    grant = getattr(proposal, "grant", None)
    if grant:
        yield from _of_grant(grant)


def _of_grant(grant):
    yield Happening(what="granted", at=grant.approved_at, by=grant.approved_by, row=grant)
    release = getattr(grant, "release", None)
    if release:
        yield Happening(
            what="taken_back", at=release.released_at, by=release.released_by, row=release
        )
    payment = getattr(grant, "payment", None)
    if payment:
        yield Happening(what="given", at=payment.paid_at, by=payment.paid_by, row=payment)
        receipt = getattr(payment, "receipt", None)
        if receipt:
            yield Happening(
                what="confirmed", at=receipt.confirmed_at, by=receipt.confirmed_by, row=receipt
            )


def _statements(need):
    months = dated(Payment.objects.filter(grant__need=need)).values("month")
    return Statement.objects.filter(month__in=months).select_related("published_by")


def _who_closed(need):
    """The person the record names; a need itself keeps only the day and the reason."""
    closing = Entry.objects.filter(subject=f"needs.need:{need.pk}", act="needs.close")
    return Person.objects.filter(username__in=closing.values("by")).first()


@dataclass(frozen=True)
class Step:
    """One stage of the way, for the small picture: passed, where the need stands, or still to come."""

    stage: Stage
    passed: bool
    here: bool
    stopped: bool  # the need was closed here


def way_of(need):
    """The steps of the small picture of the way.

    Args:
        need: with its stage (``with_stage``); a closed need is shown where it came to last.
    """
    way = [stage for stage in Stage if stage is not Stage.CLOSED]
    closed = need.stage == Stage.CLOSED
    place = max(map(way.index, reached(need))) if closed else way.index(Stage(need.stage))
    return [
        Step(stage, passed=n < place, here=n == place, stopped=closed and n == place)
        for n, stage in enumerate(way)
    ]
