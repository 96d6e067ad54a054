"""Several answers at once: each stands for itself, so one that is refused stops no other."""

from dataclasses import dataclass

from .actions import CannotApprove, CannotDecline, approve_proposal, decline_proposal
from .foresight import in_order
from .models import Grant, Proposal


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one proposal."""

    proposal: Proposal
    grant: Grant | None = None
    refusal: str = ""


def approve_proposals(*, proposals, by, at):
    """Approve one after another, in the order of their needs. See Note [Need before purse].

    Returns:
        an `Outcome` for each: a grant, or why it was refused.
    """
    outcomes = []
    for proposal in in_order(proposals):
        try:
            grant = approve_proposal(proposal=proposal, by=by, at=at)
        except CannotApprove as refusal:
            outcomes.append(Outcome(proposal=proposal, refusal=str(refusal)))
        else:
            outcomes.append(Outcome(proposal=proposal, grant=grant))
    return outcomes


def decline_proposals(*, proposals, reason, by, at, words="", until_on=None):
    """Decline one after another, with one reason.

    Returns:
        an `Outcome` for each; without a refusal it was declined.
    """
    outcomes = []
    for proposal in in_order(proposals):
        try:
            decline_proposal(
                proposal=proposal, reason=reason, words=words, until_on=until_on, by=by, at=at
            )
        except CannotDecline as refusal:
            outcomes.append(Outcome(proposal=proposal, refusal=str(refusal)))
        else:
            outcomes.append(Outcome(proposal=proposal))
    return outcomes
