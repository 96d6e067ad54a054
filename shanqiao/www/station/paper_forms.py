"""Every form a station uses, as it is printed empty: from which Django form, and who signs it."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.clock import now
from shanqiao.www.parts.paper import part_of, version_of

from .forms import (
    AssessForm,
    ChangeForm,
    ConfirmForm,
    DepartureForm,
    FormHouseholdForm,
    NeedForm,
    ResidentForm,
)
from .forms.cases import (
    AppointmentForm,
    CloseCaseForm,
    ContactForm,
    EstimateForm,
    EvaluateForm,
    FollowUpForm,
    HandoverForm,
    OpenCaseForm,
    PlanForm,
    ReopenForm,
    SettleForm,
)
from .forms.consent import ConsentForm, CorrectionForm
from .forms.crises import RaiseForm
from .forms.groups import AgreementForm, EventForm, GroupForm, SessionForm
from .forms.referral import CapacityForm, ReferForm
from .forms.talks import SupervisionForm

RESIDENT, WORKER = _("Resident"), _("Social worker")
GUARDIAN, SUPERVISOR = _("Guardian"), _("Supervisor")
PEOPLE_ON_A_LIST = 20
GOALS = 3  # on an empty evaluation


@dataclass(frozen=True)
class Paper:
    """A form on paper.

    Args:
        make: (station) -> its parts, empty, in the language of the moment.
        about: whether it names one resident, so that a line is left for who it is.
        signs: who signs it.
        people: how many rows there are for people and their signatures.
    """

    code: str
    title: str
    make: Callable
    about: bool = True
    signs: tuple = (WORKER,)
    people: int = 0

    def version(self, station):
        return version_of(lambda: self.make(station))


def _one(form, **words):
    return lambda station: [part_of(form(**words))]


def _intake(station):
    today = localdate(now())
    return [
        part_of(ResidentForm(station=station), _now("Who is it?")),
        part_of(NeedForm(today=today), _now("What is lacking?")),
    ]


def _evaluation(station):
    goals = [
        SimpleNamespace(
            pk=n, words=_now("Goal %(n)s: what is to be reached?") % {"n": n}, state=None
        )
        for n in range(1, GOALS + 1)
    ]
    return [part_of(EvaluateForm(goals=goals))]


def _change(station):
    nobody = SimpleNamespace(name="", phone="", address="", street=None, street_id=None)
    return [part_of(ChangeForm(resident=nobody, station=station))]


def _some_need():
    """Of which nothing is known yet; its amounts are asked without a unit."""
    return SimpleNamespace(kind="goods", lacking=None, due_on=localdate(now()))


PAPERS = (
    Paper("intake", _("Register a resident and a need"), _intake, False, (RESIDENT, WORKER)),
    Paper("change", _("What has changed about a resident"), _change),
    Paper("household", _("Who lives together"), _one(FormHouseholdForm)),
    Paper("departure", _("Died or moved away"), _one(DepartureForm)),
    Paper("consent", _("Consent"), _one(ConsentForm), True, (RESIDENT, GUARDIAN, WORKER)),
    Paper(
        "correction", _("Asking for a correction"), _one(CorrectionForm), True, (RESIDENT, WORKER)
    ),
    Paper(
        "assessment",
        _("Assessment of a need"),
        lambda station: [part_of(AssessForm(need=_some_need()))],
    ),
    Paper("open", _("Opening of a case"), _one(OpenCaseForm)),
    Paper("estimate", _("Estimate"), _one(EstimateForm)),
    Paper(
        "plan",
        _("Plan of the case"),
        _one(PlanForm, needs=()),
        True,
        (RESIDENT, WORKER, SUPERVISOR),
    ),
    Paper("contact", _("Contact or visit"), _one(ContactForm, may_counsel=True)),
    Paper("appointment", _("Appointment"), _one(AppointmentForm)),
    Paper("goal", _("What became of a goal"), _one(SettleForm)),
    Paper("evaluation", _("Evaluation"), _evaluation, True, (RESIDENT, WORKER)),
    Paper("closure", _("Closing of a case"), _one(CloseCaseForm), True, (RESIDENT, WORKER)),
    Paper("reopening", _("Opening a case again"), _one(ReopenForm)),
    Paper("follow-up", _("Follow-up"), _one(FollowUpForm)),
    Paper(
        "handover",
        _("Handover of a case"),
        _one(HandoverForm, people=None),
        True,
        (_("Who gives"), _("Who takes over")),
    ),
    Paper(
        "supervision",
        _("Talk of supervision"),
        _one(SupervisionForm, cases=()),
        False,
        (SUPERVISOR, WORKER),
    ),
    Paper(
        "referral",
        _("Referral"),
        lambda station: [part_of(ReferForm(need=_some_need(), groups=[], at=now()))],
        True,
        (RESIDENT, WORKER),
    ),
    Paper("places", _("Who has places"), _one(CapacityForm), False),
    Paper(
        "receipt",
        _("Confirmation of what arrived"),
        _one(ConfirmForm, payment=SimpleNamespace(unit="goods")),
        True,
        (RESIDENT, WORKER),
    ),
    Paper("crisis", _("Somebody is in danger"), _one(RaiseForm)),
    Paper("group", _("Beginning of a group"), _one(GroupForm), False),
    Paper(
        "meeting", _("Who came to a meeting"), _one(SessionForm), False, (WORKER,), PEOPLE_ON_A_LIST
    ),
    Paper("event", _("Done for the neighbourhood"), _one(EventForm), False),
    Paper("agreement", _("Agreement"), _one(AgreementForm), False, (_("Charity"), _("Agency"))),
)
BY_CODE = {paper.code: paper for paper in PAPERS}
OF_FORMS = {  # which paper stands beside a form on the screen
    AppointmentForm: "appointment",
    ChangeForm: "change",
    CloseCaseForm: "closure",
    ContactForm: "contact",
    EstimateForm: "estimate",
    EvaluateForm: "evaluation",
    FollowUpForm: "follow-up",
    HandoverForm: "handover",
    PlanForm: "plan",
    ReopenForm: "reopening",
    SettleForm: "goal",
}
