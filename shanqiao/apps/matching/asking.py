"""A proposal by hand: somebody of a fund proposes a purse for a need outside of any plan, say to top a grant up."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse, Seat
from shanqiao.apps.funds.queries import funds_of, held_back
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sameness.locks import while_nobody_merges

from .foresight import Totals, in_order
from .models import Asking, Decline, Proposal
from .problems import Problem, problems_with_grant, problems_with_grants
from .queries import waits_for_a_new_assessment

# Note [What is asked by hand counts as taken]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A plan replaces what plans before it proposed. What a person asked for stands until a person answers it, so a plan
# is made as if it were granted: the need lacks that much less, the purse has that much less to give, it counts for
# what the purse gives one person and for what it keeps for some, and the plan leaves this purse for this need to
# it. In the same way whoever asks by hand sees what others asked for by hand before; they lock the need, and the
# purse after it, so of two people who ask for the last fen the second is told. What plans propose holds nobody up.
# Nothing is promised by it: whoever approves is bound by the same totals as ever, see Note [Need before purse].
#
# A need that is closed, assessed anew, covered by others or sent back leaves the next plan, and so do its proposals.
# What was asked for by hand goes the same way: before each plan, whatever could not be approved any more is closed.


class CannotAsk(Exception):
    """The need lacks less, the purse has less, something stands in the way, or another person must ask."""


class CannotWithdrawAsking(Exception):
    """Somebody answered it before, or it is another fund's."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """How much could be asked for now, and what stands in the way of asking at all."""

    gap: int  # what the need lacks, less what is asked for by hand already
    free: int  # what the purse has, less what is asked for by hand already
    most: int  # what may be asked for: no more than both, nor than the limits for one person
    problems: tuple[Problem, ...]  # what stands in the way of asking at all

    @property
    def in_the_way(self):
        return tuple(problem.says for problem in self.problems)


def ask_by_hand(*, need, purse, count, why, by, at, applied_by=None):
    """Somebody of the fund proposes ``count`` of a purse for a need; another person approves it or declines.

    Args:
        applied_by: who applied for it on behalf of the resident, where somebody did.

    Raises:
        CannotAsk: with everything that stands in the way, in words.
    """
    try:
        with transaction.atomic():
            while_nobody_merges()
            need = (
                Need.objects.select_for_update(of=("self",), no_key=True)
                .select_related("resident")
                .get(pk=need.pk)
            )
            purse = (
                Purse.objects.select_for_update(of=("self",), no_key=True)
                .select_related("fund")
                .get(pk=purse.pk)
            )
            _must_be_of(purse.fund_id, by, CannotAsk)
            _must_be_possible(need=need, purse=purse, count=count, at=at)
            asking = Asking.objects.create(
                asked_by=by, asked_at=at, applied_by=applied_by, why=why.strip()
            )
            proposal = Proposal.objects.create(
                asking=asking,
                need=need,
                purse=purse,
                count=count,
                unit=purse.unit,
                why={"code": "by_hand", "zh": asking.why, "en": asking.why},
            )
            note(act="matching.ask_by_hand", subject=proposal, by=by, at=at, why=asking.why)
    except IntegrityError as refusal:
        raise CannotAsk(in_words(refusal, Asking, Proposal)) from refusal
    return proposal


def room_for(*, need, purse, at):
    """`Room` for asking by hand, as it is now. See Note [What is asked by hand counts as taken].

    Args:
        need: with its resident loaded.
    """
    wanted, totals = _wanted(need=need, purse=purse, count=0, at=at)
    return Room(
        gap=totals.gap(wanted),
        free=totals.free(wanted),
        most=totals.most(wanted),
        problems=tuple(_in_the_way(wanted, at=at)),
    )


@transaction.atomic
def withdraw_asking(*, proposal, by, at):
    """Somebody of the fund takes back what was asked for by hand, before it is answered.

    Raises:
        CannotWithdrawAsking: with the reason in words.
    """
    _must_be_of(proposal.purse.fund_id, by, CannotWithdrawAsking)
    waiting = Proposal.objects.waiting().asked_by_hand().filter(pk=proposal.pk)
    if not waiting.update(closed_at=at, closed_how=Proposal.Closing.WITHDRAWN):
        raise CannotWithdrawAsking(_("This was answered or taken back already. Please reload."))
    note(act="matching.withdraw_asking", subject=proposal, by=by, at=at)


