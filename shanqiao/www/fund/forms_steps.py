"""What is asked at each step of a change of purpose."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .filters import DayInput
from .forms_governing import LETTERS


class ConsentForm(forms.Form):
    gift = forms.CharField(
        label=_("Number of the gift or agreement"),
        max_length=60,
        help_text=_("Not the giver's name."),
    )
    agrees = forms.ChoiceField(
        label=_("What did the giver say?"),
        choices=[("yes", _("agrees")), ("no", _("does not agree"))],
        widget=forms.RadioSelect,
    )
    said_on = forms.DateField(label=_("Said on"), widget=DayInput)

    def clean_agrees(self):
        return self.cleaned_data["agrees"] == "yes"


class NoticeForm(forms.Form):
    text = forms.CharField(
        label=_("What the public reads"),
        widget=LETTERS,
        help_text=_("What changes, why, and since when. No names of givers."),
    )
    contact = forms.CharField(
        label=_("Where to object"), max_length=120, help_text=_("An office and its telephone.")
    )
    since = forms.DateField(label=_("Public since"), widget=DayInput)
    until = forms.DateField(label=_("Public until"), widget=DayInput)


class ObjectionForm(forms.Form):
    words = forms.CharField(label=_("What do they say?"), widget=LETTERS)
    who = forms.CharField(
        label=_("Who, and how to answer"),
        required=False,
        max_length=200,
        help_text=_("Kept sealed, for the answer only."),
    )
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)


class ReplyForm(forms.Form):
    upheld = forms.ChoiceField(
        label=_("Is the objection right?"),
        choices=[("no", _("no; the change goes on")), ("yes", _("yes; the use stays as it is"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("The answer"), widget=forms.Textarea(attrs={"rows": 3}))

    def clean_upheld(self):
        return self.cleaned_data["upheld"] == "yes"


class FilingForm(forms.Form):
    office = forms.CharField(label=_("Filed with"), max_length=80)
    number = forms.CharField(label=_("Number of the filing"), max_length=60)
    filed_on = forms.DateField(label=_("Filed on"), widget=DayInput)
