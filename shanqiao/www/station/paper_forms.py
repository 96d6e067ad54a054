"""Every form a station uses, as it is printed empty: from which Django forms, and who signs it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from shanqiao.www.parts.paper import version_of

from . import forms
from . import paper_case_parts as of_cases
from . import paper_parts as parts
from .forms import cases, consent, crises, groups, illness, referral, talks
from .paper_parts import one

RESIDENT, WORKER = _("Resident"), _("Social worker")
GUARDIAN, SUPERVISOR = _("Guardian"), _("Supervisor")
PARTIES = (_("Charity"), _("Agency"))
PEOPLE_ON_A_LIST = 20


@dataclass(frozen=True)
class Paper:
    """A form on paper.

    Args:
        make: (station) -> its parts, empty, in the language of the moment.
        about: whether it names one resident, so that a line is left for who it is.
        signs: who signs it.
        people: how many rows there are for people and their signatures.
        source: () -> where its questions come from, with version, since and source; None where they are ours.
        subject: under which heading it stands in the list; those of one subject stand together.
    """

    code: str
    title: str
    make: Callable
    about: bool = True
    signs: tuple = (WORKER,)
    people: int = 0
    source: Callable | None = None
    subject: str = ""

    def version(self, station):
        return version_of(lambda: self.make(station))


def _of(subject, *papers):
    return [replace(paper, subject=subject) for paper in papers]


BOTH, ALL_THREE = (RESIDENT, WORKER), (RESIDENT, GUARDIAN, WORKER)
PAPERS = (
    *_of(
        _("Residents"),
        Paper("intake", _("Register a resident and a need"), parts.intake, False, BOTH),
        Paper("change", _("What has changed about a resident"), parts.change),
        Paper("facts", _("Names, telephones, places and documents"), parts.facts),
        Paper("household", _("Who lives together"), parts.household),
        Paper("departure", _("Died or moved away"), parts.departure),
        Paper("consent", _("Consent"), one(consent.ConsentForm), True, ALL_THREE),
        Paper("withdrawal", _("Withdrawal of a consent"), parts.withdrawal, True, ALL_THREE),
        Paper("correction", _("Asking for a correction"), parts.correction, True, BOTH),
        Paper("crisis", _("Somebody is in danger"), one(crises.RaiseForm)),
        Paper("crisis-steps", _("What was done in a crisis"), parts.crisis_steps),
        Paper("same-person", _("Perhaps registered twice"), parts.same_person),
    ),
    *_of(
        _("Needs"),
        Paper("assessment", _("Assessment of a need"), parts.assessment),
        Paper("application", _("Application to an aid programme"), parts.application, True, BOTH),
        Paper(
            "illness",
            _("Serious-illness aid"),
            parts.illness_aid,
            signs=BOTH,
            source=parts.questions_of_illness,
        ),
        Paper("bill", _("A bill, and who pays it"), parts.bill),
        Paper("receipt", _("Confirmation of what arrived"), parts.receipt, True, BOTH),
        Paper("need-close", _("Closing of a need"), parts.need_close),
    ),
    *_of(
        _("Referrals"),
        Paper("referral", _("Referral"), parts.refer, True, BOTH),
        Paper("referral-answer", _("Answer to a referral"), parts.referral_answer, False),
        Paper(
            "referral-course",
            _("What became of a referral"),
            parts.referral_course,
            signs=(WORKER, _("Second person")),
        ),
        Paper("places", _("Who has places"), one(referral.CapacityForm), False),
    ),
    *_of(
        _("Cases"),
        Paper("open", _("Opening of a case"), one(cases.OpenCaseForm)),
        Paper("estimate", _("Estimate"), one(cases.EstimateForm)),
        Paper(
            "plan",
            _("Plan of the case"),
            one(cases.PlanForm, needs=()),
            signs=(RESIDENT, WORKER, SUPERVISOR),
        ),
        Paper(
            "plan-answer",
            _("Word of the supervisor on a plan"),
            of_cases.plan_answer,
            signs=(SUPERVISOR,),
        ),
        Paper("contact", _("Contact or visit"), one(cases.ContactForm, may_counsel=True)),
        Paper("appointment", _("Appointment"), of_cases.appointment),
        Paper("colleague", _("Colleagues on a case"), of_cases.colleague),
        Paper("goal", _("What became of a goal"), one(cases.SettleForm)),
        Paper("evaluation", _("Evaluation"), of_cases.evaluation, True, BOTH),
        Paper("closure", _("Closing of a case"), one(cases.CloseCaseForm), True, BOTH),
        Paper("reopening", _("Opening a case again"), one(cases.ReopenForm)),
        Paper("follow-up", _("Follow-up"), of_cases.follow_up),
        Paper(
            "handover",
            _("Handover of a case"),
            of_cases.handover,
            signs=(_("Who gives"), _("Who takes over")),
        ),
    ),
    *_of(
        _("Groups and the neighbourhood"),
        Paper("group", _("Beginning of a group"), of_cases.group, False),
        Paper(
            "meeting",
            _("Who came to a meeting"),
            one(groups.SessionForm),
            False,
            people=PEOPLE_ON_A_LIST,
        ),
        Paper("group-end", _("Ending of a group"), of_cases.group_end, False),
        Paper("event", _("Done for the neighbourhood"), of_cases.event, False),
    ),
    *_of(
        _("The station itself"),
        Paper(
            "supervision",
            _("Talk of supervision"),
            of_cases.supervision,
            False,
            (SUPERVISOR, WORKER),
        ),
        Paper("agreement", _("Agreement"), one(groups.AgreementForm), False, PARTIES),
        Paper("renewal", _("Renewal of an agreement"), of_cases.renewal, False, PARTIES),
    ),
)
BY_CODE = {paper.code: paper for paper in PAPERS}
OF_FORMS = {  # which paper stands beside a form, on pages that show several forms
    cases.AnswerPlanForm: "plan-answer",
    cases.AppointmentForm: "appointment",
    cases.CallOffForm: "appointment",
    cases.CloseCaseForm: "closure",
    cases.ColleagueForm: "colleague",
    cases.ContactForm: "contact",
    cases.EstimateForm: "estimate",
    cases.EvaluateForm: "evaluation",
    cases.FollowUpForm: "follow-up",
    cases.HandoverForm: "handover",
    cases.PlanFollowUpForm: "follow-up",
    cases.PlanForm: "plan",
    cases.ReopenForm: "reopening",
    cases.SettleForm: "goal",
    forms.ChangeForm: "change",
    forms.DocumentForm: "facts",
    forms.EndForm: "facts",
    forms.NameForm: "facts",
    forms.PhoneForm: "facts",
    forms.PlaceForm: "facts",
    groups.AgreementForm: "agreement",
    groups.RenewForm: "renewal",
    illness.DecideForm: "bill",
    illness.OpenAidForm: "illness",
    illness.PayerForm: "bill",
    illness.StrikeForm: "bill",
    talks.FinishForm: "supervision",
}
