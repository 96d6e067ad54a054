"""A plan is asked of the engine, and what it says becomes proposals."""

import hashlib

import polars as pl
from django.db import connection, transaction

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.record.actions import note
from shanqiao.engines import allocation

from .asking import close_what_cannot_be
from .changing import changes_since, keep_changes
from .frozen import STANDING_COLUMNS, freeze, standing_in, thaw
from .models import Plan, Proposal
from .queries import city_on, key

_ONE_PLANNER = 7_241_001  # the number of the advisory lock


class PlanCannotBeReplayed(Exception):
    """The engine gives another answer to the frozen facts than it gave then."""


@transaction.atomic
def propose_plan(*, at, by=None, policy="basic_first", progress=None):
    """Ask the engine which purse should meet which need, and keep what it says.

    Asked again with the same facts, while its proposals wait, it is the same plan: nothing is written. A proposal that stays
    in the plan stays the same row; one that left it is closed, and only new ones are added. Among equal plans it is the one
    nearest to the proposals that wait. What was asked for by hand stays, see Note [What is asked by hand counts as taken].

    Args:
        by: who pressed the button, or None for the nightly job.

    Returns:
        (plan, is_new)
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_PLANNER])
    close_what_cannot_be(at=at)
    city = city_on(at=at)
    latest = Plan.objects.order_by("-proposed_at", "-pk").first()
    if (
        latest
        and (latest.digest, latest.policy) == (city.digest(), policy)
        and _digest_of_waiting() == latest.answer
    ):
        return latest, False
    standing = _standing()
    answer = allocation.solve(city, policy=policy, standing=standing, progress=progress)
    changes = changes_since(latest, city=city, answer=answer)
    plan = Plan.objects.create(
        proposed_at=at,
        proposed_by=by,
        policy=policy,
        digest=city.digest(),
        facts=freeze(city, standing),
        answer=_digest_of(answer),
        summary={**answer.summary, "changes": changes.height},
    )
    keep_changes(changes, plan=plan)
    _replace_proposals(plan, answer, at=at)
    note(act="matching.propose", subject=plan, by=by, at=at)
    return plan, True


def replay_plan(*, plan):
    """Ask the engine once more with the facts the plan was based on, and what stood then.

    Raises:
        PlanCannotBeReplayed: the answer differs.
    """
    facts = bytes(plan.facts)
    answer = allocation.solve(thaw(facts), policy=plan.policy, standing=standing_in(facts))
    if _digest_of(answer) != plan.answer:
        raise PlanCannotBeReplayed(f"plan {plan.pk}: {_digest_of(answer)} is not {plan.answer}")
    return answer


def _replace_proposals(plan, answer, *, at):
    standing = {
        (p.need_id, p.purse_id, p.count): p
        for p in Proposal.objects.waiting().planned().select_for_update(no_key=True)
    }
    wanted = {
        (int(m["need"]), int(m["resource"]), m["quantity"]): m for m in answer.matches.to_dicts()
    }
    gone = [p.pk for found, p in standing.items() if found not in wanted]
    Proposal.objects.filter(pk__in=gone).update(closed_at=at, closed_how=Proposal.Closing.REPLANNED)
    units = dict(_units_of(found[1] for found in wanted))
    Proposal.objects.bulk_create(
        (
            Proposal(
                plan=plan,
                need_id=need,
                purse_id=purse,
                count=count,
                unit=units[purse],
                why={"code": m["why"], "zh": m["why_zh"], "en": m["why_en"]},
            )
            for (need, purse, count), m in wanted.items()
            if (need, purse, count) not in standing
        ),
        batch_size=2_000,
    )


def _units_of(purses):
    """The unit of each of ``purses``, as pairs."""
    return Purse.objects.filter(pk__in=set(purses)).values_list("pk", "unit")


def _digest_of(answer):
    return _digest(answer.matches.select("need", "resource", "quantity").iter_rows())


def _digest_of_waiting():
    """Equal to a plan's answer as long as every proposal of it waits, and no other of a plan."""
    return _digest(_standing().iter_rows())


def _standing():
    """The proposals of plans that wait, as a plan the engine can stay near to; by need and resource."""
    waiting = Proposal.objects.waiting().planned().order_by("need", "purse")
    rows = waiting.values_list("need", "purse", "count")
    return pl.DataFrame(
        [(key(need), key(purse), count) for need, purse, count in rows.iterator()],
        schema=STANDING_COLUMNS,
        orient="row",
    )


def _digest(rows):
    lines = (f"{need},{resource},{count}\n" for need, resource, count in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
