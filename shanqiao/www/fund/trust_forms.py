"""What a fund is asked about a charitable trust."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import Donor
from shanqiao.apps.record.clock import now
from shanqiao.apps.trusts.models import Trust, TrustChange
from shanqiao.www.parts.amounts import AmountField

from .filters import DayInput

Kind = TrustChange.Kind
CHANGES = [kind for kind in Kind if kind not in (Kind.SIGNED, Kind.ENDED)]


class GiverField(forms.CharField):
    """A giver by name, or by number where several bear the name."""

    def __init__(self, *, givers, **kwargs):
        super().__init__(max_length=120, **kwargs)
        self.givers = givers

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        found = (
            self.givers.filter(pk=int(text)) if text.isdecimal() else self.givers.filter(name=text)
        )
        found = list(found[:3])
        if not found:
            raise forms.ValidationError(
                _now(
                    "No giver is called so. Please write the name as it stands in the list of givers."
                )
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _now("Several givers are called so. Please write the number instead: %(numbers)s.")
                % {"numbers": ", ".join(str(giver.pk) for giver in found)}
            )
        return found[0]


class TrustForm(forms.Form):
    """Asked in the order of the agreement: name, who, what for, how long, from which purse."""

    name = forms.CharField(
        label=_("Name of the trust"),
        max_length=60,
        help_text=_("Brand, year, purpose and 慈善信托, in this order."),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=90)
    supervisor = forms.CharField(
        label=_("Trust supervisor"),
        required=False,
        max_length=120,
        help_text=_("Who watches the trustee, if the settlor named somebody."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Trust.Purpose)
    beneficiaries = forms.CharField(
        label=_("Whom it is for"),
        max_length=300,
        help_text=_(
            "A group, not people by name. Nobody close to the settlor or the trustee may be among them."
        ),
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput,
        help_text=_("Empty if it has no end."),
    )
    purse = forms.ChoiceField(
        label=_("Its purse"),
        help_text=_("An empty one in money: it holds the property of the trust and nothing else."),
    )

    def __init__(self, *args, purses, **kwargs):
        super().__init__(*args, **kwargs)
        hosts = {purse.fund.host_id for purse in purses}
        self.purses = {str(purse.pk): purse for purse in purses}
        givers = Donor.objects.filter(host__in=hosts).exclude(kind=Donor.Kind.ANONYMOUS)
        self.fields["settlor"] = GiverField(
            label=_("Settlor"),
            givers=givers,
            help_text=_("The name as it stands in the list of givers."),
        )
        self.fields["purse"].choices = [
            (pk, f"{purse.label} · {purse.fund}") for pk, purse in self.purses.items()
        ]
        self.order_fields(["name", "name_en", "settlor", "supervisor"])

    def clean_purse(self):
        return self.purses[self.cleaned_data["purse"]]


class _OnADay(forms.Form):
    on = forms.DateField(label=_("On"), widget=DayInput)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > localdate(now()):
            raise forms.ValidationError(_("That day lies ahead."))
        return on


class FileForm(_OnADay):
    number = forms.CharField(label=_("Number of the receipt"), max_length=60)


class PublishForm(_OnADay):
    where = forms.CharField(label=_("Where it can be read"), max_length=300)


class ChangeForm(_OnADay):
    kind = forms.ChoiceField(
        label=_("What changed"), choices=[(kind.value, kind.label) for kind in CHANGES]
    )
    now_is = forms.CharField(label=_("What holds now"), max_length=300)
    why = forms.CharField(label=_("Why?"), max_length=300, required=False)
    field_order = ["kind", "now_is", "on", "why"]


class ReportForm(_OnADay):
    year = forms.IntegerField(label=_("Year"), min_value=2016, max_value=2200)
    held = AmountField(label=_("Held at the end of the year"), unit="fen")
    given = AmountField(label=_("Given in the year"), unit="fen")
    where = forms.CharField(label=_("Where it can be read"), max_length=300)
    field_order = ["year", "held", "given", "where", "on"]


class EndForm(_OnADay):
    why = forms.CharField(label=_("Why?"), max_length=300)
    field_order = ["why", "on"]
