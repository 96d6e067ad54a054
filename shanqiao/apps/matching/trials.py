"""What would come of another condition: asked by a fund manager, computed by the worker, nothing changed."""

from datetime import timedelta
from time import monotonic

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note
from shanqiao.engines import allocation
from shanqiao.engines.suppression import at_least

from .by_hand import asked_by_hand
from .frozen import thaw
from .models import Plan, Trial
from .queries import key, never_again, resource_row

AT_MOST_EVERY = 0.5  # seconds between two words about how far it has come
FEWER_THAN = 5

# Note [What a trial tells]
# ~~~~~~~~~~~~~~~~~~~~~~~~~
# Whoever tries conditions one after the other could single out a person: "older than 86", "older than 87". So
# people are counted by district and kind and rounded down to fives, of which 1 to 4 look like nobody; totals are rounded
# on their own; and how much more a purse would give is told only where five people or more would get it. The exact
# answer is not kept anywhere.


class CannotTryCondition(Exception):
    """Only the fund manager of its fund tries conditions of a purse, and something has to be otherwise."""


@transaction.atomic
def try_condition(*, purse, by, at, step="", columns=None):
    """A fund manager asks what would come of other conditions of a purse. The purse stays as it is.

    Args:
        step: a condition that is to be a step wider, as `allocation.relaxed` takes it; "" for none.
        columns: what else would be otherwise: ``capacity``, ``person_cap``, ``streets``, ``eligible``.

    Raises:
        CannotTryCondition: with what stands in the way.
    """
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=purse.fund_id).exists():
        raise CannotTryCondition(_("Only the fund manager of this fund tries its conditions."))
    if not step and not columns:
        raise CannotTryCondition(_("Choose a condition to widen, or type another one."))
    trial = Trial.objects.create(
        purse=purse, asked_by=by, asked_at=at, step=step, columns=columns or {}
    )
    note(act="matching.try_condition", subject=trial, by=by, at=at)
    return trial


def run_trial(*, trial, at):
    """The worker computes what would come of it, from the facts of the latest plan. One that ended stays as it ended."""
    trial.refresh_from_db()
    if trial.ended_at:
        return trial
    begun = monotonic()
    Trial.objects.filter(pk=trial.pk).update(started_at=at, share_done=0)
    try:
        answer = _told(trial.purse, _answer(trial))
    except allocation.CannotRelax:
        _end(trial, begun, at, says=_("The purse has no such condition that could be wider."))
    except CannotTryCondition as refusal:
        _end(trial, begun, at, says=str(refusal))
    except (allocation.CannotUseCity, allocation.CannotSolve) as refusal:
        _end(trial, begun, at, says=f"{refusal.zh}（{refusal}）")
    except Exception:
        _end(trial, begun, at, says=_("It could not be computed. The operators were told."))
        raise
    else:
        _end(trial, begun, at, answer=answer, share_done=100)
    trial.refresh_from_db()
    return trial


def _answer(trial):
    plan = Plan.objects.order_by("-proposed_at", "-pk").first()
    if plan is None:
        raise CannotTryCondition(_("No plan was made yet, so there is nothing to compare with."))
    name, city = key(trial.purse_id), thaw(bytes(plan.facts))
    if not city.resources.filter(resource=name).height:
        row = _row(trial.purse, at=plan.proposed_at)
        city = allocation.changed(city, allocation.Change(resources={name: row}))
    tell = _Teller(trial)
    return allocation.what_if(
        city,
        None,
        allocation.Change(resources={name: _columns(trial, city, name)}),
        policy=plan.policy,
        progress=lambda _step, done: tell(done),
    )


def _columns(trial, city, name):
    """What the engine is to take instead; what the fund declined before stays declined."""
    columns = dict(trial.columns)
    if trial.step:
        columns = {**allocation.relaxed(city, name, trial.step).resources[name], **columns}
    if "eligible" in columns:
        trial.purse.eligible = columns["eligible"]  # in the mind only; never saved
        columns["eligible"] = _row(trial.purse, at=trial.asked_at)["eligible"]
    return columns


def _row(purse, *, at):
    by_hand = asked_by_hand(at=at)
    return resource_row(purse, apart=never_again() | by_hand.pairs, by_hand=by_hand)


def _told(purse, answer):
    """See Note [What a trial tells]."""
    gaining, losing = answer.gaining, answer.losing
    people = gaining["person"].n_unique()
    mine = answer.given.filter(resource=key(purse.pk))
    more = int(mine["after"].sum() - mine["before"].sum())
    return {
        "gaining": _counts(gaining),
        "losing": _counts(losing),
        "people_gaining": at_least(people),
        "people_losing": at_least(losing["person"].n_unique()),
        "somebody_gains": people > 0,
        "somebody_loses": losing.height > 0,
        "more": more if people >= FEWER_THAN else None,
    }


def _counts(changes):
    """[district, kind, people] where five or more are counted."""
    by = ["district", "kind"]
    counted = (
        changes.with_columns(district=pl.col("street").str.head(6))
        .group_by(by)
        .agg(people=pl.col("person").n_unique())
        .sort(by)
    )
    rounded = [[district, kind, at_least(people)] for district, kind, people in counted.iter_rows()]
    return [row for row in rounded if row[2]]


def _end(trial, begun, at, **answer):
    ended_at = at + timedelta(seconds=monotonic() - begun)
    Trial.objects.filter(pk=trial.pk).update(ended_at=ended_at, **answer)


class _Teller:
    """Writes how far a trial has come; nothing runs in a transaction, so everybody sees it."""

    def __init__(self, trial):
        self._trial = trial
        self._told_at = monotonic()
        self._share = 0  # what is and what would be take turns; nobody is told that less is done

    def __call__(self, share):
        self._share = max(self._share, share)
        if monotonic() - self._told_at >= AT_MOST_EVERY:
            self._told_at = monotonic()
            Trial.objects.filter(pk=self._trial.pk).update(
                share_done=min(99, int(self._share * 100))
            )
