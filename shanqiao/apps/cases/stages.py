"""How far a case has come, and by when somebody looks at it again; asked from rows, never kept."""

from datetime import timedelta

from django.db.models import Case as Choice
from django.db.models import (
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, Least, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import (
    Appointment,
    Case,
    Contact,
    Estimate,
    Evaluation,
    FollowUp,
    Goal,
    GoalState,
    Handling,
    Plan,
    PlanAnswer,
    Spell,
)
from .rules import rule_on


class Stage(TextChoices):
    """How far a case has come in its present spell, asked from the rows that exist."""

    INTAKE = "intake", _("taken up")
    ESTIMATE = "estimate", _("estimated")
    PLAN = "plan", _("planned, to be approved")
    WORK = "work", _("at work")
    EVALUATION = "evaluation", _("evaluated")
    CLOSED = "closed", pgettext_lazy("stage of a case", "closed")
    FOLLOW_UP = "follow_up", _("closed, followed up")


# Note [What a stage is asked by]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Each condition stands alone and says only what sets its stage apart, so that a question about one stage does not carry
# all others into the database with it. The question by when something is due was twice as long, and a menu asks it.
AT = {
    Stage.FOLLOW_UP: Q(ended_at__isnull=False, is_followed=True),
    Stage.CLOSED: Q(ended_at__isnull=False, is_followed=False),
    Stage.EVALUATION: Q(ended_at=None, is_evaluated=True),
    Stage.WORK: Q(ended_at=None, approved__isnull=False, is_evaluated=False),
    Stage.PLAN: Q(ended_at=None, plan__isnull=False, approved=None),
    Stage.ESTIMATE: Q(ended_at=None, plan=None, is_estimated=True),
    Stage.INTAKE: Q(ended_at=None, plan=None, is_estimated=False),
}


def with_stage(cases):
    """Each case with its ``stage``, its present ``spell`` (an identity, with spell_nth, began_at and ended_at), ``worker``
    (an identity), ``plan`` (the latest), and ``approved`` (the plan that counts)."""
    last = Spell.objects.filter(case=OuterRef("pk")).order_by("-nth")
    plans = Plan.objects.filter(spell=OuterRef("spell")).order_by("-version")
    waiting = FollowUp.objects.waiting().filter(closure__spell=OuterRef("spell"))
    return (
        cases.annotate(
            spell=Subquery(last.values("pk")[:1]),
            spell_nth=Subquery(last.values("nth")[:1]),
            began_at=Subquery(last.values("began_at")[:1]),
            ended_at=Subquery(last.values("ended_at")[:1]),
            worker=Subquery(
                Handling.objects.filter(case=OuterRef("pk"), until=None).values("worker")[:1]
            ),
            plan=Subquery(plans.values("pk")[:1]),
            approved=Subquery(plans.filter(answer__approved=True).values("pk")[:1]),
        )
        .alias(  # see Note [What a stage is asked by]
            is_followed=Exists(waiting),
            is_evaluated=Exists(Evaluation.objects.filter(plan=OuterRef("approved"))),
            is_estimated=Exists(Estimate.objects.filter(spell=OuterRef("spell"))),
        )
        .annotate(stage=Choice(*(When(at, then=Value(stage)) for stage, at in AT.items())))
    )


def with_due(cases, *, on):
    """Each case of ``with_stage`` with ``due_on``: the first day by which something is to be done; None if nothing is.

    What was planned comes first: appointments, goals, the day of review, follow-ups. Where nothing was planned, the days of
    ``data/casework.toml`` count.
    """
    rule = rule_on(on)
    here = OuterRef("pk")
    estimated = Estimate.objects.filter(spell=OuterRef("spell")).order_by("-signed_at")
    unsettled = Goal.objects.filter(
        ~Exists(GoalState.objects.filter(goal=OuterRef("pk"))), plan=OuterRef("approved")
    )
    appointment = Appointment.objects.ahead().filter(case=here).order_by("planned_for")
    unanswered = Plan.objects.filter(pk=OuterRef("plan"), answer=None)
    contact = Contact.objects.filter(case=here).order_by("-done_on")
    returned = PlanAnswer.objects.filter(plan=OuterRef("plan"), approved=False)
    return cases.annotate(
        estimated_on=Subquery(estimated.values(day=TruncDate("signed_at"))[:1]),
        appointment_on=Subquery(appointment.values(day=TruncDate("planned_for"))[:1]),
        goal_on=Subquery(
            unsettled.order_by().values("plan").annotate(day=Min("due_on")).values("day")
        ),
        review_on=Subquery(Plan.objects.filter(pk=OuterRef("approved")).values("review_on")[:1]),
        answer_by=Subquery(unanswered.values(day=TruncDate("made_at"))[:1]),
        returned_on=Subquery(returned.values(day=TruncDate("answered_at"))[:1]),
        follow_up_on=Subquery(
            FollowUp.objects.waiting()
            .filter(closure__spell=OuterRef("spell"))
            .order_by("due_on")
            .values("due_on")[:1]
        ),
        contact_on=Subquery(contact.values("done_on")[:1]),
    ).annotate(
        due_on=Least(
            Choice(When(ended_at=None, then=F("appointment_on"))),
            Choice(
                When(AT[Stage.WORK], then=Least("goal_on", "review_on")),
                When(AT[Stage.INTAKE], then=_after(TruncDate("began_at"), rule.estimate_within)),
                When(AT[Stage.ESTIMATE], then=_after(F("estimated_on"), rule.plan_within)),
                When(AT[Stage.PLAN], then=_after(F("returned_on"), rule.plan_within)),
            ),
            Choice(When(ended_at=None, then=_after(F("answer_by"), rule.answer_within))),
            Choice(
                *(
                    When(
                        Q(ended_at=None, urgency=urgency, appointment_on=None),
                        then=_after(Greatest("contact_on", TruncDate("began_at")), days),
                    )
                    for urgency, days in enumerate(rule.contact_within)
                )
            ),
            F("follow_up_on"),
            output_field=DateField(),
        )
    )


def with_rows(case):
    """The stages of which the present spell of a case of ``with_stage`` has rows; each was gone through, or begun."""
    followed = FollowUp.objects.filter(closure__spell=case.spell, done_at__isnull=False)
    rows = {
        Stage.INTAKE: True,
        Stage.ESTIMATE: Estimate.objects.filter(spell=case.spell).exists(),
        Stage.PLAN: case.plan,
        Stage.WORK: case.approved,
        Stage.EVALUATION: Evaluation.objects.filter(plan__spell=case.spell).exists(),
        Stage.FOLLOW_UP: followed.exists(),
    }
    return {stage for stage, there in rows.items() if there}


def stage_of(case):
    """The `Stage` of one case."""
    return Stage(with_stage(Case.objects.filter(pk=case.pk)).values_list("stage", flat=True).get())


def _after(day, days):
    return Cast(day + Value(timedelta(days=days)), DateField())
