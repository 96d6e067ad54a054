"""Which condition of a purse is tried, or what is typed instead."""

import re

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shanqiao.apps.places.models import District, Street
from shanqiao.engines.eligibility import CannotReadExpression, parse
from shanqiao.www.parts.amounts import AmountField

CODES = re.compile(r"[\s,，、;；|]+")


class TryForm(forms.Form):
    """A step wider in one condition, other values, or both. What is left as it is stays as it is."""

    step = forms.ChoiceField(
        label=gettext_lazy("A step wider"),
        required=False,
        widget=forms.RadioSelect,
    )
    streets = forms.CharField(
        label=gettext_lazy("Where"),
        required=False,
        help_text=gettext_lazy(
            "Codes of districts (6 digits) or streets (9 digits), with commas; empty for the whole city."
        ),
    )
    eligible = forms.CharField(
        label=gettext_lazy("For whom"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "For instance age >= 60 || disability in [1, 2]; empty for everybody."
        ),
    )

    def __init__(self, *args, purse, **kwargs):
        self._now = {
            "capacity": purse.free,
            "person_cap": purse.person_cap,
            "streets": sorted(purse.streets),
            "eligible": purse.eligible,
        }
        initial = self._now | {"streets": ", ".join(purse.streets), "step": ""}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["step"].choices = _steps(purse)
        self.fields["capacity"] = AmountField(
            unit=purse.unit, required=False, label=_("Free to give")
        )
        self.fields["person_cap"] = AmountField(
            unit=purse.unit,
            required=False,
            label=_("At most for one person"),
            help_text=_("Empty for no limit."),
        )

    @property
    def columns(self):
        """What was typed and is not so already; a field that was not sent is left as it is."""
        sent = {name: self.cleaned_data[name] for name in self._now if name in self.data}
        if sent.get("capacity", 0) is None:
            del sent["capacity"]
        return {name: value for name, value in sent.items() if value != self._now[name]}

    def clean_person_cap(self):
        cap = self.cleaned_data["person_cap"]
        if cap == 0:
            raise forms.ValidationError(_("Write more than nothing, or leave it empty."))
        return cap

    def clean_streets(self):
        codes = sorted({code for code in CODES.split(self.cleaned_data["streets"]) if code})
        known = set(District.objects.filter(pk__in=codes).values_list("pk", flat=True))
        known |= set(Street.objects.filter(pk__in=codes).values_list("pk", flat=True))
        strange = [code for code in codes if code not in known]
        if strange:
            raise forms.ValidationError(
                _("No district or street has the code %(codes)s.")
                % {"codes": _(", ").join(strange)}
            )
        return codes

    def clean_eligible(self):
        text = self.cleaned_data["eligible"].strip()
        try:
            parse(text)
        except CannotReadExpression as problem:
            chinese = (get_language() or "zh").startswith("zh")
            raise forms.ValidationError(
                _("At character %(n)s: %(what)s")
                % {"n": problem.position, "what": problem.zh if chinese else problem.en}
            ) from problem
        return text


def _steps(purse):
    """Only the conditions that the purse has."""
    steps = [("", _("none; only what is typed below"))]
    if purse.eligible:
        steps.append(("eligible", _("for everybody, whatever the givers ask about people")))
    if any(len(code) == 9 for code in purse.streets):
        steps.append(("streets", _("the whole districts of its streets")))
    steps.append(("valid", _("30 days earlier and 30 days later")))
    if purse.reserved_share:
        steps.append(("reserved", _("one percent less reserved")))
    return steps
