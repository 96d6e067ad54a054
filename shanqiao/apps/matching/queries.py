"""What the engine is asked with: needs with a gap, and what is free to meet them."""

from collections import Counter

import polars as pl
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.timezone import localdate

from shanqiao.apps.funds.queries import with_something_free
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import age_on, looked_after
from shanqiao.apps.sameness.queries import person_agrees_to, person_at, persons_of
from shanqiao.engines import allocation

from .doubles import without_doubles
from .models import Decline, Grant, Proposal

# Note [What a decline leads to]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A no without a consequence comes back the next night. So each reason has one, asked from the row:
#   purpose, related   this purse (purpose) or every purse of this fund (related) is not proposed for this need again;
#   look_again, helped the need waits for a new assessment by its station before anybody is proposed for it;
#   not_now            the purse is paused until the day that was named (a row of the funds room).


def needs_with_a_gap(*, at):
    """Open needs that may be planned for: assessed, agreed to by the person, not waiting for a new assessment.

    Whom no station looks after, having died or moved away, is not planned for.
    """
    needs = (
        with_latest_assessment(Need.objects.open())
        .annotate(
            agreed=person_agrees_to(Consent.Purpose.FINDING_HELP, path="resident"),
            person=person_at("resident"),
            granted=F("cover__granted"),
            look_again=waits_for_a_new_assessment(),
        )
        .filter(looked_after())
        .filter(signed_at__isnull=False, agreed=True, look_again=False, due_on__gte=localdate(at))
        .filter(Q(granted=None) | Q(granted__lt=F("needed") - F("elsewhere")))
        .filter(elsewhere__lt=F("needed"))
    )
    return needs.select_related("resident")


def waits_for_a_new_assessment():
    """Was a proposal declined since the last assessment so that the station looks again? See Note [What a decline leads to]."""
    newer = Assessment.objects.filter(
        need=OuterRef("proposal__need"), signed_at__gt=OuterRef("declined_at")
    )
    return Exists(
        Decline.objects.filter(
            proposal__need=OuterRef("pk"),
            reason__in=[Decline.Reason.LOOK_AGAIN, Decline.Reason.HELPED],
        ).exclude(Exists(newer))
    )


def never_again():
    """Pairs of need and purse that a fund ruled out. See Note [What a decline leads to]."""
    reason = Decline.Reason
    pairs = set(
        Proposal.objects.filter(decline__reason=reason.PURPOSE).values_list("need_id", "purse_id")
    )
    by_fund = Proposal.objects.filter(decline__reason=reason.RELATED).values_list(
        "need_id", "purse__fund__purses"
    )
    return pairs | set(by_fund)


# Note [What was granted before counts]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What a purse gives one person, and what it keeps for some people, run over all plans; its capacity is what is
# free today. So the engine is told what was granted before, as far as it matters: nothing of purses
# that limit neither, and of people only those who have a need in this plan, at a purse that limits
# what one person gets. All others are one nameless sum. A person is
# whoever stands for all records of theirs.


def granted_before(*, purses, needs):
    """What the plan has to count, as rows of the engine. See Note [What was granted before counts]."""
    counting = {p.pk: p for p in purses if p.person_cap is not None or p.reserved_share}
    planned = {need.person for need in needs}
    grants = list(
        Grant.objects.filter(purse__in=counting, release=None)
        .values_list("purse", "need__resident", "outside")
        .annotate(all=Sum("count"))
        .order_by()
    )
    persons, sums = persons_of(resident for _purse, resident, _outside, _count in grants), Counter()
    for purse, resident, outside, count in grants:
        person = persons[resident]
        named = counting[purse].person_cap is not None and person in planned
        if named or counting[purse].reserved_share:
            sums[key(purse), key(person) if named else "", outside] += count
    return [
        {"resource": purse, "person": person, "quantity": count, "outside": outside}
        for (purse, person, outside), count in sums.items()
    ]


def city_on(*, at):
    """Everything a plan is made from, as the engine takes it."""
    day, apart = localdate(at), never_again()
    needs = without_doubles(list(needs_with_a_gap(at=at)))
    purses = list(with_something_free(at=at))
    need_rows = [facts_of_need(need, need, day=day, granted=need.granted or 0) for need in needs]
    return allocation.City.of(
        needs=pl.DataFrame(need_rows, schema=allocation.NEED_COLUMNS),
        resources=pl.DataFrame(
            [resource_row(purse, apart=apart) for purse in purses],
            schema=allocation.RESOURCE_COLUMNS,
        ),
        before=pl.DataFrame(
            granted_before(purses=purses, needs=needs), schema=allocation.BEFORE_COLUMNS
        ),
    )


def key(pk):
    """The name of a row in the engine: as text in the order of the numbers."""
    return f"{pk:012d}"


def facts_of_need(need, assessed, *, day, granted=0):
    """A need as the engine takes it.

    Args:
        assessed: what carries needed, elsewhere, severity and urgency: its latest assessment.
    """
    return {
        **facts_of_resident(need.resident, day=day),
        "person": key(getattr(need, "person", need.resident_id)),
        "need": key(need.pk),
        "kind": need.kind,
        "item": need.item,
        "quantity": assessed.needed,
        "covered": assessed.elsewhere + granted,
        "severity": assessed.severity,
        "urgency": assessed.urgency,
        "open_on": need.open_on,
        "due_on": need.due_on,
    }


def facts_of_resident(resident, *, day):
    """What conditions may ask about a resident; nothing that names them."""
    return {
        "person": key(resident.pk),
        "street": resident.street_id,
        "age": age_on(resident.born_on, day=day),
        "disability": resident.disability,
        "hardship": resident.hardship,
        "illness": resident.illness or None,
        "local": resident.local,
    }


def resource_row(purse, *, apart):
    """A purse as the engine takes it; its capacity is what is free.

    Args:
        apart: set of (need, purse) that were ruled out; they become part of the condition.
    """
    return {
        "resource": key(purse.pk),
        "funder": key(purse.fund_id),
        "kinds": sorted(purse.kinds),
        "item": purse.item,
        "capacity": purse.free,
        "person_cap": purse.person_cap,
        "streets": sorted(purse.streets),
        "home": purse.home_id or "",
        "valid_from": purse.valid_from,
        "valid_to": purse.valid_to,
        "reserved_share": purse.reserved_share,
        "reserved_for": purse.reserved_for,
        "eligible": _and_not(purse.eligible, [need for need, other in apart if other == purse.pk]),
    }


def _and_not(eligible, needs):
    if not needs:
        return eligible
    listed = ", ".join(f'"{key(pk)}"' for pk in sorted(needs))
    others = f"!(need in [{listed}])"
    return f"({eligible}) && {others}" if eligible else others
