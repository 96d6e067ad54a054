from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost
from shanqiao.apps.funds.actions import pause_purse, set_aside, set_free
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.locks import while_nobody_merges
from shanqiao.apps.sameness.queries import records_of

from .big_uses import GUARDS, BigUses, says_changed
from .doubles import Doubles
from .models import Cover, Decline, Grant, Proposal, Release, Reserve, Share
from .problems import problems_with_grant
from .reserves import give_back_to_open_part, stands_outside, take_from_open_part

# Note [Need before purse]
# ~~~~~~~~~~~~~~~~~~~~~~~~
# A grant moves up to four running totals: what the need has been promised, what the resident may get from this
# purse, what people outside its reserve may get, and what the purse has promised. Each has its limit as a CHECK in the
# database, so the second of two simultaneous approvals is refused whatever its screen showed. Everybody locks the need
# first, then its findings, then the decision of a committee, then its cover, then (of a person with several records) the
# person's own record, then the share, then the reserve, then the purse, and bulk approvals take proposals in the order of
# their needs, so approvals can queue but never wait for each other in a ring.


class CannotApprove(Exception):
    """The need is covered, the purse is spent, the conditions do not hold, or another person must decide."""


class CannotDecline(Exception):
    """Somebody answered the proposal before, or another person must decide."""


class CannotRelease(Exception):
    """Something was given already, or the grant was taken back before."""


def approve_proposal(*, proposal, by, at):
    """A fund promises what was proposed: cover and money together, or neither.

    Whoever comes second is refused, whatever both of them saw. See Note [Need before purse].

    Raises:
        CannotApprove: with the reason in words.
    """
    try:
        with transaction.atomic():
            while_nobody_merges()
            need = Need.objects.select_for_update(no_key=True).get(pk=proposal.need_id)
            proposal = _take(proposal, CannotApprove)
            _must_decide(proposal, by, CannotApprove)
            in_the_way = [p.says for p in problems_with_grant(proposal=proposal, at=at) if p.stops]
            if in_the_way:
                raise CannotApprove(" ".join(in_the_way))
            _not_double(need=need, count=proposal.count)
            _is_decided(proposal, at=at)
            assessment = _cover(need=need, count=proposal.count, unit=proposal.unit)
            _share(purse=proposal.purse, resident=need.resident, count=proposal.count)
            outside = stands_outside(proposal=proposal, assessment=assessment, at=at)
            if outside:
                take_from_open_part(purse=proposal.purse, count=proposal.count)
            grant = Grant.objects.create(
                proposal=proposal,
                need=need,
                purse=proposal.purse,
                count=proposal.count,
                unit=proposal.unit,
                outside=outside,
                basis=_basis(proposal, assessment),
                approved_by=by,
                approved_at=at,
            )
            set_aside(purse=grant.purse, count=grant.count, about=f"grant:{grant.pk}", at=at)
            _close(proposal, Proposal.Closing.APPROVED, at=at)
            note(act="matching.approve", subject=grant, by=by, at=at)
    except CannotPost as refusal:
        raise CannotApprove(str(refusal)) from refusal
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name in GUARDS:
            raise CannotApprove(says_changed()) from refusal
        raise CannotApprove(in_words(refusal, Cover, Share, Reserve, Grant)) from refusal
    return grant


@transaction.atomic
def decline_proposal(*, proposal, reason, by, at, words="", until_on=None):
    """A fund says no, with a reason. See Note [What a decline leads to].

    Args:
        until_on: with ``not_now``, the day until which the purse is held back.

    Raises:
        CannotDecline: with the reason in words.
    """
    proposal = _take(proposal, CannotDecline)
    _must_decide(proposal, by, CannotDecline)
    if (reason == Decline.Reason.NOT_NOW) != bool(until_on):
        raise CannotDecline(_("Say until which day the fund cannot give."))
    decline = Decline.objects.create(
        proposal=proposal,
        reason=reason,
        words=words,
        until_on=until_on,
        declined_by=by,
        declined_at=at,
    )
    if reason == Decline.Reason.NOT_NOW:
        pause_purse(
            purse=proposal.purse,
            until_on=until_on,
            why=words or decline.get_reason_display(),
            by=by,
            at=at,
        )
    _close(proposal, Proposal.Closing.DECLINED, at=at)
    note(act="matching.decline", subject=decline, by=by, at=at, why=reason)
    return decline


