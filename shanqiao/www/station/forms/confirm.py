from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Receipt
from shanqiao.www.parts.amounts import AmountField


class ConfirmForm(forms.Form):
    """What arrived, who says so, and a document that shows it."""

    says = forms.ChoiceField(
        label=_("What arrived?"), choices=Receipt.Word.choices, widget=forms.RadioSelect
    )
    witness = forms.ChoiceField(
        label=_("Who says so?"), choices=Receipt.Witness.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In their own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_(
            "A photo of the signed sheet, or a PDF; at most 8 MB. It is kept sealed, and shown only to "
            "the stations that look after the resident."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    field_order = ("says", "arrived", "witness", "words", "evidence")

    def __init__(self, *args, payment, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        self._kept = kept  # what was handed in with an earlier try
        self.fields["arrived"] = AmountField(
            unit=payment.unit,
            required=False,
            label=_("How much, if only a part arrived?"),
        )
        self.order_fields(self.field_order)

    def clean(self):
        data = super().clean()
        if not data.get("evidence") and not self._kept and "evidence" not in self.errors:
            self.add_error("evidence", _("Please add a photo or a PDF that shows what arrived."))
        if data.get("says") == Receipt.Word.PARTLY and data.get("arrived") is None:
            self.add_error("arrived", _("Please say how much arrived."))
        return data
