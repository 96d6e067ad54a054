from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.cases.models import Kind

from .cases import SHORT, minutes_field, text
from .facts import SILENT, day_field


class SupervisionForm(forms.Form):
    """A talk of a supervisor with a worker; up to three things they agreed."""

    held_on = day_field(gettext_lazy("On which day did you talk?"), required=True)
    advice = text(gettext_lazy("What was talked about and advised?"))

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self._cases = {str(case.pk): case for case in cases}
        if self._cases:
            self.fields["about"] = forms.MultipleChoiceField(
                label=_("About which cases? None means work in general."),
                choices=[(pk, _("case %(number)s") % {"number": pk}) for pk in self._cases],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for n in range(1, 4):
            self.fields[f"action{n}"] = forms.CharField(
                label=_("Agreed %(n)s") % {"n": n}, required=False, max_length=400
            )
            self.fields[f"until{n}"] = day_field(_("Agreed %(n)s: until when?") % {"n": n})

    def clean(self):
        data = super().clean()
        for n in range(1, 4):
            if bool(data.get(f"action{n}")) != bool(data.get(f"until{n}")):
                self.add_error(f"action{n}", _("What is agreed has words and a day."))
        return data

    def cases(self):
        return [self._cases[pk] for pk in self.cleaned_data.get("about", ())]

    def actions(self):
        data = self.cleaned_data
        return [(data[f"action{n}"], data[f"until{n}"]) for n in range(1, 4) if data[f"action{n}"]]


class FinishForm(forms.Form):
    words = text(gettext_lazy("What came of it?"), rows=SHORT)


class QuickForm(forms.Form):
    """What happened, in one field; with whom, by a search among one's cases."""

    words = text(gettext_lazy("What happened in the case?"))
    kind = forms.ChoiceField(label=gettext_lazy("What was it?"), choices=Kind.choices)
    minutes = minutes_field()
    q = forms.CharField(
        label=gettext_lazy("With which resident?"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Name, pinyin, initials or the number of the case."),
        widget=forms.TextInput(attrs=SILENT | {"type": "search"}),
    )
