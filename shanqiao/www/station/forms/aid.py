from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.www.parts.amounts import AmountField
from shanqiao.www.parts.words import quantity


class ApplyForm(forms.Form):
    """What an aid programme is applied for: how much, and why."""

    words = forms.CharField(
        label=gettext_lazy("Why should the programme help?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The fund reads this. Please write no names."),
    )

    def __init__(self, *args, unit, most, **kwargs):
        super().__init__(*args, **kwargs)
        self._unit, self._most = unit, most
        self.fields["count"] = AmountField(
            label=_("How much?"),
            unit=unit,
            min_value=0.01 if unit == "fen" else 1,
            help_text=_("At most %(most)s.") % {"most": quantity(most, unit)},
        )
        self.order_fields(["count"])

    def clean_count(self):
        count = self.cleaned_data["count"]
        if count > self._most:
            raise forms.ValidationError(
                _("At most %(most)s: the need lacks no more, or the programme gives no more.")
                % {"most": quantity(self._most, self._unit)}
            )
        return count