def close_what_cannot_be(*, at):
    """What was asked for by hand and could not be approved any more is closed, with the reason in the record.

    See Note [What is asked by hand counts as taken].
    """
    waiting = in_order(_waiting())
    problems = problems_with_grants(proposals=waiting, at=at) if waiting else {}
    totals = Totals(waiting, at=at) if waiting else None
    sent_back = set(_sent_back({proposal.need_id for proposal in waiting}))
    for proposal in waiting:
        says = [problem.says for problem in problems[proposal.pk] if problem.stops]
        says += totals.beyond(proposal)
        if proposal.need_id in sent_back:
            says.append(_says_sent_back())
        if not says:
            totals.move(proposal)
            continue
        still = Proposal.objects.waiting().filter(pk=proposal.pk)
        if still.update(closed_at=at, closed_how=Proposal.Closing.LAPSED):
            note(act="matching.lapse", subject=proposal, by=None, at=at, why=" ".join(says))


def _waiting():
    rows = Proposal.objects.waiting().asked_by_hand()
    return rows.select_related("need__resident", "purse__fund", "purse__line")


def _wanted(*, need, purse, count, at):
    """(what is wanted, as a proposal that is not written; the totals as others who asked by hand leave them)."""
    wanted = Proposal(need=need, purse=purse, count=count, unit=purse.unit)
    others = list(_waiting().filter(Q(need=need) | Q(purse=purse)))
    totals = Totals([wanted, *others], at=at)
    for other in others:
        totals.move(other)
    return wanted, totals


def _must_be_possible(*, need, purse, count, at):
    wanted, totals = _wanted(need=need, purse=purse, count=count, at=at)
    says = [problem.says for problem in _in_the_way(wanted, at=at)]
    if count > totals.gap(wanted):
        says.append(_("The need lacks less than that; reload to see how much."))
    if count > totals.free(wanted):
        says.append(_("The purse has less than that left; reload to see how much."))
    if not says and count > totals.most(wanted):
        says += totals.beyond(wanted)
    if says:
        raise CannotAsk(" ".join(says))


def _in_the_way(wanted, *, at):
    """What keeps a fund from asking at all, whatever the amount."""
    for problem in problems_with_grant(proposal=wanted, at=at):
        if problem.stops:
            yield problem
    if wanted.need_id in _sent_back([wanted.need_id]):
        yield Problem(says=_says_sent_back())
    if _ruled_out(wanted):
        yield Problem(says=_("Your fund said no to this need before, for good."))
    if Purse.objects.filter(held_back(at=at), pk=wanted.purse_id).exists():
        yield Problem(says=_("This purse is paused. End the pause first, or take another purse."))
    if Proposal.objects.waiting().filter(need=wanted.need, purse=wanted.purse).exists():
        yield Problem(
            says=_("This purse is proposed for this need already. Answer that proposal first.")
        )


def _sent_back(needs):
    return (
        Need.objects.filter(pk__in=needs)
        .filter(waits_for_a_new_assessment())
        .values_list("pk", flat=True)
    )


def _says_sent_back():
    return _("The need went back to its station. It has to be assessed again first.")


def _ruled_out(wanted):
    """See Note [What a decline leads to]."""
    reason = Decline.Reason
    noes = Q(purse=wanted.purse, decline__reason=reason.PURPOSE) | Q(
        purse__fund=wanted.purse.fund_id, decline__reason=reason.RELATED
    )
    return wanted.need.proposals.filter(noes).exists()


def _must_be_of(fund, by, refusal):
    asks = funds_of(by, Seat.Role.PROPOSES, Seat.Role.DECIDES)
    if not asks.filter(pk=fund).exists():
        raise refusal(_("Only the handler or the manager of this fund asks for it."))
