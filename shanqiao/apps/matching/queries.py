"""What the engine is asked with: needs with a gap, and what is free to meet them."""

import polars as pl
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from shanqiao.apps.funds.queries import with_something_free
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import age_on, agreed_to
from shanqiao.engines import allocation

from .models import Decline, Proposal, Share

# Note [What a decline leads to]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A no without a consequence comes back the next night. So each reason has one, asked from the row:
#   purpose, related   this purse (purpose) or every purse of this fund (related) is not proposed for this need again;
#   look_again, helped the need waits for a new assessment by its station before anybody is proposed for it;
#   not_now            the purse is paused until the day that was named (a row of the funds room).


def needs_with_a_gap(*, at):
    """Open needs that may be planned for: assessed, agreed to by the resident, not waiting for a new assessment."""
    needs = (
        with_latest_assessment(Need.objects.open())
        .annotate(
            agreed=agreed_to(Consent.Purpose.FINDING_HELP, path="resident"),
            granted=F("cover__granted"),
            look_again=waits_for_a_new_assessment(),
        )
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


# Note [A cap counts what was promised before]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What a purse may give one person runs over all plans, but the engine knows the cap of one plan only. So
# a resident who has had all of it is ruled out for that purse by its condition: otherwise the fund
# would be shown, night after night, what it can only be refused. Who has had part of it takes part
# with the whole cap, and what is too much is refused when it is approved.


def caps_used_up():
    """Pairs of purse and resident where the cap for one person leaves nothing. See Note [A cap counts what was promised before]."""
    full = Share.objects.filter(granted__gte=F("purse__person_cap"), granted__gt=0)
    return set(full.values_list("purse_id", "resident_id"))


def city_on(*, at):
    """Everything a plan is made from, as the engine takes it."""
    day, apart, used_up = localdate(at), never_again(), caps_used_up()
    needs = [
        facts_of_need(need, need, day=day, granted=need.granted or 0)
        for need in needs_with_a_gap(at=at)
    ]
    resources = [
        resource_row(purse, apart=apart, used_up=used_up) for purse in with_something_free(at=at)
    ]
    return allocation.City.of(
        needs=pl.DataFrame(needs, schema=allocation.NEED_COLUMNS),
        resources=pl.DataFrame(resources, schema=allocation.RESOURCE_COLUMNS),
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


def resource_row(purse, *, apart, used_up=frozenset()):
    """A purse as the engine takes it; its capacity is what is free.

    Args:
        apart: set of (need, purse) that were ruled out; they become part of the condition.
        used_up: set of (purse, resident) where the cap for one person leaves nothing; likewise.
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
        "eligible": _and_not(
            _and_not(purse.eligible, "need", [need for need, other in apart if other == purse.pk]),
            "person",
            [resident for other, resident in used_up if other == purse.pk],
        ),
    }


def _and_not(eligible, column, ruled_out):
    if not ruled_out:
        return eligible
    listed = ", ".join(f'"{key(pk)}"' for pk in sorted(ruled_out))
    others = f"!({column} in [{listed}])"
    return f"({eligible}) && {others}" if eligible else others
