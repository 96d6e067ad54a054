"""The addressee answers a referral, with an account or without; the supervisor stops one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.matching.asking import CannotAsk, ask_by_hand
from shanqiao.apps.people.queries import station_of, supervises
from shanqiao.apps.programmes.applying import (
    CannotAccept,
    CannotApply,
    accept_application,
    apply_for,
)
from shanqiao.apps.record.actions import note

from .actions import state_capacity
from .basis import basis_of
from .links import following_link
from .models import Capacity, Referral, ReferralLink, ReferralStep
from .queries import answers_for, with_state
from .states import Side, State, StepKind
from .stepping import CannotStepReferral, write_step

NO_PLACES_FOR = 30  # days, where nobody says until when
GO_ON = (StepKind.STARTED, StepKind.HELD, StepKind.RESUMED, StepKind.FAILED)


@dataclass(frozen=True, kw_only=True)
class Answerer:
    """Who answers for an addressee: a person, or whoever holds the link, with the name they give."""

    person: Any = None
    link: ReferralLink | None = None
    signed: str = ""

    @property
    def facts(self):
        return {"by": self.person, "link": self.link, "signed": self.signed.strip()}


def accept_referral(*, referral, answerer, at, words="", count=None):
    """The addressee says yes. At a fund a proposal by hand comes of it, which another person approves.

    Args:
        count: how much a fund proposes, where it is not what was asked for.

    Raises:
        CannotStepReferral: with the reason in words.
    """
    try:
        with transaction.atomic():
            referral = _taken(referral, answerer)
            if not any(basis_of(referral, at=at)):
                raise CannotStepReferral(
                    _(
                        "The resident no longer agrees, or the exception is over. Nothing was saved; the station will be in touch."
                    )
                )
            proposal = (
                _propose(referral, count, answerer.person, at) if referral.from_purse else None
            )
            return _answer(
                referral, StepKind.ACCEPTED, answerer, at=at, words=words, proposal=proposal
            )
    except (CannotAsk, CannotApply, CannotAccept) as refusal:
        raise CannotStepReferral(str(refusal)) from refusal


@transaction.atomic
def reject_referral(*, referral, reason, answerer, at, words="", until_on=None):
    """The addressee says no, for a reason that leads to something. See Note [What a decline of a referral leads to].

    Args:
        until_on: for want of places, until when; NO_PLACES_FOR days where nobody says.

    Raises:
        CannotStepReferral: with the reason in words.
    """
    referral = _taken(referral, answerer)
    if until_on and until_on < localdate(at):
        raise CannotStepReferral(
            _("This day is over already. Nothing was saved; please correct it.")
        )
    full = reason == ReferralStep.Reason.NO_CAPACITY
    until_on = (until_on or _days_later(at, NO_PLACES_FOR)) if full else None
    step = _answer(
        referral,
        StepKind.REJECTED,
        answerer,
        at=at,
        words=words,
        reason=reason,
        until_on=until_on,
    )
    if full and not referral.from_purse:
        state_capacity(
            has=Capacity.Has.NONE,
            kind=referral.need.kind,
            organisation=referral.organisation,
            station=referral.to_station,
            until_on=until_on,
            words=_("declined a referral for want of places"),
            by=answerer.person,
            through=answerer.link,
            at=at,
            from_referral=referral,
        )
    return step


@transaction.atomic
def go_on_with_referral(*, referral, kind, answerer, at, words=""):
    """The addressee begins, puts on hold, takes up again, or says that it came to nothing.

    Raises:
        CannotStepReferral: with the reason in words.
    """
    referral = _taken(referral, answerer)
    if kind not in GO_ON:
        raise CannotStepReferral(_("This is answered in another way. Nothing was saved."))
    if kind in (StepKind.HELD, StepKind.FAILED) and not words.strip():
        raise CannotStepReferral(_("Please say in words why. Nothing was saved."))
    return _answer(referral, kind, answerer, at=at, words=words)


@transaction.atomic
def complete_referral(*, referral, evidence, answerer, at, words="", side=Side.RECIPIENT, **shown):
    """It is done, and this shows it: a receipt, a hand-over sheet, a check-in, or the resident's word.

    Args:
        side: the addressee, or the station that sent it.
        shown: receipt, document, happened_on, asked, as the kind of evidence needs.

    Raises:
        CannotStepReferral: with the reason in words.
    """
    if side == Side.RECIPIENT:
        referral = _taken(referral, answerer)
    else:
        _must_be_sender(referral, answerer.person)
    if evidence == ReferralStep.Evidence.CHECK_IN and not words.strip():
        raise CannotStepReferral(_("Please say where the resident was. Nothing was saved."))
    if (day := shown.get("happened_on")) and day > localdate(at):
        raise CannotStepReferral(
            _("This day has not come yet. Nothing was saved; please correct it.")
        )
    return _answer(
        referral,
        StepKind.COMPLETED,
        answerer,
        at=at,
        words=words,
        side=side,
        evidence=evidence,
        **shown,
    )


@transaction.atomic
def revoke_referral(*, referral, why, by, at):
    """The supervisor stops a referral, wherever it stands.

    Raises:
        CannotStepReferral: it is over, no reason is given, or somebody else tries.
    """
    if not supervises(by):
        raise CannotStepReferral(_("Only the supervisor stops a referral."))
    if not why.strip():
        raise CannotStepReferral(_("Please say in words why. Nothing was saved."))
    return write_step(
        referral=referral,
        kind=StepKind.REVOKED,
        side=Side.MANAGER,
        by=by,
        at=at,
        words=why.strip(),
    )


@transaction.atomic
def answer_by_link(*, link, answer, signed, at, **facts):
    """Whoever holds the link answers once; where something follows, they are given a page for that.

    Args:
        answer: one of the actions above that an addressee takes.
        signed: the name they give.

    Returns:
        (the step, the token of the page for what follows, or None where nothing follows).

    Raises:
        CannotStepReferral: with the reason in words.
    """
    if not signed.strip():
        raise CannotStepReferral(
            _("Please write your name, so that the station knows whom to ask.")
        )
    step = answer(
        referral=link.referral, answerer=Answerer(link=link, signed=signed), at=at, **facts
    )
    if step.kind == StepKind.ACCEPTED:
        note(
            act="referrals.tell_name",
            subject=link.referral,
            by=None,
            at=at,
            why="accepted",
            through=link,
        )
    if step.due_on is None:
        return step, None
    _link, token = following_link(
        referral=link.referral, by=link.made_by, due_on=step.due_on, at=at
    )
    return step, token


def _propose(referral, count, by, at):
    """What the fund proposes in the existing way: through the programme, or from the purse by hand.

    The station's words stay sealed with the referral; who approves finds them by its number.
    """
    sent = referral.steps.select_related("by").get(number=1)
    count = count or referral.count
    why = _("referral number %(n)s, where the station's words stand") % {"n": referral.pk}
    if referral.programme_id:
        application = apply_for(
            programme=referral.programme,
            need=referral.need,
            count=count,
            words=why,
            by=sent.by,
            at=at,
        )
        return accept_application(application=application, by=by, at=at).proposal
    return ask_by_hand(
        need=referral.need,
        purse=referral.purse,
        count=count,
        why=why,
        by=by,
        at=at,
        applied_by=sent.by,
    )


def _answer(referral, kind, answerer, *, at, words="", side=Side.RECIPIENT, **facts):
    sees_to_it = referral.owner if side == Side.REQUESTER or answerer.link else answerer.person
    return write_step(
        referral=referral,
        kind=kind,
        side=side,
        at=at,
        words=words.strip(),
        owner=sees_to_it,
        **answerer.facts,
        **facts,
    )


def _taken(referral, answerer):
    """The referral as it is, with its state, for somebody who answers for its addressee."""
    rows = Referral.objects.select_related(
        "need__resident",
        "purse__fund",
        "programme__purse__fund",
        "organisation",
        "to_station",
        "owner",
    )
    referral = with_state(rows).get(pk=referral.pk)
    if answerer.link is None and not answers_for(answerer.person, referral):
        raise CannotStepReferral(_("Only whoever it was sent to answers it."))
    if answerer.link is not None and answerer.link.referral_id != referral.pk:
        raise CannotStepReferral(_("This page is for another referral."))
    if referral.state == State.DRAFT:
        raise CannotStepReferral(_("This referral was not sent yet."))
    return referral


def _must_be_sender(referral, person):
    station = station_of(person)
    if station is None or station.pk != referral.station_id:
        raise CannotStepReferral(_("Only the station that wrote this referral may do this."))


def _days_later(at, days):
    return localdate(at) + timedelta(days=days)
