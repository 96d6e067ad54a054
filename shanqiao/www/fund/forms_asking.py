"""What a fund is asked when it asks for something by hand."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.www.parts.amounts import AmountField
from shanqiao.www.parts.words import quantity


class AskForm(forms.Form):
    """How much, and why; never more than the need lacks and the purse has."""

    why = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who approves it and the station read this. Please write no names."),
    )

    def __init__(self, *args, unit, room, **kwargs):
        super().__init__(*args, **kwargs)
        self._unit, self._room = unit, room
        self.fields["count"] = AmountField(
            label=_("How much?"),
            unit=unit,
            min_value=0.01 if unit == "fen" else 1,
            help_text=_("At most %(most)s.") % {"most": quantity(room.most, unit)},
        )
        self.order_fields(["count"])

    def clean_count(self):
        count, room = self.cleaned_data["count"], self._room
        if count > room.gap:
            words = _("The need lacks %(gap)s; please ask for no more than that.")
        elif count > room.free:
            words = _("The purse has %(free)s left; please ask for no more than that.")
        elif count > room.most:
            words = _("The givers allow %(most)s at most; please ask for no more than that.")
        else:
            return count
        told = {name: quantity(getattr(room, name), self._unit) for name in ("gap", "free", "most")}
        raise forms.ValidationError(words % told)