@transaction.atomic
def release_grant(*, grant, why, by, at):
    """A grant is taken back before anything was given; need and purse have free again what it held.

    Raises:
        CannotRelease: with the reason in words.
    """
    Need.objects.select_for_update(no_key=True).get(pk=grant.need_id)
    if Release.objects.filter(grant=grant).exists():
        raise CannotRelease(_("This grant was taken back already."))
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=grant.purse.fund_id).exists():
        raise CannotRelease(_("Only the fund manager of this fund takes a grant back."))
    try:
        with transaction.atomic():
            release = Release.objects.create(grant=grant, why=why, released_by=by, released_at=at)
    except IntegrityError as refusal:  # a later room holds it: its money is on its way
        raise CannotRelease(_("This grant is paid, or on its way to the bank.")) from refusal
    Cover.objects.filter(need=grant.need).update(granted=F("granted") - grant.count)
    Share.objects.filter(purse=grant.purse, resident=grant.need.resident).update(
        granted=F("granted") - grant.count
    )
    if grant.outside:
        give_back_to_open_part(purse=grant.purse, count=grant.count)
    try:
        set_free(about=f"grant:{grant.pk}", at=at)
    except CannotPost as refusal:
        raise CannotRelease(_("Something was given for this grant already.")) from refusal
    note(act="matching.release", subject=release, by=by, at=at, why=why)
    return release


def _take(proposal, refusal):
    """The proposal, locked, still waiting for an answer."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("need__resident", "purse__fund", "purse__line", "asking")
        .get(pk=proposal.pk)
    )
    if proposal.closed_at:
        raise refusal(
            _(
                "This proposal was answered already, or is no longer in the plan. Please reload the list."
            )
        )
    return proposal


def _must_decide(proposal, by, refusal):
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=proposal.purse.fund_id).exists():
        raise refusal(_("Only the fund manager of this fund decides about its proposals."))


def _not_double(*, need, count):
    """See Note [Double by a merge]."""
    left = Doubles([need.pk], lock=True).left(need.pk)
    if left is not None and count > left:
        raise CannotApprove(says_double())


def _is_decided(proposal, *, at):
    """See Note [A big use is decided]."""
    if refused := list(BigUses([proposal], at=at, lock=True).beyond(proposal)):
        raise CannotApprove(" ".join(refused))


def says_double():
    """Why two needs of a finding get no more together than the larger of them lacks."""
    return _(
        "The same person has another need of this kind on another record, and nobody has said yet whether it is the same. Until then both get no more than the larger one lacks; the stations and the adjudicators see it."
    )


def _cover(*, need, count, unit):
    """Move the need's total; what is needed is what the latest assessment says. See Note [Need before purse]."""
    assessment = latest_assessments(needs=[need]).get()
    Cover.objects.get_or_create(
        need_id=need.pk,
        defaults={"needed": assessment.needed, "elsewhere": assessment.elsewhere, "unit": unit},
    )
    Cover.objects.filter(need_id=need.pk).update(
        needed=assessment.needed, elsewhere=assessment.elsewhere, granted=F("granted") + count
    )
    return assessment


def _share(*, purse, resident, count):
    """Move what one resident gets from one purse; the givers' cap is its limit. See Note [Need before purse].

    What the person got by other records counts: it leaves that much less for this one.
    """
    share, _is_new = Share.objects.get_or_create(purse=purse, resident=resident)
    cap, records = purse.person_cap, records_of(resident)
    if cap is not None and len(records) > 1:
        Resident.objects.select_for_update(no_key=True).get(pk=records[0])
        others = Share.objects.filter(purse=purse, resident__in=records).exclude(pk=share.pk)
        cap = max(0, cap - sum(others.values_list("granted", flat=True)))
    Share.objects.filter(pk=share.pk).update(cap=cap, granted=F("granted") + count)


def _basis(proposal, assessment):
    """The facts of this decision, frozen with it; a plan holds those of the whole city."""
    return {
        "plan": proposal.plan_id,
        "asking": proposal.asking_id,
        "assessment": assessment.pk,
        "needed": assessment.needed,
        "elsewhere": assessment.elsewhere,
        "severity": assessment.severity,
        "urgency": assessment.urgency,
        "eligible": proposal.purse.eligible,
        "reserved_for": proposal.purse.reserved_for,
        "free_before": proposal.purse.free,
        "why": proposal.why,
    }


def _close(proposal, how, *, at):
    Proposal.objects.filter(pk=proposal.pk).update(closed_at=at, closed_how=how)
