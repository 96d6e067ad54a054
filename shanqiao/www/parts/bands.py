"""How many people approve by amount, as funds and supervision set it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.approvals.models import MOST
from shanqiao.apps.approvals.queries import bands_of

from .amounts import AmountField

BANDS = 3


def told_of_rule(rule):
    """(rule, its bands) for a page, or None where nothing is set."""
    return (rule, bands_of(rule)) if rule else None


class BandsForm(forms.Form):
    """Two bands with an end, either of which may stay empty, and the one above them."""

    up_to_1 = AmountField(unit="fen", label=_("First band: up to how many yuan?"), required=False)
    approvals_1 = forms.IntegerField(
        label=_("How many people approve?"), min_value=1, max_value=MOST, initial=1
    )
    up_to_2 = AmountField(unit="fen", label=_("Second band: up to how many yuan?"), required=False)
    approvals_2 = forms.IntegerField(
        label=_("How many people approve?"), min_value=1, max_value=MOST, initial=2
    )
    approvals_3 = forms.IntegerField(
        label=_("Whatever is above: how many people approve?"),
        min_value=1,
        max_value=MOST,
        initial=3,
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For instance the decision of the fund's committee, with its day."),
    )

    @staticmethod
    def initial_of(bands):
        """The bands in force as the form asks for them; of more than three, the last three."""
        if not bands:
            return {}
        *ends, (_no_end, most) = bands[-BANDS:]
        filled = {"approvals_3": most}
        for place, (up_to, approvals) in enumerate(ends, 1):
            filled |= {f"up_to_{place}": up_to, f"approvals_{place}": approvals}
        return filled

    def bands(self):
        """As the action takes them."""
        said = self.cleaned_data
        ends = [(said[f"up_to_{n}"], said[f"approvals_{n}"]) for n in (1, 2)]
        return [*(band for band in ends if band[0]), (None, said["approvals_3"])]
