"""What two people are asked about a donation box."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import FACES, Sheet
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Street
from shanqiao.apps.record.clock import now

from ..filters import DayInput
from .forms import PurseField


class PointForm(forms.Form):
    name = forms.CharField(label=_("Name of the place"), max_length=60)
    name_en = forms.CharField(label=_("name in English"), max_length=90)
    street = forms.ModelChoiceField(
        label=_("Street"), queryset=Street.objects.with_an_office().order_by("code")
    )
    address = forms.CharField(label=_("Where the box stands"), max_length=120)
    purse = PurseField(
        label=_("Into which purse?"),
        queryset=None,
        help_text=_("Who gives into the box reads there what the purse is for."),
    )
    number = forms.CharField(label=_("Number on the box"), max_length=20)

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses.filter(unit="fen")


class _TwoForm(forms.Form):
    beside = forms.ModelChoiceField(
        label=_("Who is beside you?"),
        queryset=Person.objects.none(),
        help_text=_("A second person of the fund, who sees the same."),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["beside"].queryset = colleagues


class SealForm(_TwoForm):
    number = forms.CharField(label=_("Number of the seal"), max_length=30)


class OpenForm(_TwoForm):
    intact = forms.TypedChoiceField(
        label=_("Was the seal whole, and did it bear its number?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What was noticed"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CountForm(forms.Form):
    """How many of each note and coin; an empty field is none."""

    odd = forms.CharField(
        label=_("What cannot be banked"),
        max_length=200,
        required=False,
        help_text=_("Foreign or torn money, tokens, letters: in words, it is not counted."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        faces = {
            face: forms.IntegerField(
                label=Sheet._meta.get_field(face).verbose_name,
                min_value=0,
                max_value=100_000,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            for face in FACES
        }
        faces["rest"] = forms.DecimalField(
            label=_("Smaller and older money, together in yuan"),
            min_value=0,
            max_value=100_000,
            decimal_places=2,
            required=False,
        )
        self.fields = {**faces, **self.fields}

    @property
    def pieces(self):
        told = self.cleaned_data
        counted = {face: told[face] or 0 for face in FACES}
        return {**counted, "rest": int((told["rest"] or 0) * 100), "odd": told["odd"]}


class DepositForm(forms.Form):
    slip = forms.CharField(label=_("Number of the deposit slip"), max_length=40)
    on = forms.DateField(label=_("Paid in on"), widget=DayInput)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"on": localdate(now())})
        super().__init__(*args, **kwargs)
