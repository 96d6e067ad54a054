"""What a fund is asked when it announces an aid programme, ends it, and answers an application."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.programmes.models import Refusal
from shanqiao.www.parts.amounts import LARGEST, AmountField
from shanqiao.www.parts.words import quantity

from ..filters import DayInput

# What each reason leads to; see Note [What a refusal leads to].
CONSEQUENCES = {
    Refusal.Reason.PURPOSE: gettext_lazy("The programme is not open to this need again."),
    Refusal.Reason.UNCLEAR: gettext_lazy(
        "The station may apply again at once. Please write what is missing."
    ),
    Refusal.Reason.HELPED: gettext_lazy(
        "The station assesses the need again before it applies again."
    ),
    Refusal.Reason.SPENT: gettext_lazy(
        "The station may apply again later. The plans look for other help as ever."
    ),
}


class AnnounceForm(forms.Form):
    """Asked as it is announced: out of which purse, called what, helping with what, whom, how much, when."""

    purse = forms.ChoiceField(
        label=gettext_lazy("Out of which purse"),
        help_text=gettext_lazy("What its givers asked for binds the programme too."),
    )
    name = forms.CharField(label=gettext_lazy("Name of the programme"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=90)
    purpose = forms.CharField(
        label=gettext_lazy("What it helps with"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stations and the public read this."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of need"), choices=Kind, widget=forms.CheckboxSelectMultiple
    )
    most = forms.DecimalField(
        label=gettext_lazy("At most for one person"),
        min_value=0.01,
        max_value=LARGEST,
        decimal_places=2,
        help_text=gettext_lazy("In yuan, or in the unit of the purse; over the whole programme."),
    )
    conditions = forms.CharField(
        label=gettext_lazy("For whom, and what to bring"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label=gettext_lazy("By which decision"),
        max_length=200,
        help_text=gettext_lazy("For instance the minutes of the fund's committee, with the day."),
    )
    first_on = forms.DateField(label=gettext_lazy("From day"), widget=DayInput)
    last_on = forms.DateField(
        label=gettext_lazy("To day"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Leave it empty where it goes on until it is ended."),
    )

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self._purses = {str(purse.pk): purse for purse in purses}
        self.fields["purse"].choices = [
            (pk, f"{purse.label} · {purse.fund}") for pk, purse in self._purses.items()
        ]

    def clean_purse(self):
        return self._purses[self.cleaned_data["purse"]]

    def clean(self):
        typed = super().clean()
        purse, most = typed.get("purse"), typed.pop("most", None)
        if purse is not None and most is not None:
            typed["most_per_person"] = int(most * 100) if purse.unit == "fen" else int(most)
        return typed


class EndProgrammeForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why does it end?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Nobody applies any more. What waits is still answered."),
    )


class AcceptApplicationForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("In your words, if you like"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Otherwise the words of the station stand. Who approves it and the station read this."
        ),
    )

    def __init__(self, *args, unit, most, **kwargs):
        super().__init__(*args, **kwargs)
        self._unit, self._most = unit, most
        self.fields["count"] = AmountField(
            label=_("How much?"),
            unit=unit,
            min_value=0.01 if unit == "fen" else 1,
            help_text=_("At most %(most)s.") % {"most": quantity(most, unit)},
        )
        self.order_fields(["count"])

    def clean_count(self):
        count = self.cleaned_data["count"]
        if count > self._most:
            raise forms.ValidationError(
                _("At most %(most)s: the need lacks no more, or nothing more is there for it.")
                % {"most": quantity(self._most, self._unit)}
            )
        return count


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
        for reason in Refusal.Reason
    ]


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why does the fund say no?"), widget=forms.RadioSelect, choices=_reasons
    )
    words = forms.CharField(
        label=gettext_lazy("In words, if you like"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The station reads this. Please write no names."),
    )

    def clean(self):
        typed = super().clean()
        if typed.get("reason") == Refusal.Reason.UNCLEAR and not typed.get("words"):
            self.add_error("words", _("Please write what is missing."))
        return typed
