"""What a new plan proposes otherwise than the one before it becomes rows."""

import json

import polars as pl
from django.db.models import Q

from shanqiao.apps.funds.models import Purse
from shanqiao.engines.allocation.between import ANSWERED_COLUMNS, changes_between

from .frozen import STANDING_COLUMNS, thaw
from .models import Grant, PlanChange, Proposal
from .queries import key, never_again


def changes_since(latest, *, city, answer):
    """How the answer of the engine differs from the plan before, as rows of `CHANGE_COLUMNS`.

    Args:
        latest: the plan before, None for the first one.
        city: what the engine was asked with.
    """
    before = thaw(bytes(latest.facts)) if latest else None
    was = _rows(_proposed_by(latest), STANDING_COLUMNS)
    return changes_between(before, city, was, answer, _rows(_answered(latest), ANSWERED_COLUMNS))


def keep_changes(changes, *, plan):
    """Write the changes of a plan down; nothing where nothing changed."""
    purses = {int(name) for column in ("resource", "left") for name in changes[column] if name}
    units = dict(Purse.objects.filter(pk__in=purses).values_list("pk", "unit"))
    PlanChange.objects.bulk_create(
        (
            PlanChange(
                plan=plan,
                need_id=int(row["need"]),
                purse_id=int(row["resource"]),
                left_id=int(row["left"]) if row["left"] else None,
                kind=row["kind"],
                before=row["before"],
                after=row["after"],
                unit=units[int(row["resource"])],
                reason=row["reason"],
                others=row["others"],
                about=json.loads(row["about"]),
            )
            for row in changes.iter_rows(named=True)
        ),
        batch_size=2_000,
    )


def _proposed_by(latest):
    """What waited for an answer once the plan before was made."""
    if latest is None:
        return
    made = latest.proposed_at
    answered = [Proposal.Closing.APPROVED, Proposal.Closing.DECLINED]
    rows = Proposal.objects.filter(plan__proposed_at__lte=made).filter(
        Q(closed_at=None) | Q(closed_at__gt=made) | Q(closed_at=made, closed_how__in=answered)
    )
    for need, purse, count in rows.values_list("need", "purse", "count").iterator():
        yield key(need), key(purse), count


def _answered(latest):
    """What funds promised since the plan before, and every pair that was ruled out or declined since.

    What was asked for by hand before that plan counted as granted in it, so it is nothing new when it is.
    """
    if latest is None:
        return
    since = latest.proposed_at
    grants = Grant.objects.filter(approved_at__gte=since, release=None).exclude(
        proposal__asking__asked_at__lte=since
    )
    for need, purse, count in grants.values_list("need", "purse", "count"):
        yield key(need), key(purse), count, "granted"
    noes = Proposal.objects.filter(closed_how=Proposal.Closing.DECLINED, closed_at__gte=since)
    for need, purse in never_again() | set(noes.values_list("need_id", "purse_id")):
        yield key(need), key(purse), 0, "declined"


def _rows(rows, columns):
    return pl.DataFrame(list(rows), schema=columns, orient="row")
