from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.instruments.models import Sitting
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import (
    copies,
    is_a_need_of_this_person,
    is_a_sitting_of_this_person,
    is_of_this_plan,
    only_in_an_open_spell,
    only_while_open,
)
from .case import Spell

_CASE_OF_A_PLAN = (
    "(SELECT spell.case_id FROM cases_spell AS spell JOIN cases_plan AS plan ON plan.spell_id = spell.id "
    "WHERE plan.id = {})"
)


class Estimate(models.Model):
    """What is the matter, seen by systems (预估): the person, the family, and what is around them. Signed once; the latest counts."""

    spell = models.ForeignKey(Spell, on_delete=models.PROTECT, related_name="estimates")
    person = SealedTextField(_("the person"))
    family = SealedTextField(_("the family"), blank=True)
    social = SealedTextField(_("neighbours, work, offices, money"), blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        triggers = [only_in_an_open_spell(), *append_only()]


class EstimateSitting(models.Model):
    """An estimate rests on what a sitting with an instrument found, of the same person."""

    estimate = models.ForeignKey(Estimate, on_delete=models.PROTECT, related_name="rests_on")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [is_a_sitting_of_this_person(), *append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["estimate", "sitting"],
                name="cases_estimate_rests_on_it_once",
                violation_error_message=_("This estimate names the assessment already."),
            )
        ]


class Plan(models.Model):
    """What is to be reached, and how (计划). Each change is a new version; the latest that was approved counts."""

    spell = models.ForeignKey(Spell, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"))
    strategy = SealedTextField(_("how"))
    review_on = models.DateField(_("looked at again on"))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        triggers = [only_in_an_open_spell(), *append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["spell", "version"],
                name="cases_plan_versions_are_counted",
                violation_error_message=_(
                    "Somebody has just written another version of this plan. Please look at it first; nothing was saved."
                ),
            )
        ]


class PlanAnswer(models.Model):
    """The supervisor of the station approves a plan, or says what is missing. Another person than who made it."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="answer")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    approved = models.BooleanField(_("approved"))
    words = SealedTextField(_("in words"), blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        triggers = [
            copies("made_by_id", of="cases_plan", through="plan_id", theirs="made_by_id"),
            only_while_open(_CASE_OF_A_PLAN.format("NEW.plan_id")),
            *append_only(),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answered_by=F("made_by")),
                name="cases_plan_approved_by_another",
                violation_error_message=_(
                    "You made this plan, so somebody else approves it. Nothing was saved."
                ),
            )
        ]


class Goal(models.Model):
    """One thing a plan is to reach, so that one can tell whether it was."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    words = SealedTextField(_("what is to be reached"))
    measure = SealedTextField(_("how one sees that it is reached"))
    due_on = models.DateField(_("until"))

    class Meta:
        triggers = [only_while_open(_CASE_OF_A_PLAN.format("NEW.plan_id")), *append_only()]


class GoalNeed(models.Model):
    """A goal is about a need that was registered for the same person."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ties")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [is_a_need_of_this_person(), *append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "need"],
                name="cases_goal_tied_once",
                violation_error_message=_("This goal is tied to this need already."),
            )
        ]


class GoalState(models.Model):
    """What became of a goal, with the reason; the latest counts. A goal without one is still to be reached."""

    class State(models.TextChoices):
        REACHED = "reached", _("reached")
        PARTLY = "partly", _("reached in part")
        DROPPED = "dropped", _("given up")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(_("what became of it"), max_length=8, choices=State)
    why = SealedTextField(_("by what one sees it"))
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        triggers = [
            only_while_open(
                _CASE_OF_A_PLAN.format("(SELECT plan_id FROM cases_goal WHERE id = NEW.goal_id)")
            ),
            *append_only(),
        ]


class Evaluation(models.Model):
    """What came of a plan (评估), and what the resident says of it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evaluations")
    words = SealedTextField(_("what came of it"))
    client_says = models.PositiveSmallIntegerField(
        _("what the resident says, 1 to 5"), null=True, blank=True
    )
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        triggers = [only_while_open(_CASE_OF_A_PLAN.format("NEW.plan_id")), *append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(client_says=None) | Q(client_says__range=(1, 5)),
                name="cases_client_says_1_to_5",
                violation_error_message=_("The resident's word runs from 1 to 5."),
            )
        ]


class GoalResult(models.Model):
    """What an evaluation says of one goal."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="results")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=8, choices=GoalState.State)

    class Meta:
        triggers = [is_of_this_plan(), *append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "goal"],
                name="cases_one_result_of_a_goal",
                violation_error_message=_("This goal has its result already."),
            )
        ]
