"""What a fund is asked when it says no, takes back, pays or pauses."""

from django import forms
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.matching.models import Decline
from shanqiao.apps.record.clock import now

from .filters import DayInput

# What each reason leads to; see Note [What a decline leads to].
CONSEQUENCES = {
    Decline.Reason.PURPOSE: _(
        "This purse is not proposed for this need again. Other purses may still be."
    ),
    Decline.Reason.RELATED: _(
        "No purse of your fund is proposed for this need again. Other funds may still be."
    ),
    Decline.Reason.LOOK_AGAIN: _(
        "The need goes back to its station. Nobody is proposed for it until it is assessed again."
    ),
    Decline.Reason.HELPED: _(
        "The station is asked to look. Nobody is proposed for the need until it is assessed again."
    ),
    Decline.Reason.NOT_NOW: _(
        "The purse is paused until the day you name, and nothing is proposed from it meanwhile."
        " The need goes to other purses if there are any."
    ),
}


class _NotInThePast(forms.Form):
    def clean_until_on(self):
        day = self.cleaned_data.get("until_on")
        if day and day < localdate(now()):
            raise forms.ValidationError(
                _("That day has passed. Please choose today or a later day.")
            )
        return day


def _reasons():
    """Each reason, and beneath it what it leads to."""
    return [
        (
            reason.value,
            format_html(
                '<span class="d-block">{}</span><span class="d-block text-secondary">{}</span>',
                reason.label,
                CONSEQUENCES[reason],
            ),
        )
        for reason in Decline.Reason
    ]


class DeclineForm(_NotInThePast):
    reason = forms.ChoiceField(
        label=_("Why does the fund say no?"),
        widget=forms.RadioSelect,
        choices=_reasons,
    )
    until_on = forms.DateField(
        label=_("Paused until"),
        required=False,
        widget=DayInput,
        help_text=_("Only where the fund cannot give at present."),
    )
    words = forms.CharField(
        label=_("In words, if you like"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The station reads this. Please write no names."),
    )

    def clean(self):
        answers = super().clean()
        if answers.get("reason") != Decline.Reason.NOT_NOW:
            answers["until_on"] = None
        elif not answers.get("until_on") and "until_on" not in self.errors:
            self.add_error("until_on", _("Say until which day the fund cannot give."))
        return answers


class ReleaseForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The record keeps this. Please write no names."),
    )


class PauseForm(_NotInThePast):
    until_on = forms.DateField(
        label=_("Paused until"),
        widget=DayInput,
        help_text=_("The last day on which nothing is proposed from this purse."),
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Colleagues and supervisors read this."),
    )
