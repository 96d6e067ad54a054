"""What a fund is asked when it writes receipts and letters."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.receipts.actions import TITLE
from shanqiao.apps.receipts.models import LetterRun
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.amounts import LARGEST

from ..filters import DayInput

REPLACE, VOID = "replace", "void"


class BookForm(forms.Form):
    host = forms.ModelChoiceField(label=_("Which charity?"), queryset=None, empty_label=None)
    code = forms.CharField(
        label=_("Receipt code"),
        max_length=20,
        help_text=_("As the finance department gave it for this year. It cannot be changed later."),
    )
    title = forms.CharField(
        label=_("Name of the receipt"),
        max_length=60,
        initial=TITLE,
        help_text=_("It is printed at the head of each receipt."),
    )

    def __init__(self, *args, hosts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = hosts


class IssueForm(forms.Form):
    payer = forms.CharField(
        label=_("Payer"), max_length=120, help_text=_("As it will stand on the receipt.")
    )
    worth = forms.DecimalField(
        label=_("What the goods are worth"),
        min_value=0,
        max_value=LARGEST,
        decimal_places=2,
        help_text=_("In yuan, at fair value: by invoice, market price or an appraisal."),
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, is_money, **kwargs):
        super().__init__(*args, **kwargs)
        if is_money:
            del self.fields["worth"]

    def clean_worth(self):
        return int(self.cleaned_data["worth"] * 100)


class CorrectForm(IssueForm):
    act = forms.ChoiceField(
        label=_("What shall happen?"),
        choices=[
            (REPLACE, _("It is void, and another one is issued in its place")),
            (VOID, _("It is void, and nothing takes its place for now")),
        ],
        widget=forms.RadioSelect,
        initial=REPLACE,
    )
    why = forms.CharField(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ("act", "why", "payer", "worth", "remarks")

    def __init__(self, *args, is_void, **kwargs):
        super().__init__(*args, **kwargs)
        if is_void:  # what is void can only be replaced
            del self.fields["act"]


class LettersForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What shall be made?"), choices=LetterRun.Kind, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LetterRun.Language)
    first_on = forms.DateField(label=_("For gifts from"), widget=DayInput)
    last_on = forms.DateField(
        label=_("until"),
        widget=DayInput,
        help_text=_("For a yearly summary, from 1 January until 31 December."),
    )

    def __init__(self, *args, **kwargs):
        today = localdate(now())
        first = {"kind": LetterRun.Kind.RECEIPTS, "last_on": today}
        kwargs.setdefault("initial", {**first, "first_on": today.replace(day=1)})
        super().__init__(*args, **kwargs)

    def clean(self):
        told = super().clean()
        first, last = told.get("first_on"), told.get("last_on")
        if first and last and first > last:
            self.add_error("last_on", _("The first day is not after the last."))
        return told
