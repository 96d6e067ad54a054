from datetime import timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind, unit_of
from shanqiao.apps.places.models import Station
from shanqiao.apps.referrals.models import Capacity, Referral
from shanqiao.apps.registry.models import Organisation
from shanqiao.www.parts.amounts import AmountField

DAY = {"type": "date"}
USUAL = timedelta(days=30)
FIELDS = {
    "programme": "programme",
    "purse": "purse",
    "organisation": "organisation",
    "station": "to_station",
}


class ReferForm(forms.Form):
    """Whom to ask for a need, for how much, with which words, by when."""

    to = forms.ChoiceField(label=_("Whom do you ask?"))
    words = forms.CharField(
        label=_("What do you ask for?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The addressee reads this before they know whose need it is. Please write no name or address."
        ),
    )
    shows_health = forms.BooleanField(
        label=_("It tells of illness or disability"),
        required=False,
        help_text=_("For that the resident agrees separately."),
    )
    wanted_by = forms.DateField(
        label=_("By when is help wanted?"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args, need, groups, at, **kwargs):
        self._need = need
        self._rows = {value: row for _group, some in groups for value, _label, row in some}
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [
            ("", "–"),
            *(
                (group, [(value, label) for value, label, _row in some])
                for group, some in groups
                if some
            ),
        ]
        unit = unit_of(need.kind)
        self.fields["count"] = AmountField(
            label=_("How much is asked for?"),
            unit=unit,
            min_value=0.01 if unit == "fen" else 1,
            initial=getattr(need, "lacking", None) or None,  # not asked of one that was sent
        )
        self.fields["wanted_by"].initial = max(
            localdate(at), min(localdate(at) + USUAL, need.due_on)
        )
        self.order_fields(["to", "count", "words", "shows_health", "wanted_by"])

    def to_whom(self):
        """The addressee as ``draft_referral`` takes it; {} where none is chosen."""
        value = self.cleaned_data.get("to") or ""
        row = self._rows.get(value)
        return {FIELDS[value.split("-")[0]]: row} if row else {}

    def as_referral(self):
        """A referral that is not written, of what was typed so far; None where too little was."""
        self.is_valid()
        to, count = self.to_whom(), self.cleaned_data.get("count")
        if not to or not count:
            return None
        return Referral(
            need=self._need,
            count=count,
            unit=unit_of(self._need.kind),
            shows_health=self.cleaned_data.get("shows_health", False),
            wanted_by=self.cleaned_data.get("wanted_by"),
            **to,
        )

    def facts(self):
        """As ``draft_referral`` takes it."""
        kept = ("count", "words", "shows_health", "wanted_by")
        return {name: self.cleaned_data[name] for name in kept} | self.to_whom()


class WhyForm(forms.Form):
    """A reason in words."""

    why = forms.CharField(
        label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class CapacityForm(forms.Form):
    """Who has places for what, as of now."""

    whose = forms.ChoiceField(label=_("Whose places?"))
    kind = forms.ChoiceField(label=_("For which kind of help?"), choices=Kind.choices)
    has = forms.ChoiceField(
        label=_("What do they say?"), choices=Capacity.Has.choices, widget=forms.RadioSelect
    )
    places = forms.IntegerField(
        label=_("How many places, if they say a number?"),
        required=False,
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    until_on = forms.DateField(
        label=_("Until when does that hold?"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Without a day it holds until somebody says otherwise."),
    )
    words = forms.CharField(
        label=_("How do you know?"),
        max_length=300,
        required=False,
        help_text=_("For instance: called today, spoke with the front desk."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organisations = [
            (f"organisation-{o.pk}", str(o)) for o in Organisation.objects.order_by("name")
        ]
        stations = [(f"station-{s.pk}", str(s)) for s in Station.objects.order_by("street", "pk")]
        self.fields["whose"].choices = [
            (_now("Organisations"), organisations),
            (_now("Other stations"), stations),
        ]

    def clean(self):
        data = super().clean()
        if data.get("places") and data.get("has") != Capacity.Has.PLACES:
            self.add_error("places", _now("A number goes with “has places” only."))
        return data

    def facts(self):
        """As ``state_capacity`` takes it."""
        data = dict(self.cleaned_data)
        what, pk = data.pop("whose").split("-")
        model = Organisation if what == "organisation" else Station
        return data | {what: model.objects.get(pk=pk)}
