"""What the empty forms about a resident and a need ask, one function for each sheet: (station) -> its parts, in the language of the moment."""

from dataclasses import replace
from types import SimpleNamespace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.illness.models import Layer
from shanqiao.apps.programmes.templates import shipped
from shanqiao.apps.record.clock import now
from shanqiao.apps.referrals.states import StepKind
from shanqiao.apps.residents.models import Consent
from shanqiao.stories.consultations import CODE, in_our_language
from shanqiao.www.parts.findings import SettleForm as FindingForm
from shanqiao.www.parts.paper import Part, Question, part_of
from shanqiao.www.parts.referrals import (
    AcceptReferralForm,
    DoneForm,
    GoOnForm,
    RejectReferralForm,
)

from . import forms
from .forms import consent, crises, illness, referral
from .sameness import AnswerForm

STEPS = 3  # of a crisis, on one sheet
STEPS_OF_A_REFERRAL = (StepKind.STARTED, StepKind.HELD, StepKind.RESUMED, StepKind.FAILED)


def one(form, **words):
    """The maker of a sheet that asks one form."""
    return lambda station: [part_of(form(**words))]


def intake(station):
    today = localdate(now())
    return [
        part_of(forms.ResidentForm(station=station), _("Who is it?")),
        part_of(forms.NeedForm(today=today), _("What is lacking?")),
    ]


def change(station):
    nobody = SimpleNamespace(name="", phone="", address="", street=None, street_id=None)
    return [part_of(forms.ChangeForm(resident=nobody, station=station))]


def facts(station):
    return [
        part_of(forms.NameForm(), _("Another name")),
        part_of(forms.PhoneForm(), _("Another telephone")),
        part_of(forms.PlaceForm(), _("A place they belong to")),
        part_of(forms.DocumentForm(), _("A document")),
        after(part_of(forms.EndForm(), _("What holds no longer")), line(_("What is meant?"))),
    ]


def household(station):
    others = line(_("What is each of the others to the new head?"), 3)
    head = part_of(forms.HeadForm(members=()), _("Another head"))
    return [
        part_of(forms.FormHouseholdForm(), _("They begin to live together")),
        after(part_of(forms.JoinForm(), _("Add somebody")), line(_("Who is it?"))),
        part_of(forms.LeaveForm(members=()), _("Somebody leaves")),
        replace(head, questions=(*head.questions, others)),
        part_of(forms.DissolveForm(), _("It is a household no longer")),
    ]


def departure(station):
    return [part_of(forms.DepartureForm()), part_of(forms.TakeBackForm(), _("Take it back"))]


def withdrawal(station):
    return [
        Part(
            "",
            (
                boxes(_("What do they withdraw?"), Consent.Purpose.labels),
                line(_("For whom? Empty means for everybody.")),
                line(_("In their own words"), 3),
            ),
        )
    ]


def correction(station):
    return [
        part_of(consent.CorrectionForm()),
        part_of(consent.CorrectionAnswerForm(), _("What came of it?")),
    ]


def same_person(station):
    return [
        part_of(AnswerForm(), _("A question about a resident")),
        part_of(FindingForm(), _("A need that is there twice")),
    ]


def assessment(station):
    return [part_of(forms.AssessForm(need=_some_need()))]


def receipt(station):
    return [part_of(forms.ConfirmForm(payment=SimpleNamespace(unit="goods")))]


def _some_need():
    """Of which nothing is known yet; its amounts are asked without a unit."""
    return SimpleNamespace(kind="goods", lacking=None, due_on=localdate(now()))


def need_close(station):
    return [after(part_of(forms.CloseForm()), line(_("Which need?")))]


def application(station):
    """To any programme: how much there may be is not known, and what papers it needs says its own page."""
    form = forms.ApplyForm(unit="piece", most=0)
    form.fields["count"].help_text = ""
    papers = {p.code: in_our_language(p.name) for h in shipped().values() for p in h.read.papers}
    return [
        after(part_of(form), line(_("Which programme?"))),
        Part(
            _("Papers that go with it"),
            (
                boxes(_("Which papers are there?"), papers.values()),
                line(_("Others, as the programme says"), 2),
            ),
        ),
    ]


def illness_aid(station):
    return [
        part_of(illness.OpenAidForm(), _("Begin serious-illness aid")),
        questions_to_the_family(shipped()[CODE].read),
    ]


def questions_to_the_family(template):
    """Every question of a template: which comes after which answer stands beside it."""
    number = {question.code: n for n, question in enumerate(template.questions, start=1)}
    asked = [
        boxes(
            f"{number[question.code]}. {in_our_language(question.asks)}",
            [_answer(answer, number) for answer in question.answers],
        )
        for question in template.questions
    ]
    return Part(_("Questions to the family"), tuple(asked))


def questions_of_illness():
    """Where they come from: with code, version, since and source."""
    return shipped()[CODE].read


def _answer(answer, number):
    words = in_our_language(answer.says)
    return f"{words} → {number[answer.then]}" if answer.then else words


def bill(station):
    return [
        part_of(illness.BillForm()),
        after(
            part_of(illness.PayerForm(), _("Who pays before charity")),
            boxes(_("Which payer?"), Layer.labels),
        ),
        part_of(illness.DecideForm(), _("What the payer decided")),
        part_of(illness.StrikeForm(), _("If the bill, or another paper, was wrong")),
    ]


def refer(station):
    return [part_of(referral.ReferForm(need=_some_need(), groups=[], at=now()))]


def referral_answer(station):
    asked = SimpleNamespace(from_purse=None, state=None)
    goes_on = GoOnForm(referral=asked)
    goes_on.fields["kind"].choices = [(kind.value, kind.label) for kind in STEPS_OF_A_REFERRAL]
    yes = part_of(AcceptReferralForm(referral=asked), _("We accept"))
    return [
        after(yes, line(_("Which station asks, for what?"))),
        part_of(RejectReferralForm(referral=asked), _("We cannot")),
        part_of(goes_on, _("How it goes on")),
        part_of(DoneForm(referral=asked), _("It is done")),
    ]


def referral_course(station):
    return [
        part_of(DoneForm(referral=None, station=True), _("The resident has it")),
        part_of(referral.WhyForm(), _("Take it back")),
        part_of(referral.WhyForm(), _("If it cannot wait for a consent")),
    ]


def crisis_steps(station):
    steps = [
        after(
            part_of(crises.SayForm(), _("Step %(n)s") % {"n": n}),
            line(_("Which step of the path, or something more?")),
        )
        for n in range(1, STEPS + 1)
    ]
    return [
        *steps,
        part_of(crises.NamePersonForm(people=None), _("Who sees this")),
        part_of(crises.EndForm(), _("End it")),
    ]


def line(label, lines=1):
    return Question(label=label, lines=lines)


def boxes(label, words):
    return Question(label=label, boxes=tuple((str(one), False) for one in words))


def after(part, *first):
    """The part, after what the screen knows without asking."""
    return replace(part, questions=(*first, *part.questions))
