from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.crises.models import Crisis


class RaiseForm(forms.Form):
    """Somebody is in danger: of what, and what was seen or told."""

    kind = forms.ChoiceField(
        label=_("What is the danger?"), choices=Crisis.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What did you see, or what were you told?"),
        help_text=_("In their own words where you can. Few people can read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class SayForm(forms.Form):
    words = forms.CharField(
        label=_("What was done, when, with whom?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )


class NamePersonForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Who else has to know?"),
        queryset=None,
        help_text=_("They see everything written here from now on."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class EndForm(forms.Form):
    why = forms.CharField(
        label=_("What makes the person safe now?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
