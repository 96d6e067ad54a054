"""A case is estimated, planned, and what came of it is said."""

from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note

from .models import (
    Estimate,
    EstimateSitting,
    Evaluation,
    Goal,
    GoalNeed,
    GoalResult,
    GoalState,
    Plan,
    PlanAnswer,
)
from .queries import guides, handles, plan_of, spell_of
from .refusals import said


class CannotEstimate(Exception):
    """The case is another's, or closed."""


class CannotPlan(Exception):
    """The case is another's or closed, is not estimated yet, or a need is another person's."""


class CannotAnswerPlan(Exception):
    """It was answered before, is your own, or is not the latest."""


class CannotSettleGoal(Exception):
    """The case is another's or closed, or the goal is of a plan that does not count."""


class CannotEvaluate(Exception):
    """The case is another's or closed, or has no plan that was approved."""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A goal as it is planned.

    Args:
        needs: those of the same person that it is about.
    """

    words: str
    measure: str
    due_on: date
    needs: tuple = field(default=())


def sign_estimate(*, case, person, by, at, family="", social="", sittings=()):
    """The worker signs what is the matter: the person, the family, what is around them.

    Args:
        sittings: with instruments, of the same person, on which it rests.

    Raises:
        CannotEstimate: with the reason in words.
    """
    _must_be_worker(case, by, CannotEstimate)
    if not person.strip():
        raise CannotEstimate(_("Please write what is the matter with the person."))
    try:
        with transaction.atomic():
            estimate = Estimate.objects.create(
                spell=spell_of(case),
                person=person.strip(),
                family=family.strip(),
                social=social.strip(),
                signed_by=by,
                signed_at=at,
            )
            for sitting in sittings:
                EstimateSitting.objects.create(estimate=estimate, sitting=sitting)
            note(act="cases.estimate", subject=estimate, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotEstimate(said(refusal, Estimate, EstimateSitting)) from refusal
    return estimate


def make_plan(*, case, strategy, review_on, aims, by, at):
    """The worker plans what is to be reached; the supervisor of the station approves it, or says what is missing.

    Args:
        aims: `Aim`, at least one.

    Raises:
        CannotPlan: with the reason in words.
    """
    _must_be_worker(case, by, CannotPlan)
    if not aims or not strategy.strip():
        raise CannotPlan(_("A plan has at least one goal, and says how it is reached."))
    if review_on <= localdate(at):
        raise CannotPlan(_("Say a later day on which you look at it again."))
    spell = spell_of(case)
    if not spell.estimates.exists():
        raise CannotPlan(_("Please sign the estimate first; a plan rests on it."))
    try:
        with transaction.atomic():
            latest = spell.plans.order_by("-version").first()
            plan = Plan.objects.create(
                spell=spell,
                version=latest.version + 1 if latest else 1,
                strategy=strategy.strip(),
                review_on=review_on,
                made_by=by,
                made_at=at,
            )
            for aim in aims:
                goal = Goal.objects.create(
                    plan=plan,
                    words=aim.words.strip(),
                    measure=aim.measure.strip(),
                    due_on=aim.due_on,
                )
                for need in aim.needs:
                    GoalNeed.objects.create(goal=goal, need=need)
            note(act="cases.plan", subject=plan, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotPlan(said(refusal, Plan, GoalNeed)) from refusal
    return plan


def answer_plan(*, plan, approved, by, at, words=""):
    """The supervisor of the station approves the latest plan of a case, or says what is missing in it.

    Raises:
        CannotAnswerPlan: with the reason in words.
    """
    if not guides(by, plan.spell.case):
        raise CannotAnswerPlan(_("Only the supervisor of the station answers plans."))
    if not approved and not words.strip():
        raise CannotAnswerPlan(_("Please say what is missing."))
    try:
        with transaction.atomic():
            newest = plan.spell.plans.select_for_update(no_key=True).order_by("-version").first()
            if newest.pk != plan.pk or PlanAnswer.objects.filter(plan=plan).exists():
                raise CannotAnswerPlan(
                    _(
                        "This plan was answered, or a newer one was written. Nothing was changed; please open the page anew."
                    )
                )
            answer = PlanAnswer.objects.create(
                plan=plan, approved=approved, words=words.strip(), answered_by=by, answered_at=at
            )
            act = "cases.approve_plan" if approved else "cases.return_plan"
            note(act=act, subject=plan, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotAnswerPlan(said(refusal, PlanAnswer)) from refusal
    return answer


def settle_goal(*, goal, state, why, by, at):
    """The worker says what became of a goal of the plan that counts; a later word replaces it.

    Raises:
        CannotSettleGoal: with the reason in words.
    """
    case = goal.plan.spell.case
    _must_be_worker(case, by, CannotSettleGoal)
    if not why.strip():
        raise CannotSettleGoal(_("Please say by what one sees it."))
    if plan_of(case) != goal.plan:
        raise CannotSettleGoal(
            _("This goal belongs to a plan that does not count. Please open the page anew.")
        )
    try:
        with transaction.atomic():
            said_now = GoalState.objects.create(
                goal=goal, state=state, why=why.strip(), said_by=by, said_at=at
            )
            note(act="cases.settle_goal", subject=said_now, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotSettleGoal(said(refusal, GoalState)) from refusal
    return said_now


def evaluate_plan(*, case, results, words, by, at, client_says=None):
    """The worker says what came of the plan, of each goal, and what the resident says of it.

    Args:
        results: {goal: GoalState.State}, one for each goal of the plan that counts.
        client_says: 1 (not at all content) to 5 (very content), or None where they were not asked.

    Raises:
        CannotEvaluate: with the reason in words.
    """
    _must_be_worker(case, by, CannotEvaluate)
    plan = plan_of(case)
    if plan is None:
        raise CannotEvaluate(_("There is no approved plan yet whose outcome could be told."))
    if set(results) != set(plan.goals.all()) or not words.strip():
        raise CannotEvaluate(_("Please say what came of each goal, and in words of the whole."))
    try:
        with transaction.atomic():
            evaluation = Evaluation.objects.create(
                plan=plan,
                words=words.strip(),
                client_says=client_says,
                signed_by=by,
                signed_at=at,
            )
            for goal, result in results.items():
                GoalResult.objects.create(evaluation=evaluation, goal=goal, result=result)
            note(act="cases.evaluate", subject=evaluation, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotEvaluate(said(refusal, Evaluation, GoalResult)) from refusal
    return evaluation


def _must_be_worker(case, by, refusal):
    if not handles(by, case):
        raise refusal(
            _(
                "Only the worker of the case writes this. Nothing was saved; to take it over, ask them."
            )
        )
