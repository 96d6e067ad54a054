"""What the engine is asked with: needs with a gap, and what is free to meet them."""

from collections import Counter

import polars as pl
from django.db.models import Exists, F, OuterRef, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from shanqiao.apps.funds.queries import with_something_free
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import looked_after
from shanqiao.apps.sameness.queries import person_agrees_to, person_at, persons_of
from shanqiao.engines import allocation

from .by_hand import asked_by_hand, asked_by_hand_for
from .doubles import without_doubles
from .facts import facts_of_need as facts_of_need
from .facts import key as key
from .models import Decline, Grant, Proposal, Reduction

# Note [What a decline leads to]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A no without a consequence comes back the next night. So each reason has one, asked from the row:
#   purpose, related   this purse (purpose) or every purse of this fund (related) is not proposed for this need again;
#   look_again, helped the need waits for a new assessment by its station before anybody is proposed for it;
#   not_now            the purse is paused until the day that was named (a row of the funds room).


def needs_with_a_gap(*, at):
    """Open needs that may be planned for: assessed, agreed to by the person, not waiting for a new assessment.

    Whom no station looks after, having died or moved away, is not planned for. What was asked for by hand is counted
    among what is granted, see Note [What is asked by hand counts as taken].
    """
    needs = (
        with_latest_assessment(Need.objects.open())
        .annotate(
            agreed=person_agrees_to(Consent.Purpose.FINDING_HELP, path="resident"),
            person=person_at("resident"),
            granted=Coalesce(F("cover__granted"), Value(0)) + asked_by_hand_for("pk"),
            look_again=waits_for_a_new_assessment(),
        )
        .filter(looked_after())
        .filter(signed_at__isnull=False, agreed=True, look_again=False, due_on__gte=localdate(at))
        .filter(granted__lt=F("needed") - F("elsewhere"))
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


def granted_before(*, purses, needs, by_hand):
    """What the plan has to count, as rows of the engine. See Note [What was granted before counts].

    Args:
        by_hand: `AskedByHand`, which counts as granted.
    """
    counting = {p.pk: p for p in purses if p.person_cap is not None or p.reserved_share}
    planned = {need.person for need in needs}
    grants = list(
        Grant.objects.filter(purse__in=counting, release=None)
        .values_list("purse", "need__resident", "outside")
        .annotate(all=Sum("count"))
        .order_by()
    )
    grants += _what_came_back(counting)
    persons = persons_of(resident for _purse, resident, _outside, _count in grants)
    had, sums = Counter(by_hand.of_person), Counter()
    for purse, resident, outside, count in grants:
        had[purse, persons[resident], outside] += count
    for (purse, person, outside), count in had.items():
        if purse not in counting:
            continue
        named = counting[purse].person_cap is not None and person in planned
        if named or counting[purse].reserved_share:
            sums[key(purse), key(person) if named else "", outside] += count
    return [
        {"resource": purse, "person": person, "quantity": count, "outside": outside}
        for (purse, person, outside), count in sums.items()
        if count
    ]


def _what_came_back(purses):
    """What came back of grants of these purses, as granted less: (purse, resident, outside, count)."""
    path = "grant__purse", "grant__need__resident", "grant__outside"
    back = Reduction.objects.filter(grant__purse__in=purses).values_list(*path).order_by()
    return list(back.annotate(all=-Sum("count")))


def city_on(*, at):
    """Everything a plan is made from, as the engine takes it."""
    day, by_hand = localdate(at), asked_by_hand(at=at)
    apart = never_again() | by_hand.pairs
    needs = without_doubles(list(needs_with_a_gap(at=at)))
    purses = with_something_to_plan(with_something_free(at=at), by_hand=by_hand)
    need_rows = [facts_of_need(need, need, day=day, granted=need.granted) for need in needs]
    return allocation.City.of(
        needs=pl.DataFrame(need_rows, schema=allocation.NEED_COLUMNS),
        resources=pl.DataFrame(
            [resource_row(purse, apart=apart, by_hand=by_hand) for purse in purses],
            schema=allocation.RESOURCE_COLUMNS,
        ),
        before=pl.DataFrame(
            granted_before(purses=purses, needs=needs, by_hand=by_hand),
            schema=allocation.BEFORE_COLUMNS,
        ),
    )


def with_something_to_plan(purses, *, by_hand):
    """Those of ``purses`` that have something left beside what is asked for by hand."""
    return [purse for purse in purses if purse.free > by_hand.of_purse[purse.pk]]


def resource_row(purse, *, apart, by_hand):
    """A purse as the engine takes it; its capacity is what is free and not asked for by hand.

    Args:
        apart: set of (need, purse) that are not proposed; they become part of the condition.
        by_hand: `AskedByHand`.
    """
    return {
        "resource": key(purse.pk),
        "funder": key(purse.fund_id),
        "kinds": sorted(purse.kinds),
        "item": purse.item,
        "capacity": max(0, purse.free - by_hand.of_purse[purse.pk]),
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
