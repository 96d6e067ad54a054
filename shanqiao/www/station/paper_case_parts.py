"""The same as `paper_parts`, of what is written about cases, groups and the station itself."""

from dataclasses import replace
from types import SimpleNamespace

from django.utils.translation import gettext as _

from shanqiao.www.parts.paper import Part, part_of

from .forms import cases, groups, talks
from .paper_parts import after, boxes, line

GOALS = 3  # on an empty evaluation


def appointment(station):
    return [
        part_of(cases.AppointmentForm()),
        part_of(cases.CallOffForm(), _("If it is called off")),
    ]


def colleague(station):
    return [
        part_of(cases.ColleagueForm(people=None), _("Bring in a colleague")),
        Part(_("Let somebody go"), (line(_("Who works on it no longer?")),)),
    ]


def plan_answer(station):
    says = boxes(_("What becomes of the plan?"), (_("Approve"), _("Send it back")))
    return [after(part_of(cases.AnswerPlanForm()), says)]


def evaluation(station):
    goals = [
        SimpleNamespace(pk=n, words=_("Goal %(n)s: what is to be reached?") % {"n": n}, state=None)
        for n in range(1, GOALS + 1)
    ]
    return [part_of(cases.EvaluateForm(goals=goals))]


def follow_up(station):
    return [
        part_of(cases.FollowUpForm()),
        part_of(cases.PlanFollowUpForm(), _("Plan another follow-up")),
    ]


def handover(station):
    says = boxes(_("Do you take it over?"), (_("I take it over"), _("I cannot")))
    return [
        part_of(cases.HandoverForm(people=None)),
        after(part_of(cases.AnswerHandoverForm(), _("Answer")), says),
    ]


def supervision(station):
    agreed = part_of(talks.FinishForm(), _("What came of something that was agreed"))
    return [
        part_of(talks.SupervisionForm(cases=())),
        after(agreed, line(_("What was agreed?"))),
    ]


def group(station):
    part = part_of(groups.GroupForm())
    return [replace(part, questions=(*part.questions, line(_("Who belongs to it?"), 8)))]


def group_end(station):
    return [after(part_of(groups.EndGroupForm()), line(_("Which group?")))]


def event(station):
    part = part_of(groups.EventForm())
    who = line(_("Who of your residents came, if you know?"), 4)
    return [replace(part, questions=(*part.questions, who))]


def renewal(station):
    return [after(part_of(groups.RenewForm()), line(_("Which agreement?")))]
