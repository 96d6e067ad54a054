"""What waits for an answer since somebody asked for it by hand, as plans and outlooks have to count it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import BigIntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.sameness.queries import persons_of
from shanqiao.engines.eligibility import parse

from .facts import facts_of_need
from .models import Proposal


@dataclass(frozen=True, kw_only=True)
class AskedByHand:
    """See Note [What is asked by hand counts as taken]."""

    pairs: frozenset  # of need and purse
    of_purse: Counter
    of_person: Counter  # by purse, person and whether outside the purse's reserve


def asked_by_hand(*, at):
    """`AskedByHand`, as it is now."""
    waiting = list(
        Proposal.objects.waiting()
        .asked_by_hand()
        .select_related("need__resident", "purse__line")
        .order_by("pk")
    )
    persons = persons_of(proposal.need.resident_id for proposal in waiting)
    assessments = {a.need_id: a for a in latest_assessments(needs={p.need_id for p in waiting})}
    of_purse, of_person = Counter(), Counter()
    for proposal in waiting:
        outside = _is_outside(proposal, assessments[proposal.need_id], day=localdate(at))
        of_purse[proposal.purse_id] += proposal.count
        person = persons[proposal.need.resident_id]
        of_person[proposal.purse_id, person, outside] += proposal.count
    return AskedByHand(
        pairs=frozenset((proposal.need_id, proposal.purse_id) for proposal in waiting),
        of_purse=of_purse,
        of_person=of_person,
    )


def asked_by_hand_for(need="pk"):
    """How much is asked for by hand for the need at the path ``need``; an annotation."""
    waiting = Proposal.objects.waiting().asked_by_hand().filter(need=OuterRef(need))
    return Coalesce(
        Subquery(waiting.order_by().values("need").annotate(all=Sum("count")).values("all")),
        Value(0),
        output_field=BigIntegerField(),
    )


def _is_outside(proposal, assessment, *, day):
    purse = proposal.purse
    if not purse.reserved_share:
        return False
    facts = facts_of_need(proposal.need, assessment, day=day)
    return parse(purse.reserved_for).evaluate(facts) is not True
