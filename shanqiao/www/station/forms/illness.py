"""What a social worker fills in about somebody who is seriously ill."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.illness.models import BillLine
from shanqiao.www.parts.amounts import AmountField

from .facts import day_field

SHEET = {"accept": "image/jpeg,image/png,application/pdf"}


class OpenAidForm(forms.Form):
    diagnosis = forms.CharField(
        label=gettext_lazy("What is the diagnosis?"),
        max_length=200,
        help_text=gettext_lazy(
            "As the hospital writes it. It is kept sealed; funds do not see it."
        ),
    )
    hospital = forms.CharField(label=gettext_lazy("In which hospital?"), max_length=80)


class SheetForm(forms.Form):
    """One paper, photographed or scanned."""

    file = forms.FileField(
        label=gettext_lazy("Photo or scan"),
        help_text=gettext_lazy("A PDF or a photo, at most 8 MB. It is kept sealed."),
        widget=forms.FileInput(attrs=SHEET),
    )


class BillForm(SheetForm):
    """A bill with one row for each kind of cost; rows that are left empty are not there."""

    hospital = forms.CharField(label=gettext_lazy("Hospital"), max_length=80)
    number = forms.CharField(
        label=gettext_lazy("Number of the bill"),
        max_length=60,
        help_text=gettext_lazy("As it is printed. The same bill counts once in the whole city."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    issued_on = day_field(gettext_lazy("Day of the bill"), required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for what, label in BillLine.What.choices:
            for part, words in (("amount", _("in all")), ("covered", _("of it within insurance"))):
                self.fields[f"{what}_{part}"] = AmountField(
                    unit="fen", required=False, label=f"{label} · {words}"
                )

    def heads(self):
        """The fields above and below the rows."""
        return [self[name] for name in ("hospital", "number", "issued_on", "file")]

    def rows(self):
        """(what, field of the amount, field of the covered part) for each kind of cost."""
        return [
            (label, self[f"{what}_amount"], self[f"{what}_covered"])
            for what, label in BillLine.What.choices
        ]

    def clean(self):
        data = super().clean()
        lines = []
        for what in BillLine.What.values:
            amount, covered = data.pop(f"{what}_amount", None), data.pop(f"{what}_covered", None)
            if covered and covered > (amount or 0):
                self.add_error(
                    f"{what}_covered", _("No more of it is within insurance than there is in all.")
                )
            if amount:
                lines.append((what, amount, covered or 0))
        if not lines and not self.errors:
            raise forms.ValidationError(_("Please write down at least one amount of the bill."))
        data["lines"] = lines
        return data


class StrikeForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("What was wrong?"), max_length=200)


class PayerForm(forms.Form):
    """An earlier payer: it has paid already, or it was asked and decides later."""

    PAID, ASKED = "paid", "asked"
    how = forms.ChoiceField(
        label=gettext_lazy("How far is it?"),
        choices=[
            (PAID, gettext_lazy("It has paid, as the sheet shows; or it pays nothing")),
            (ASKED, gettext_lazy("It was asked and decides later")),
        ],
        initial=PAID,
        widget=forms.RadioSelect,
    )
    on = day_field(gettext_lazy("On which day?"), required=True)
    can_wait = forms.BooleanField(
        label=gettext_lazy("The treatment can wait for it"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Where it cannot, funds may give meanwhile, and what is paid later is asked back."
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("What does the sheet or the answer say?"), required=False, max_length=200
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"] = AmountField(
            unit="fen", label=_("How much does it pay, or is expected to pay?")
        )
        self.order_fields(["how", "amount", "on", "can_wait", "words"])


class DecideForm(forms.Form):
    on = day_field(gettext_lazy("On which day?"), required=True)
    words = forms.CharField(
        label=gettext_lazy("What does the decision say?"), required=False, max_length=200
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paid"] = AmountField(
            unit="fen",
            label=_("How much does it pay?"),
            help_text=_("0 where it pays nothing."),
        )
        self.order_fields(["paid", "on", "words"])
