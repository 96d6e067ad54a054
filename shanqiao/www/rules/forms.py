from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shanqiao.apps.rules.models import Parameter
from shanqiao.www.parts.amounts import AmountField

_DAY = {"type": "date"}


def day_field(**kwargs):
    return forms.DateField(widget=forms.DateInput(_DAY, "%Y-%m-%d"), **kwargs)


class RuleForm(forms.Form):
    name = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=90)
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What somebody has by it, in a sentence residents understand."),
    )


class VersionForm(forms.Form):
    text = forms.CharField(
        label=_("Condition"),
        max_length=5_000,
        strip=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "class": "font-monospace"}),
        help_text=_('For example: age >= 60 && hardship in ["dibao", "tekun"]'),
    )
    reason = forms.CharField(label=_("Why so?"), max_length=500, widget=forms.Textarea({"rows": 2}))
    source = forms.CharField(label=_("Document and article"), max_length=200)


class OnForm(forms.Form):
    first_on = day_field(label=_("In force from"))


class OffForm(forms.Form):
    last_on = day_field(label=_("Last day"))
    why = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea({"rows": 2}))


class CallOffForm(forms.Form):
    why = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea({"rows": 2}))


class SimulateForm(forms.Form):
    """What one person would get, on which day, and compared with what."""

    on = day_field(
        label=_("As on the day"),
        help_text=_("Today or later. Residents are asked as they are known now."),
    )
    low = AmountField(unit="fen", label=_("At least for one person a month, in yuan"))
    high = AmountField(unit="fen", label=_("At most for one person a month, in yuan"))
    against = forms.ChoiceField(label=_("Compared with"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args, programmes, **kwargs):
        """Args: programmes: [(programme, its condition)]."""
        super().__init__(*args, **kwargs)
        self._programmes = {str(programme.pk): (programme, text) for programme, text in programmes}
        choices = [("", _("what is in force of this rule"))]
        choices += [
            (pk, _("the aid programme %(name)s") % {"name": programme})
            for pk, (programme, _text) in self._programmes.items()
        ]
        self.fields["against"].choices = choices

    def clean(self):
        said = super().clean()
        low, high = said.get("low"), said.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("This is below the least for one person."))
        return said

    def asked(self):
        """As the action takes it."""
        said = self.cleaned_data
        asked = {"on": said["on"], "low": said["low"], "high": said["high"]}
        if said["against"]:
            programme, text = self._programmes[said["against"]]
            asked |= {"against": text, "against_name": str(programme)}
        return asked


class ParameterForm(forms.Form):
    code = forms.RegexField(
        r"^[a-z][a-z0-9_]*$",
        label=_("Name in rules"),
        max_length=40,
        help_text=_("Small letters, digits and _, for example dibao_line."),
    )
    name = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=90)
    unit = forms.ChoiceField(label=_("Counted in"), choices=Parameter.Unit.choices)


class ValueForm(forms.Form):
    """A value of one parameter; money is typed in yuan and kept in fen."""

    def __init__(self, *args, parameter, **kwargs):
        super().__init__(*args, **kwargs)
        label, unit = pgettext_lazy("of a parameter", "Value"), Parameter.Unit
        if parameter.unit == unit.DAY:
            value = day_field(label=label)
        elif parameter.unit == unit.FEN:
            value = AmountField(unit="fen", label=_("Value in yuan a month"))
        else:
            value = forms.IntegerField(label=label, min_value=0, max_value=10**9)
        self.fields = {
            "value": value,
            "first_on": day_field(label=_("From")),
            "last_on": day_field(
                label=_("Until"),
                required=False,
                help_text=_("Leave it empty where no end is known."),
            ),
            "source": forms.CharField(label=_("Document and article"), max_length=200),
        }
