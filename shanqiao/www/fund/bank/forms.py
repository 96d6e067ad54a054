from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.bank.actions import LARGEST
from shanqiao.apps.bank.currencies import CHOICES
from shanqiao.apps.bank.models import BankAccount
from shanqiao.www.fund.filters import DayInput

AS_TOLD = ("", _("as the file tells"))


class HandInForm(forms.Form):
    """A file of a bank or a platform."""

    file = forms.FileField(
        label=_("The statement"),
        help_text=_(
            "CSV, Excel (.xlsx) or camt.053 (XML) as your bank exports it, at most 64 MB. It is kept sealed, and forgotten once it is taken in."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.gz,.xlsx,.xml"}),
    )
    account = forms.ModelChoiceField(
        label=_("Account"),
        queryset=None,
        required=False,
        empty_label=_("as the file tells, row by row"),
        help_text=_("Choose it where the file does not name the account of each row."),
    )
    days = forms.TypedChoiceField(
        label=_("How days are written"),
        choices=[
            AS_TOLD,
            ("1", _("03/04 is the third of April")),
            ("0", _("03/04 is the fourth of March")),
        ],
        coerce=lambda said: said == "1",
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts
        only = list(accounts[:2])
        if len(only) == 1:
            self.initial["account"] = only[0]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is empty or larger than 64 MB. Export it month by month.")
            )
        return file


class AccountForm(forms.Form):
    """An account of one's charity."""

    host = forms.ModelChoiceField(label=_("Whose account"), queryset=None, empty_label=None)
    name = forms.CharField(
        label=_("Name of the account"),
        max_length=60,
        help_text=_("As its statements call it, where they do; else as you call it yourselves."),
    )
    bank = forms.CharField(label=_("Bank or platform"), max_length=60)
    number = forms.CharField(
        label=_("Number of the account"),
        max_length=60,
        required=False,
        help_text=_(
            "So that statements with several accounts find it. It is kept sealed; only the last four places are shown."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CHOICES, initial="CNY")
    number_in_books = forms.ChoiceField(
        label=_("Where it stands in the books"), choices=BankAccount.InBooks, initial="1002"
    )
    opened_on = forms.DateField(label=_("Opened on"), required=False, widget=DayInput)

    def __init__(self, *args, hosts, known=None, **kwargs):
        """``known``: the account a fund pays from that this is; its number is not typed again."""
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = hosts
        if known:
            self.initial |= {"name": known.bank[:60], "bank": known.bank[:60]}
            del self.fields["number"], self.fields["host"], self.fields["currency"]
