"""What is asked when a cost of management or of raising money is booked, and when one is taken back."""

import uuid

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.clock import now
from shanqiao.www.parts.amounts import AmountField

from .filters import DayInput


class ManagementForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    amount = AmountField(unit="fen", label=_("How much (yuan)?"), max_value=10**12)
    words = forms.CharField(label=_("What was paid for?"), max_length=120)
    purse = forms.ModelChoiceField(
        label=_("Out of which purse?"),
        queryset=None,
        required=False,
        empty_label=_("none: out of the charity's own money"),
        help_text=_("Only where its givers agreed to a share for management."),
    )
    on = forms.DateField(label=_("Paid on"), widget=DayInput)

    def __init__(self, *args, purses, **kwargs):
        kwargs.setdefault("initial", {"key": str(uuid.uuid4()), "on": localdate(now())})
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses
        self.fields["purse"].label_from_instance = lambda purse: f"{purse.label} · {purse.fund}"


class RaisingForm(ManagementForm):
    campaign = forms.CharField(
        label=_("For which appeal?"),
        max_length=120,
        required=False,
        help_text=_("As its plan is called; none where it is for no appeal of its own."),
    )
    field_order = ["amount", "words", "campaign", "purse", "on"]

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, purses=purses, **kwargs)
        self.fields["purse"].help_text = _(
            "Only where its givers agreed that it pays for raising money."
        )


class BackForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=300,
        help_text=_("Booked by mistake, or the money came back. The cost stays to be read."),
    )


class PartBackForm(BackForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    amount = AmountField(unit="fen", label=_("How much comes off (yuan)?"), max_value=10**12)
    field_order = ["key", "amount", "why"]

    def __init__(self, *args, stands, **kwargs):
        kwargs.setdefault("initial", {"key": str(uuid.uuid4()), "amount": stands})
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _(
            "All that stands of it, or the part that was wrong or was paid back."
        )
