"""What a fund is asked about promises, employers, questions, files and gifts in kind."""

import uuid

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.goods import OTHER_THAN_MONEY
from shanqiao.apps.giving.models import Donor, DonorAnswer, Gift, InKind, Pledge
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.amounts import AmountField

from ..filters import DayInput
from .forms import BY_HAND, InPublicField, PlatformField, PurseField

BY_ITSELF = [(how, words) for how, words in BY_HAND if how in (Gift.How.BANK, Gift.How.CASH)]
MONEY_BY_HAND = [(how, words) for how, words in BY_HAND if how not in OTHER_THAN_MONEY]
LARGEST_FILE = 64 * 1024 * 1024  # bytes


class _Dated(forms.Form):
    """A form whose day is today unless somebody says otherwise, and which is sent once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args, **kwargs):
        today = {"key": str(uuid.uuid4()), "on": localdate(now()), "first_on": localdate(now())}
        kwargs["initial"] = today | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Colleagues and supervisors read this."),
    )


class DayForm(forms.Form):
    on = forms.DateField(label=_("Asked on"), widget=DayInput)


class PledgeForm(_Dated):
    purse = PurseField(label=_("For which purse?"), queryset=None)
    amount = AmountField(unit="fen", label=_("How much each time, in yuan?"))
    every = forms.ChoiceField(
        label=_("How often?"),
        choices=Pledge.Every,
        widget=forms.RadioSelect,
        initial=Pledge.Every.MONTH,
    )
    first_on = forms.DateField(label=_("First on"), widget=DayInput)
    last_on = forms.DateField(
        label=_("Last on"), widget=DayInput, required=False, help_text=_("Empty for no end.")
    )
    words = forms.CharField(label=_("What was agreed"), max_length=200, required=False)

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses.filter(unit="fen")


class ArrivedForm(_Dated):
    amount = AmountField(unit="fen", label=_("How much arrived, in yuan?"))
    how = forms.ChoiceField(label=_("How was it given?"), choices=MONEY_BY_HAND, initial="bank")
    platform = PlatformField()
    on = forms.DateField(label=_("Date of the gift"), widget=DayInput)
    reference = forms.CharField(
        label=_("Number at the bank or platform"), max_length=80, required=False
    )


class SettleForm(_Dated):
    how = forms.ChoiceField(label=_("How was it given?"), choices=BY_ITSELF, initial="bank")
    on = forms.DateField(label=_("Date of the gift"), widget=DayInput)
    reference = forms.CharField(
        label=_("Number at the bank or platform"), max_length=80, required=False
    )


class EmployerForm(forms.Form):
    purse = PurseField(label=_("For gifts to which purse?"), queryset=None)
    percent = forms.IntegerField(
        label=_("How many percent are added?"), min_value=1, max_value=1000, initial=100
    )
    person_cap = AmountField(unit="fen", label=_("At most for one person and year, in yuan"))
    total_cap = AmountField(unit="fen", label=_("At most in all, in yuan"))
    valid_from = forms.DateField(label=_("From day"), widget=DayInput)
    valid_to = forms.DateField(label=_("To day"), widget=DayInput)
    agreement = forms.CharField(label=_("Number of the written agreement"), max_length=40)
    voluntary = forms.BooleanField(
        label=_("Everybody gives of their own will"),
        required=False,
        help_text=_("Nobody is told to give, or how much. Otherwise it cannot be agreed."),
    )

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses.filter(unit="fen")


class EmployeeForm(forms.Form):
    name = forms.CharField(label=_("Name of the giver"), max_length=120)
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    since = forms.DateField(label=_("Since"), widget=DayInput)


class QuestionForm(forms.Form):
    words = forms.CharField(
        label=_("What does the giver ask?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked_on = forms.DateField(label=_("Asked on"), widget=DayInput)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"asked_on": localdate(now())})
        super().__init__(*args, **kwargs)

    def clean_asked_on(self):
        if self.cleaned_data["asked_on"] > localdate(now()):
            raise forms.ValidationError(_("That day is still ahead."))
        return self.cleaned_data["asked_on"]


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("What was the giver answered?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    told = forms.ChoiceField(
        label=_("How was it told?"), choices=DonorAnswer.Told, widget=forms.RadioSelect
    )


class FileForm(forms.Form):
    purse = PurseField(label=_("For which purse?"), queryset=None)
    how = forms.ChoiceField(label=_("How was it given?"), choices=MONEY_BY_HAND, initial="platform")
    platform = PlatformField()
    file = forms.FileField(
        label=_("The file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_(
            "Excel or CSV with the columns 金额 and 日期, and if there are: 捐赠人, 流水号, 电话, 统一社会信用代码, 捐赠意愿. At most 200,000 rows."
        ),
    )

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses.filter(unit="fen")

    def clean_file(self):
        if self.cleaned_data["file"].size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 64 MB; please divide it."))
        return self.cleaned_data["file"]


class InKindForm(_Dated):
    kind = forms.ChoiceField(label=_("Who gives?"), choices=Donor.Kind, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the giver"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    purse = PurseField(label=_("For which purse?"), queryset=None)
    how = forms.ChoiceField(
        label=_("What is given?"),
        choices=[(how.value, how.label) for how in OTHER_THAN_MONEY],
        widget=forms.RadioSelect,
        initial=Gift.How.GOODS,
    )
    what = forms.CharField(label=_("Which goods or service?"), max_length=120)
    amount = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=10**9,
        help_text=_("In the unit of the purse: pieces, meals, hours or visits."),
    )
    in_public = InPublicField()
    lot = forms.CharField(label=_("Lot or batch number"), max_length=40, required=False)
    expires_on = forms.DateField(label=_("Usable until"), widget=DayInput, required=False)
    basis = forms.ChoiceField(
        label=_("Valued by"),
        choices=InKind.Basis,
        widget=forms.RadioSelect,
        initial=InKind.Basis.NONE,
    )
    valued = AmountField(unit="fen", label=_("Worth in all, in yuan"), required=False)
    paper = forms.CharField(
        label=_("Number of the invoice or appraisal"), max_length=60, required=False
    )
    cost_by = forms.ChoiceField(
        label=_("Who pays the appraiser?"),
        choices=[("", _("nobody was asked")), *InKind.PaidBy.choices],
        required=False,
    )
    cost = AmountField(
        unit="fen",
        label=_("What the appraiser costs, in yuan"),
        required=False,
        help_text=_(
            "Deducted from the gift: it is booked as a cost of fundraising, out of the charity's own money, since goods pay"
            " nobody."
        ),
    )
    usable = forms.BooleanField(
        label=_("We looked at it: it can be used, and is safe and clean"), required=False
    )
    on = forms.DateField(label=_("Date of the gift"), widget=DayInput)

    def clean_cost(self):
        return self.cleaned_data["cost"] or 0

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses.exclude(unit="fen")
