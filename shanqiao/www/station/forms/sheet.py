from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shanqiao.apps.needs.models import Assessment
from shanqiao.www.parts.amounts import LARGEST, AmountField

from .assess import urgency_field


class SheetForm(forms.Form):
    """Every question of an instrument, none of which must be answered; and the day, and what was seen beside.

    A question ``feeding`` is the field ``q-feeding``; one with several answers has a field for each, and one for none.
    """

    on = forms.DateField(
        label=gettext_lazy("On which day did you ask?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,  # today, where none is given
    )
    words = forms.CharField(
        label=gettext_lazy("What did you see beside?"),
        help_text=gettext_lazy("Kept sealed with the answers; who opens this assessment reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args, instrument, **kwargs):
        super().__init__(*args, **kwargs)
        self.instrument, language = instrument, get_language() or "zh"
        for item in instrument.items:
            self.fields |= dict(_fields_of(item, language))

    def names_of(self, item):
        """The names of the fields that ask an item."""
        return [name for name in self.fields if name.partition("--")[0] == f"q-{item.code}"]

    def answers(self):
        """{question: answer} of what was answered and fits; what is wrong with a field is among the errors."""
        typed, found = getattr(self, "cleaned_data", {}), {}
        for item in self.instrument.items:
            answer = _answer(item, {name: typed.get(name) for name in self.names_of(item)})
            if answer is not None:
                found[item.code] = answer
        return found


def _fields_of(item, language):
    name, label, why = f"q-{item.code}", item.words.spoken(language), item.help.spoken(language)
    match item.kind:
        case "choice" | "yesno":
            options = [(option.code, option.words.spoken(language)) for option in item.options]
            yield (
                name,
                forms.ChoiceField(
                    label=label,
                    help_text=why,
                    required=False,
                    choices=[*options, ("", _("not asked, or not known"))],
                    widget=forms.RadioSelect,
                ),
            )
        case "multi":
            for option in item.options:
                words = option.words.spoken(language)
                yield f"{name}--{option.code}", forms.BooleanField(label=words, required=False)
            none = forms.BooleanField(label=_("none of these"), required=False)
            yield f"{name}--", none
        case "number":
            yield name, _number(item, label, why)


def _number(item, label, why):
    if item.unit == "fen":
        least, most = (None if end is None else end / 100 for end in (item.least, item.most))
        bounds = {key: end for key, end in (("min_value", least), ("max_value", most)) if end}
        return AmountField(unit="fen", label=label, help_text=why, required=False, **bounds)
    bounds = {
        "min_value": -LARGEST if item.least is None else item.least,
        "max_value": LARGEST if item.most is None else item.most,
    }
    field = forms.IntegerField(label=label, help_text=why, required=False, **bounds)
    field.unit = item.unit
    return field


def _answer(item, typed):
    values = list(typed.values())
    match item.kind:
        case "multi":
            chosen = [name.partition("--")[2] for name, on in typed.items() if on]
            if chosen == [""]:
                return []
            return [code for code in chosen if code] or None
        case "yesno":
            return {"yes": True, "no": False}.get(values[0])
        case "choice":
            return values[0] or None
        case _:
            return values[0]


class TakeForm(forms.Form):
    """A need that follows is taken over: how long it can wait, and how much where that is a range."""

    urgency = urgency_field(initial=Assessment.Urgency.SOON)

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        if line.low != line.high:
            bounds = (
                {} if line.high is None or line.rule.unit == "fen" else {"max_value": line.high}
            )
            self.fields["count"] = AmountField(
                unit=line.rule.unit, label=_("How much, within the range?"), **bounds
            )
