from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.registry.models import Organisation

from .facts import day_field


def _line(label, most, **words):
    return forms.CharField(label=label, max_length=most, **words)


def _text(label, **words):
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **words
    )


class GroupForm(forms.Form):
    name = _line(_("What is it called?"), 60)
    purpose = _text(_("What is its purpose?"))
    sessions_planned = forms.IntegerField(
        label=_("How often does it meet?"), min_value=1, max_value=60, initial=6
    )
    first_on = day_field(_("First meeting on"), required=True)


class SessionForm(forms.Form):
    on = day_field(_("On which day?"), required=True)
    theme = _line(_("What is the meeting about?"), 120)


class EndGroupForm(forms.Form):
    why = _text(_("What came of it?"))


class EventForm(forms.Form):
    name = _line(_("What was it?"), 60)
    purpose = _text(_("What was it for?"))
    place = _line(_("Where?"), 120)
    on = day_field(_("On which day?"), required=True)
    head_count = forms.IntegerField(label=_("How many came?"), min_value=0, max_value=100_000)
    notes = _text(_("What did you notice?"), required=False)


class PaperForm(forms.Form):
    """The signed paper of an agreement."""

    file = forms.FileField(
        label=_("The signed paper"),
        help_text=_("A PDF or a photo, at most 8 MB. It is kept sealed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )


class RenewForm(PaperForm):
    last_on = day_field(_("Until when does it go on?"), required=True)
    field_order = ("last_on", "file")


class AgreementForm(PaperForm):
    charity = forms.ModelChoiceField(label=_("Charity"), queryset=Organisation.objects.all())
    agency = forms.ModelChoiceField(
        label=_("Agency that runs the station"), queryset=Organisation.objects.all()
    )
    subject = _text(_("About what?"))
    first_on = day_field(_("From"), required=True)
    last_on = day_field(_("Until"), required=True)
    field_order = ("charity", "agency", "subject", "first_on", "last_on", "file")
