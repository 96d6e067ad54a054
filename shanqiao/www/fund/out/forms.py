"""What a fund is asked on the way of its money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.paying.models import Answer, Payee
from shanqiao.www.parts.amounts import AmountField

from ..filters import DayInput


class AccountForm(forms.Form):
    """An account of the host from which a fund pays."""

    holder = forms.CharField(label=_("Account holder"), max_length=140)
    number = forms.CharField(label=_("Account number"), max_length=40)
    bank = forms.CharField(label=_("Bank and branch"), max_length=80)
    bank_code = forms.CharField(
        label=_("Bank code (CNAPS), twelve digits"), max_length=14, required=False
    )


class PayeeForm(forms.Form):
    whose = forms.ChoiceField(
        label=_("Whose account is it?"),
        choices=[c for c in Payee.Whose.choices if c[0] != Payee.Whose.VENDOR],
        widget=forms.RadioSelect,
        initial=Payee.Whose.OWN,
    )
    holder = forms.CharField(
        label=_("Account holder, as on the card or book"),
        max_length=60,
        help_text=_("It is compared with the resident's name; a difference is told at once."),
    )
    number = forms.CharField(
        label=_("Account number"),
        max_length=40,
        help_text=_("Kept sealed; afterwards only the last four places are shown."),
    )
    bank = forms.CharField(label=_("Bank and branch"), max_length=80)
    bank_code = forms.CharField(
        label=_("Bank code (CNAPS), twelve digits"), max_length=14, required=False
    )
    why = forms.CharField(
        label=_("If it is somebody else's: who is that, and how did the resident name them?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    shared_why = forms.CharField(
        label=_("If another resident has the same account: why?"), max_length=200, required=False
    )


class VendorForm(forms.Form):
    """A hospital, school or shop that is paid for residents."""

    holder = forms.CharField(label=_("Account holder, as on the invoice"), max_length=60)
    number = forms.CharField(
        label=_("Account number"),
        max_length=40,
        help_text=_("Kept sealed; afterwards only the last four places are shown."),
    )
    bank = forms.CharField(label=_("Bank and branch"), max_length=80)
    bank_code = forms.CharField(
        label=_("Bank code (CNAPS), twelve digits"), max_length=14, required=False
    )


class CheckForm(forms.Form):
    agrees = forms.ChoiceField(
        label=_("Does it agree with the paper?"),
        choices=[("yes", _("Yes: holder, number and bank are right")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("If not: what differs?"), max_length=200, required=False)


class EndForm(forms.Form):
    end_why = forms.CharField(label=_("Why is it used no longer?"), max_length=200)


class ResultsForm(forms.Form):
    file = forms.FileField(
        label=_("The bank's answer"),
        help_text=_("A table (CSV), or pain.002, camt.053 or camt.054. At most 8 MB."),
    )


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why?"), max_length=200)


class ReturnForm(forms.Form):
    reference = forms.CharField(label=_("Bank reference of the return"), max_length=80)
    why = forms.CharField(
        label=_("Why did it come back?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, left, **kwargs):
        super().__init__(*args, **kwargs)
        amount = AmountField(
            unit="fen", label=_("How many yuan came back?"), initial=left, min_value=0
        )
        self.fields = {"count": amount, **self.fields}


class SampleForm(forms.Form):
    first_on = forms.DateField(label=_("Paid from day"), widget=DayInput)
    last_on = forms.DateField(label=_("To day"), widget=DayInput)
    margin = forms.DecimalField(
        label=_("Margin, percent"),
        initial=5,
        min_value=0.5,
        max_value=30,
        decimal_places=1,
        help_text=_("How far the true share may lie from what is heard."),
    )
    confidence = forms.DecimalField(
        label=_("Confidence, percent"),
        initial=95,
        min_value=50,
        max_value=99.9,
        decimal_places=1,
    )


class AnswerForm(forms.Form):
    says = forms.ChoiceField(
        label=_("What was heard?"), choices=Answer.Word, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In words, if you like"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Please write no names."),
    )


class WaiveForm(forms.Form):
    """Nothing is asked back."""

    why = forms.CharField(
        label=_("Why is nothing asked back?"),
        max_length=200,
        help_text=_("For instance: the family has paid a further bill with it."),
    )
