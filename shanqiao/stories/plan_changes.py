"""What a plan changed for the funds of one person, against the plan before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.frozen import thaw
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.matching.queries import key
from shanqiao.engines.allocation import options

from .pseudonyms import without_names


class Gone(TextChoices):
    """Why a proposal left the plan, read from the facts the new plan was made of."""

    NEED = "need", _("The need is closed or covered, or waits for a new assessment.")
    PURSE = "purse", _("The purse is paused or used up, or its conditions have ended.")
    CONDITION = "condition", _("The givers' conditions no longer hold for it.")
    CAP = "cap", _("The resident has had all that this purse gives one person.")
    ELSEWHERE = "elsewhere", _("Another purse serves it now.")
    GRAVER = (
        "graver",
        _("Graver needs use this purse up, or the resident has reached its limit for one person."),
    )


@dataclass(frozen=True, kw_only=True)
class Change:
    """One proposal that came, went, or became more or less."""

    proposal: Proposal  # the new one; for one that went, the old one
    before: int | None = None  # how much was proposed before, None for nothing
    gone: Gone | None = None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Everything a plan changed, and how many proposals it left as they were."""

    came: Sequence[Change]
    moved: Sequence[Change]
    went: Sequence[Change]
    stayed: int


def changes_of(plan, *, person):
    """What ``plan`` changed for the funds where ``person`` has a seat."""
    here = _loaded(Proposal.objects.filter(purse__fund__in=funds_of(person)))
    new = list(here.filter(plan=plan))
    old = list(here.filter(closed_how=Proposal.Closing.REPLANNED, closed_at=plan.proposed_at))
    before = {(p.need_id, p.purse_id): p.count for p in old}
    after = {(p.need_id, p.purse_id) for p in new}
    went = [p for p in old if (p.need_id, p.purse_id) not in after]
    reasons = _reasons(plan, went)
    stayed = here.filter(_standing_after(plan)).exclude(plan=plan).count()
    pairs = [(p, before.get((p.need_id, p.purse_id))) for p in new]
    return Changes(
        came=[Change(proposal=p) for p, was in pairs if was is None],
        moved=[Change(proposal=p, before=was) for p, was in pairs if was is not None],
        went=[Change(proposal=p, before=p.count, gone=reasons[p.pk]) for p in went],
        stayed=stayed,
    )


def _loaded(proposals):
    rows = proposals.select_related("need__resident__street", "purse__fund")
    return without_names(rows, path="need__resident").order_by("need_id", "pk")


def _standing_after(plan):
    """Proposals of earlier plans that this plan repeated."""
    return Q(plan__proposed_at__lt=plan.proposed_at) & (
        Q(closed_at=None) | Q(closed_at__gt=plan.proposed_at)
    )


def _reasons(plan, went):
    """Why each of these left the plan, by identity."""
    if not went:
        return {}
    city = thaw(bytes(plan.facts))
    needs = _rows(city.needs, "need", {key(p.need_id) for p in went})
    resources = _rows(city.resources, "resource", {key(p.purse_id) for p in went})
    served = set(
        Proposal.objects.filter(Q(plan=plan) | _standing_after(plan))
        .filter(need__in=[p.need_id for p in went])
        .values_list("need_id", flat=True)
    )
    return {
        p.pk: _reason(
            needs.get(key(p.need_id)), resources.get(key(p.purse_id)), city, p.need_id in served
        )
        for p in went
    }


def _rows(frame, column, wanted):
    rows = frame.filter(frame[column].is_in(list(wanted))).iter_rows(named=True)
    return {row[column]: row for row in rows}


def _reason(need, resource, city, is_served):
    if need is None:
        return Gone.NEED
    if resource is None:
        return Gone.PURSE
    own = city.resources.filter(city.resources["resource"] == resource["resource"])
    match options(need, own, city.before).row(0, named=True):
        case {"code": "person_cap"}:
            return Gone.CAP
        case {"fits": fits} if fits is not True:
            return Gone.CONDITION
    return Gone.ELSEWHERE if is_served else Gone.GRAVER
