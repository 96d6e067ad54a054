"""What a fund is asked when it writes down a gift."""

import uuid

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.record.clock import now
from shanqiao.data.platforms import OWN_SITE, platforms
from shanqiao.www.parts.amounts import LARGEST

from ..filters import DayInput

BY_HAND = [
    (how.value, how.label)
    for how in Gift.How
    if how != Gift.How.POINT  # what is in a box is counted by two people, on the page of the box
]


def platform_choices():
    """No platform, the designated ones, the charity's own site."""
    known = [(platform.code, platform.name) for platform in platforms().values()]
    return [("", _("none")), *known, (OWN_SITE, _("the charity's own site"))]


class PlatformField(forms.ChoiceField):
    """Which platform a gift came by."""

    def __init__(self):
        super().__init__(
            label=_("By which platform?"),
            choices=platform_choices,
            required=False,
            help_text=_("Only where it came by one; the law allows designated ones alone."),
        )


class InPublicField(forms.BooleanField):
    """Whether a gift was raised in public, where how it came does not say so."""

    def __init__(self):
        super().__init__(
            label=_("It answers an appeal to everybody"),
            required=False,
            help_text=_(
                "A poster, an event, a broadcast: the charity must be allowed to on that day."
            ),
        )


class PurseField(forms.ModelChoiceField):
    """A purse with its fund and what it is counted in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_label=_("please choose"), **kwargs)

    def label_from_instance(self, purse):
        return f"{purse.label} · {purse.fund} ({purse.get_unit_display()})"


class GiftForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(label=_("Who gives?"), choices=Donor.Kind, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the giver"),
        max_length=120,
        required=False,
        help_text=_("As it will stand on the receipt. Empty if nobody knows who it is."),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("With its last four digits the giver can look up where the gift went."),
    )
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        help_text=_("Of an enterprise or organisation."),
    )
    shown = forms.ChoiceField(
        label=_("How does the giver want to be shown in public?"),
        choices=Donor.Shown,
        widget=forms.RadioSelect,
        initial=Donor.Shown.NAMED,
    )
    purse = PurseField(label=_("For which purse?"), queryset=None)
    how = forms.ChoiceField(label=_("How was it given?"), choices=BY_HAND, initial="bank")
    platform = PlatformField()
    in_public = InPublicField()
    amount = forms.DecimalField(
        label=_("How much?"),
        min_value=0,
        max_value=LARGEST,
        decimal_places=2,
        help_text=_("In yuan for money, otherwise in whole pieces, meals, hours or visits."),
    )
    on = forms.DateField(label=_("Date of the gift"), widget=DayInput)
    reference = forms.CharField(
        label=_("Number at the bank or platform"), max_length=80, required=False
    )
    wish = forms.ChoiceField(
        label=_("What is it for?"),
        choices=Gift.Wish,
        widget=forms.RadioSelect,
        initial=Gift.Wish.POOLED,
    )
    wish_words = forms.CharField(
        label=_("In the words of the giver"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    naming = forms.CharField(label=_("Name the giver wants on it"), max_length=60, required=False)
    agreement = forms.CharField(
        label=_("Number of the written agreement"),
        max_length=40,
        required=False,
        help_text=_("If the giver asked for one, or a name was agreed."),
    )
    wants_agreement = forms.BooleanField(
        label=_("The giver asks for a written agreement"),
        required=False,
        help_text=_("It is shown as missing until it is on file."),
    )
    waives_receipt = forms.BooleanField(label=_("The giver wants no receipt"), required=False)
    in_return = forms.BooleanField(
        label=_("The giver gets something in return"),
        required=False,
        help_text=_("Then it is sponsorship, and cannot be taken as a gift."),
    )
    related = forms.BooleanField(
        label=_("The giver wants to help their own family or another interested party"),
        required=False,
        help_text=_("The law does not allow that as a charitable gift."),
    )

    def __init__(self, *args, purses, **kwargs):
        kwargs.setdefault("initial", {"key": str(uuid.uuid4()), "on": localdate(now())})
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses

    def clean(self):
        told = super().clean()
        purse, amount = told.get("purse"), told.get("amount")
        if purse and amount is not None:
            if purse.unit == "fen":
                told["amount"] = int(amount * 100)
            elif amount != int(amount):
                self.add_error("amount", _("Please write a whole number."))
            else:
                told["amount"] = int(amount)
        if told.get("kind") in (Donor.Kind.PERSON, Donor.Kind.ENTERPRISE) and not told.get("name"):
            self.add_error("name", _("Please write the name."))
        if told.get("kind") == Donor.Kind.ENTERPRISE and not told.get("uscc"):
            self.add_error("uscc", _("Please write the code; it stands on the receipt."))
        if told.get("wish") == Gift.Wish.DESIGNATED and not told.get("wish_words"):
            self.add_error(
                "wish_words", _("Please write down what the giver wants it to be used for.")
            )
        return told
