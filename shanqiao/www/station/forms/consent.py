import base64
import binascii

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.places.models import Station
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.residents.models import Consent, Correction
from shanqiao.apps.residents.queries import key_of

DAY = {"type": "date"}
PICTURE = "data:image/png;base64,"
MOST_DRAWN = 400_000  # letters; a signature has some ten thousand
WHOM = {"organisation": Organisation, "station": Station, "fund": Fund}
EFFECTS = {
    Consent.Purpose.FINDING_HELP: _(
        "No plan includes their needs any more; what was promised before stays promised."
    ),
    Consent.Purpose.SHARING: _(
        "Nothing new is passed on. What was sent already stands here, to be taken back."
    ),
    Consent.Purpose.HEALTH: _(
        "Illness and disability are told to nobody new; help may become harder to find."
    ),
    Consent.Purpose.PICTURES: _(
        "No picture of them is used any more; what was printed stays printed."
    ),
    Consent.Purpose.RESEARCH: _(
        "Nothing about them goes into new research; sums already published stay."
    ),
}


def recipients():
    """Everybody with whom something may be shared: (group, [(value, label)])."""
    return [
        (
            group,
            [(f"{what}-{row.pk}", str(row)) for row in WHOM[what].objects.order_by("name", "pk")],
        )
        for group, what in (
            (_now("Organisations"), "organisation"),
            (_now("Funds"), "fund"),
            (_now("Stations"), "station"),
        )
    ]


class ConsentForm(forms.Form):
    """For what, for whom, which data, until when, who says so, and how it is shown."""

    purpose = forms.ChoiceField(
        label=_("What do they agree to?"), choices=Consent.Purpose.choices, widget=forms.RadioSelect
    )
    whom = forms.ChoiceField(
        label=pgettext_lazy("may know it", "With whom?"),
        required=False,
        help_text=_(
            "Needed for passing on name and telephone: each recipient is agreed to by name."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Which data?"),
        required=False,
        choices=Consent.Data.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all that this purpose needs."),
    )
    until_on = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Without a day it holds until they withdraw it."),
    )
    guardian = forms.CharField(
        label=_("Guardian who agrees for them"),
        required=False,
        max_length=60,
        help_text=_("Needed under 14; also for whoever cannot decide alone. Kept sealed."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.CharField(
        label=_("What are they to the resident?"), required=False, max_length=30
    )
    how = forms.ChoiceField(
        label=_("How do they say it?"),
        choices=[(how.value, how.label) for how in Consent.How if how != Consent.How.TERM],
        initial=Consent.How.WORD,
        widget=forms.RadioSelect,
    )
    paper = forms.FileField(
        label=pgettext_lazy("of a consent", "The signed paper"),
        required=False,
        help_text=_("A photo (JPEG, PNG) or a PDF, at most 8 MB; it is kept sealed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    drawn = forms.CharField(required=False, max_length=MOST_DRAWN, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [("", _now("everybody who helps")), *recipients()]

    def clean(self):
        data = super().clean()
        how = data.get("how")
        if how == Consent.How.PAPER and not data.get("paper"):
            self.add_error("paper", _now("Please add a photo or a PDF of the signed paper."))
        if how == Consent.How.SCREEN and not self._picture():
            self.add_error(
                "how",
                _now(
                    "Nothing was signed yet. Please sign in the field, or choose “by word, before a witness”."
                ),
            )
        if data.get("purpose") == Consent.Purpose.SHARING and not data.get("whom"):
            self.add_error("whom", _now("Please choose with whom it may be shared."))
        return data

    def _picture(self):
        drawn = self.cleaned_data.get("drawn", "")
        if not drawn.startswith(PICTURE):
            return b""
        try:
            return base64.b64decode(drawn[len(PICTURE) :], validate=True)
        except (binascii.Error, ValueError):
            return b""

    def evidence(self):
        """(file name, content) of what shows it, or None."""
        match self.cleaned_data["how"]:
            case Consent.How.PAPER:
                return self.cleaned_data["paper"].name, self.cleaned_data["paper"].read()
            case Consent.How.SCREEN:
                return "signature.png", self._picture()
            case _word:
                return None

    def facts(self):
        """As ``give_consent`` takes it, beside the evidence."""
        kept = ("purpose", "kinds", "until_on", "guardian", "relation", "how")
        data = {name: self.cleaned_data[name] for name in kept}
        if self.cleaned_data["purpose"] != Consent.Purpose.FINDING_HELP:
            data |= named(self.cleaned_data["whom"])
        return data


def named(value):
    """{"whom", "whom_name"} of a chosen recipient, as a consent keeps them."""
    if not value:
        return {}
    what, pk = value.split("-")
    row = WHOM[what].objects.get(pk=pk)
    return {"whom": key_of(row), "whom_name": str(row)}


class CorrectionForm(forms.Form):
    words = forms.CharField(
        label=_("What is wrong, and how is it right?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("What came of it?"), choices=Correction.Answer.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Tell the resident in words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
