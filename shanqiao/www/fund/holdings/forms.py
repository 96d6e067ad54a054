"""What a fund is asked about holdings and linked agreements."""

import uuid

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import Donor
from shanqiao.apps.holdings.models import Holding, HoldingEvent, LinkedAgreement
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.amounts import AmountField

from ..filters import DayInput
from ..trust_forms import GiverField

Basis = HoldingEvent.Basis


def a_key():
    """A key by which a form that is sent twice is known."""
    return str(uuid.uuid4())


class _Once(forms.Form):
    """A form that may be sent twice and is written down once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=a_key)
    on = forms.DateField(label=_("On"), widget=DayInput)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > localdate(now()):
            raise forms.ValidationError(_("That day lies ahead."))
        return on


class _OfPurses(forms.Form):
    """What is given to one of the purses of my funds by a giver of its charity."""

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.purses = {str(purse.pk): purse for purse in purses}
        hosts = {purse.fund.host_id for purse in purses}
        givers = Donor.objects.filter(host__in=hosts)
        self.fields["donor"] = GiverField(
            label=_("Giver"),
            givers=givers,
            help_text=_("The name as it stands in the list of givers."),
        )
        choices = [(pk, f"{purse.label} · {purse.fund}") for pk, purse in self.purses.items()]
        self.fields["purse"].choices = choices
        if "income_purse" in self.fields:
            self.fields["income_purse"].choices = [("", _("the same purse")), *choices]
        self.order_fields(self.field_order)

    def clean_purse(self):
        return self.purses[self.cleaned_data["purse"]]

    def clean_income_purse(self):
        return self.purses.get(self.cleaned_data["income_purse"])


class _Appraised(forms.Form):
    """What the appraiser cost, and who pays it."""

    appraisal_cost = AmountField(label=_("Cost of the appraisal"), unit="fen", required=False)
    appraisal_paid = forms.ChoiceField(
        label=_("Who paid the appraisal"),
        required=False,
        choices=[("", "–"), *HoldingEvent.PaidBy.choices],
        help_text=_(
            "Out of the gift: it is booked as a cost of fundraising, out of the gift's purse where nobody else gave to it,"
            " otherwise out of the charity's own money."
        ),
    )

    def clean_appraisal_cost(self):
        return self.cleaned_data["appraisal_cost"] or 0


class AcceptForm(_Once, _OfPurses, _Appraised):
    """Asked in the order of the agreement: from whom, what, for what, worth what, kept where."""

    kind = forms.ChoiceField(label=_("What is given"), choices=Holding.Kind)
    name = forms.CharField(label=_("What it is"), max_length=120)
    issuer = forms.CharField(
        label=_("Company or owner of the right"), max_length=120, required=False
    )
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=10**15)
    unit = forms.CharField(
        label=_("Counted in"), max_length=20, help_text=_("Shares, units, hundredths of a percent.")
    )
    purse = forms.ChoiceField(
        label=_("For which purse"),
        help_text=_("What comes when it is sold is this purse's to give, under its conditions."),
    )
    income_purse = forms.ChoiceField(label=_("Its dividends and royalties go to"), required=False)
    value = AmountField(label=_("Worth, all together"), unit="fen")
    basis = forms.ChoiceField(label=_("How it was valued"), choices=Basis)
    words = forms.CharField(
        label=_("By what this is shown"),
        max_length=200,
        help_text=_(
            "Closing price of a day, name and licence of the appraiser, the audited balance sheet."
        ),
    )
    custodian = forms.CharField(
        label=_("Who keeps it"), max_length=120, help_text=_("Register, broker or bank.")
    )
    field_order = [
        "donor", "kind", "name", "issuer", "quantity", "unit", "purse", "income_purse", "value", "basis", "words",
        "appraisal_cost", "appraisal_paid", "custodian",
    ]  # fmt: skip


class InvestForm(_Once):
    """Asked as the deciding body decided it: from which purse, in what, how much, by how many votes."""

    purse = forms.ChoiceField(
        label=_("From which purse"),
        help_text=_("Only what is free and not needed yet. It comes back to this purse."),
    )
    kind = forms.ChoiceField(label=_("Invested in"), choices=Holding.Kind)
    name = forms.CharField(label=_("What it is"), max_length=120)
    issuer = forms.CharField(
        label=_("Company or owner of the right"), max_length=120, required=False
    )
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=10**15)
    unit = forms.CharField(label=_("Counted in"), max_length=20)
    amount = AmountField(label=_("For how much"), unit="fen", min_value=0.01)
    words = forms.CharField(
        label=_("By what this is shown"),
        max_length=200,
        help_text=_("Minutes of the meeting, contract."),
    )
    custodian = forms.CharField(label=_("Who keeps it"), max_length=120)
    members = forms.IntegerField(
        label=_("Members of the deciding body"), min_value=1, max_value=999
    )
    in_favour = forms.IntegerField(label=_("In favour"), min_value=0, max_value=999)
    allowed = forms.BooleanField(
        label=_("No giver of this purse forbade it, and none of it is the government's money."),
        required=False,
    )
    field_order = ["purse", "kind", "name", "issuer", "quantity", "unit", "amount", "words"]

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.purses = {str(purse.pk): purse for purse in purses}
        self.fields["purse"].choices = [
            (pk, f"{purse.label} · {purse.fund}") for pk, purse in self.purses.items()
        ]

    def clean_purse(self):
        return self.purses[self.cleaned_data["purse"]]

    def clean(self):
        typed = super().clean()
        typed["forbidden"] = not typed.pop("allowed", False)
        return typed


class ValueForm(_Once, _Appraised):
    value = AmountField(label=_("Worth, all that is held"), unit="fen")
    basis = forms.ChoiceField(
        label=_("How it was valued"),
        choices=[(basis.value, basis.label) for basis in Basis if basis != Basis.NOMINAL],
    )
    words = forms.CharField(label=_("By what this is shown"), max_length=200)
    field_order = ["value", "basis", "words", "appraisal_cost", "appraisal_paid", "on"]


class IncomeForm(_Once):
    amount = AmountField(label=_("How much came to the bank"), unit="fen", min_value=0.01)
    words = forms.CharField(
        label=_("By what this is shown"),
        max_length=200,
        help_text=_("Decision of the company, line of the bank."),
    )
    field_order = ["amount", "words", "on"]


class DisposeForm(_Once):
    quantity = forms.IntegerField(label=_("How many"), min_value=1)
    proceeds = AmountField(
        label=_("How much came to the bank"),
        unit="fen",
        help_text=_("After costs; 0 if given up for nothing."),
    )
    words = forms.CharField(label=_("By what this is shown"), max_length=200)
    field_order = ["quantity", "proceeds", "words", "on"]


class LinkForm(_OfPurses):
    kind = forms.ChoiceField(label=_("Kind of agreement"), choices=LinkedAgreement.Kind)
    name = forms.CharField(label=_("Product or insurance"), max_length=120)
    purse = forms.ChoiceField(label=_("For which purse"))
    share = forms.DecimalField(
        label=_("Percent of the premium"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=4,
        help_text=_("For insurance."),
    )
    each = AmountField(
        label=_("For each piece sold"), unit="fen", required=False, help_text=_("For a product.")
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput)
    valid_to = forms.DateField(label=_("Valid to"), widget=DayInput)
    field_order = ["donor", "kind", "name", "purse"]

    def clean(self):
        typed = super().clean()
        share, each = typed.pop("share", None), typed.pop("each", None)
        premium = typed.get("kind") == LinkedAgreement.Kind.PREMIUM
        typed["rate"] = int(share * 10_000) if premium and share else (not premium and each) or 0
        if not typed["rate"]:
            self.add_error("share" if premium else "each", _("Say how much is given."))
        return typed


class MonthForm(forms.Form):
    month = forms.DateField(label=_("A day of the month"), widget=DayInput)
    received = AmountField(label=_("How much came to the bank"), unit="fen")
    reference = forms.CharField(label=_("Number at the bank"), max_length=80, required=False)
    on = forms.DateField(label=_("Received on"), widget=DayInput)

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        premium = agreement.kind == LinkedAgreement.Kind.PREMIUM
        self.fields["base"] = (
            AmountField(label=_("Premiums of the month"), unit="fen")
            if premium
            else forms.IntegerField(label=_("Pieces sold in the month"), min_value=0)
        )
        self.order_fields(["month", "base"])
