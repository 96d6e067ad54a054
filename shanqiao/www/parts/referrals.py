"""Answering a referral, wherever it is answered: which steps may follow, their forms, and taking them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.files.actions import CannotKeepDocument, keep_document
from shanqiao.apps.record.clock import now
from shanqiao.apps.referrals.answering import (
    Answerer,
    accept_referral,
    complete_referral,
    go_on_with_referral,
    reject_referral,
)
from shanqiao.apps.referrals.models import ReferralStep
from shanqiao.apps.referrals.states import State, StepKind
from shanqiao.apps.referrals.stepping import CannotStepReferral
from shanqiao.www.parts.amounts import AmountField
from shanqiao.www.parts.words import quantity

DAY = {"type": "date"}
LOOKS = {  # what somebody still has to do stands out
    State.DRAFT: "bg-secondary-lt",
    State.REQUESTED: "bg-orange-lt",
    State.ACCEPTED: "bg-blue-lt",
    State.IN_PROGRESS: "bg-blue-lt",
    State.ON_HOLD: "bg-orange-lt",
    State.COMPLETED: "bg-green-lt",
}
GO_ON = {  # what an addressee may say after each state, beside yes, no and done
    State.ACCEPTED: (StepKind.STARTED, StepKind.HELD, StepKind.FAILED),
    State.IN_PROGRESS: (StepKind.HELD, StepKind.FAILED),
    State.ON_HOLD: (StepKind.RESUMED, StepKind.FAILED),
}


def look_of(state):
    """The colour of a state; its word says it too."""
    return LOOKS.get(State(state), "bg-secondary-lt")


class AcceptReferralForm(forms.Form):
    """Yes, and a word to the station; at a fund, how much."""

    words = forms.CharField(
        label=_("A word to the station"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For instance who will call the resident, and when."),
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, prefix="accept", **kwargs)
        if referral.from_purse:
            self.fields["count"] = AmountField(
                label=_("How much do you propose?"),
                unit=referral.unit,
                min_value=0.01 if referral.unit == "fen" else 1,
                initial=referral.count,
                help_text=_("Asked for: %(much)s.")
                % {"much": quantity(referral.count, referral.unit)},
            )
            self.order_fields(["count", "words"])

    def facts(self, **_by):
        return dict(self.cleaned_data)


class RejectReferralForm(forms.Form):
    """No, and why: each reason leads to something."""

    reason = forms.ChoiceField(
        label=_("Why not?"), choices=ReferralStep.Reason.choices, widget=forms.RadioSelect
    )
    until_on = forms.DateField(
        label=_("If there are no places or means: until when?"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Until then nobody is sent to you for this kind of help."),
    )
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, prefix="reject", **kwargs)

    def facts(self, **_by):
        return dict(self.cleaned_data)


class GoOnForm(forms.Form):
    """Begun, on hold, taken up again, or it came to nothing."""

    kind = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it is put on hold or came to nothing."),
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, prefix="go_on", **kwargs)
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in GO_ON.get(referral.state, ())
        ]

    def facts(self, **_by):
        return dict(self.cleaned_data)


class DoneForm(forms.Form):
    """Done, and what shows it."""

    evidence = forms.ChoiceField(label=_("What shows it?"), widget=forms.RadioSelect)
    document = forms.FileField(
        label=_("Hand-over sheet or photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=_("A photo (JPEG, PNG) or a PDF, at most 8 MB; it is kept sealed."),
    )
    happened_on = forms.DateField(
        label=_("On which day?"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        label=_("Where it was, or what was said"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, referral, receipts=(), station=False, **kwargs):
        super().__init__(*args, prefix="complete", **kwargs)
        kinds, self._receipts = ReferralStep.Evidence, {str(r.pk): r for r in receipts}
        choices = [kinds.HANDOVER, kinds.CHECK_IN]
        if self._receipts:
            choices.insert(0, kinds.RECEIPT)
            self.fields["receipt"] = forms.ChoiceField(
                label=_("Which receipt?"),
                required=False,
                choices=[
                    (pk, quantity(r.arrived, r.payment.unit)) for pk, r in self._receipts.items()
                ],
            )
        if station:
            choices.append(kinds.WORD)
            self.fields["asked"] = forms.ChoiceField(
                label=_("How was the resident asked?"),
                required=False,
                choices=[("", "–"), *ReferralStep.Asked.choices],
            )
        self.fields["evidence"].choices = [(kind.value, kind.label) for kind in choices]
        self.order_fields(["evidence", "receipt", "document", "happened_on", "asked", "words"])

    def facts(self, *, by, at):
        """As ``complete_referral`` takes it; the file is kept first.

        Raises:
            CannotKeepDocument: it is neither a picture nor a PDF, or too large.
        """
        data = dict(self.cleaned_data)
        receipt, file = data.pop("receipt", ""), data.pop("document")
        data["receipt"] = (
            self._receipts.get(receipt)
            if data["evidence"] == ReferralStep.Evidence.RECEIPT
            else None
        )
        data.setdefault("asked", "")
        data["document"] = file and keep_document(name=file.name, content=file.read(), by=by, at=at)
        return data


STEPS = {  # what is sent as ``act``: the form, and the action behind it
    "accept": (AcceptReferralForm, accept_referral),
    "reject": (RejectReferralForm, reject_referral),
    "go_on": (GoOnForm, go_on_with_referral),
    "complete": (DoneForm, complete_referral),
}


def forms_for(referral, *, posted=None, files=None, **of_done):
    """{act: form} of what an addressee may say now to a referral (with its state); the one that was sent is bound.

    Args:
        of_done: receipts and station, as DoneForm takes them.
    """
    acts = {
        State.REQUESTED: ("accept", "reject"),
        State.ACCEPTED: ("go_on", "complete"),
        State.IN_PROGRESS: ("complete", "go_on"),
        State.ON_HOLD: ("go_on",),
    }.get(referral.state, ())
    return {
        act: STEPS[act][0](
            *((posted, files) if posted is not None and posted.get("act") == act else ()),
            referral=referral,
            **(of_done if act == "complete" else {}),
        )
        for act in acts
    }


def take(form, act, *, keeps, do):
    """Take the step of a bound form; what refuses it stands in the form.

    Args:
        keeps: the person in whose name a file is kept.
        do: (action, facts) -> whatever it returns.

    Returns:
        what ``do`` returned, or None where it was refused.
    """
    if not form.is_valid():
        return None
    try:
        return do(STEPS[act][1], form.facts(by=keeps, at=now()))
    except (CannotStepReferral, CannotKeepDocument) as refusal:
        form.add_error(None, str(refusal))
    return None


class Overtaken(Exception):
    """Somebody else was faster: the step that was asked for cannot be taken any more."""


def take_asked(request, referral, answers):
    """Take the step that a posted form asks for, in the name of who is signed in.

    Args:
        answers: {act: bound form} of what may be answered now.

    Returns:
        the step, or None where it was refused.

    Raises:
        Overtaken.
    """
    act = request.POST.get("act", "")
    if act not in answers:
        raise Overtaken
    return take(
        answers[act],
        act,
        keeps=request.user,
        do=lambda action, facts: action(
            referral=referral, answerer=Answerer(person=request.user), at=now(), **facts
        ),
    )
