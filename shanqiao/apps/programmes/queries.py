from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce

from shanqiao.apps.matching.asking import room_for
from shanqiao.apps.matching.models import Proposal, Reduction
from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.sameness.queries import records_of

from .models import Acceptance, AidProgramme, Application, Refusal
from .templates import template_of


def programmes_for(need, *, on):
    """The programmes that take applications on that day for the kind of a need, by fund and name."""
    return (
        AidProgramme.objects.open(on=on)
        .filter(kinds__contains=[need.kind], purse__item=need.item)
        .select_related("purse__fund")
        .order_by("purse__fund", "pk")
    )


def accepted_for(programme, resident):
    """How much a programme accepted for one person, on all records. See Note [One programme, one person]."""
    alive = Q(proposal__closed_at=None) | Q(proposal__closed_how=Proposal.Closing.APPROVED)
    accepted = Acceptance.objects.filter(
        alive,
        application__programme=programme,
        application__need__resident__in=records_of(resident),
        proposal__grant__release=None,
    )
    counted = accepted.aggregate(all=Coalesce(Sum("proposal__count"), Value(0)))["all"]
    back = Reduction.objects.filter(grant__proposal__acceptance__in=accepted)
    return int(counted) - int(back.aggregate(all=Coalesce(Sum("count"), Value(0)))["all"])


def room_in(programme, need, *, at):
    """(the most that may be applied for, what stands in the way of applying at all, in words).

    Args:
        need: with its resident loaded.
    """
    room = room_for(need=need, purse=programme.purse, at=at)
    return most_in(programme, need, room), room.in_the_way


def most_in(programme, need, room):
    """The most that may be applied for, with that room in the purse of the programme."""
    left = programme.most_per_person - accepted_for(programme, need.resident)
    template = template_of(programme)
    gap = room.gap * template.percent // 100 if template else room.gap
    return max(0, min(gap, left))


def refused_for_good(programme, need):
    """The refusal that keeps a need from this programme, or None. See Note [What a refusal leads to]."""
    reason = Refusal.Reason
    refusals = Refusal.objects.filter(application__need=need, application__programme=programme)
    for refusal in refusals.order_by("-refused_at", "-pk"):
        if refusal.reason == reason.PURPOSE:
            return refusal
        newer = Assessment.objects.filter(need=need, signed_at__gt=refusal.refused_at)
        if refusal.reason == reason.HELPED and not newer.exists():
            return refusal
    return None


def applications_of(funds):
    """The applications to the programmes of ``funds``, the longest waiting first, then the latest."""
    return (
        Application.objects.filter(programme__purse__fund__in=funds)
        .select_related("programme__purse__fund", "need__resident__street__district", "station")
        .order_by(F("closed_at").desc(nulls_first=True), "applied_at", "pk")
    )
