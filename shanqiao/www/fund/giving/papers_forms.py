"""What is asked about written agreements and events."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import CharityEvent, DonationAgreement, Gift
from shanqiao.www.parts.amounts import AmountField

from ..filters import DayInput
from .forms import PurseField


class AgreementForm(forms.Form):
    """The terms of 慈善法 第39条, and the signed paper."""

    number = forms.CharField(label=_("Number of the written agreement"), max_length=40)
    kind = forms.CharField(label=_("What is given?"), max_length=120)
    quantity = forms.CharField(label=_("How much?"), max_length=120)
    quality = forms.CharField(
        label=_("Of which quality?"), max_length=120, help_text=_("For money: in which currency.")
    )
    use = forms.CharField(
        label=_("For what use?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    delivery = forms.CharField(label=_("When and how is it handed over?"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    paper = forms.FileField(
        label=_("The signed paper"),
        help_text=_("A photo or a PDF; at most 8 MB. It is kept sealed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )


class EventForm(forms.Form):
    agreement = forms.ModelChoiceField(
        label=_("Which agreement promises its proceeds?"),
        queryset=DonationAgreement.objects.none(),
        empty_label=_("please choose"),
    )
    purse = PurseField(label=_("For which purse?"), queryset=None)
    kind = forms.ChoiceField(
        label=_("What kind of event?"), choices=CharityEvent.Kind, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name of the event"), max_length=120)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(self, *args, agreements, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements
        self.fields["agreement"].label_from_instance = lambda a: f"{a.number} · {a.donor}"
        self.fields["purse"].queryset = purses

    def clean(self):
        said = super().clean()
        if said.get("starts_on") and said.get("ends_on") and said["starts_on"] > said["ends_on"]:
            self.add_error("ends_on", _("An event begins before it ends."))
        return said


class EventResultForm(forms.Form):
    brought = AmountField(unit="fen", label=_("What did the event bring, in yuan?"))
    gift = forms.ModelChoiceField(
        label=_("Which gift was given of it?"),
        queryset=Gift.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    words = forms.CharField(
        label=_("In words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads this. Needed where nothing was given."),
    )

    def __init__(self, *args, gifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gift"].queryset = gifts
