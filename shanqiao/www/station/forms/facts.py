from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.places.models import Street
from shanqiao.apps.residents.models import (
    Departure,
    IdentityDocument,
    Name,
    PhoneNumber,
    Residence,
)

DAY = {"type": "date"}
SILENT = {"autocomplete": "off"}


def day_field(label, *, required=False, help_text=""):
    """A day as the browser offers it."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def streets_of(station):
    """The streets of the station's district."""
    return Street.objects.filter(district=station.street.district_id).order_by("code")


class ChangeForm(forms.Form):
    """What is current, and what it is from now on; with what the page showed, so that only what somebody wrote counts.

    The page may lie open, or wait on a phone, while a colleague changes something else.
    """

    KEPT = ("name", "phone", "address", "street")

    name = forms.CharField(label=_("Name"), max_length=60)
    id_number = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=24,
        help_text=_("Leave it empty to keep what is known. It is kept sealed."),
        widget=forms.TextInput(attrs=SILENT | {"autocapitalize": "characters"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=SILENT | {"type": "tel"}),
    )
    street = forms.ModelChoiceField(
        label=_("Street or town"), queryset=Street.objects.none(), empty_label=None
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=200, widget=forms.TextInput(attrs=SILENT)
    )
    mistaken = forms.TypedChoiceField(
        label=_("What happened?"),
        choices=[
            ("no", _("It has changed: the old was right until now")),
            ("yes", _("It was written wrongly: the old was never right")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    on = day_field(
        _("Since when?"), help_text=_("Leave it empty if nobody knows; then today counts.")
    )
    why = forms.CharField(
        label=_("How do you know?"),
        max_length=200,
        help_text=_("For instance: saw the new card. Please write no name or number in it."),
    )

    def __init__(self, *args, resident, station, **kwargs):
        kwargs["initial"] = {name: getattr(resident, name) for name in self.KEPT}
        super().__init__(*args, **kwargs)
        for name in self.KEPT:
            shown = str(getattr(resident, "street_id" if name == "street" else name) or "")
            self.fields[f"was_{name}"] = forms.CharField(
                required=False, initial=shown, widget=forms.HiddenInput
            )
        here = Street.objects.filter(pk=resident.street_id) | streets_of(station)
        self.fields["street"].queryset = here.order_by("code")

    def changes(self):
        """As ``change_resident`` takes it, without what stands as the page showed it."""
        data = dict(self.cleaned_data)
        for name in self.KEPT:
            was = data.pop(f"was_{name}")
            now = str(data["street"].pk) if name == "street" else data[name]
            if f"was_{name}" in self.data and now == was:
                del data[name]
        if not data["id_number"].strip():
            del data["id_number"]
        return data


class NameForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind of name?"), choices=Name.Kind.choices, widget=forms.RadioSelect
    )
    written = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs=SILENT))
    since = day_field(_("Since"))
    until = day_field(_("Until"), help_text=_("Both days may stay empty."))


class PhoneForm(forms.Form):
    whose = forms.ChoiceField(
        label=_("Whose telephone is it?"),
        choices=PhoneNumber.Whose.choices,
        widget=forms.RadioSelect,
    )
    relation = forms.CharField(
        label=_("Which relative?"),
        required=False,
        max_length=30,
        help_text=_("Only for relatives and neighbours: daughter, nephew, neighbour."),
    )
    number = forms.CharField(
        label=_("Phone"), max_length=30, widget=forms.TextInput(attrs=SILENT | {"type": "tel"})
    )
    since = day_field(_("Since"))
    until = day_field(_("Until"), help_text=_("Empty while it still holds."))


class PlaceForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What place is it?"), choices=Residence.Kind.choices, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        help_text=_("Of a household registration the province, city and county are enough."),
        widget=forms.TextInput(attrs=SILENT),
    )
    since = day_field(_("Since"))
    until = day_field(_("Until"), help_text=_("Empty while it still holds."))


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("What document is it?"), choices=IdentityDocument.Kind.choices)
    number = forms.CharField(
        label=_("Number of the document"),
        max_length=40,
        help_text=_("It is kept sealed; only the last four places are shown."),
        widget=forms.TextInput(attrs=SILENT | {"autocapitalize": "characters"}),
    )
    country = forms.CharField(
        label=_("Country, in three letters"),
        required=False,
        max_length=3,
        help_text=_("Only of a passport, as it says: CHN, VNM, PHL."),
    )
    issued_on = day_field(_("Issued on"))
    expires_on = day_field(_("Expires on"))
    until = day_field(
        _("No longer valid since"),
        help_text=_("Only of a former document; empty while it is valid."),
    )

    def clean_country(self):
        return self.cleaned_data["country"].strip().upper()


class EndForm(forms.Form):
    mistaken = forms.TypedChoiceField(
        label=_("What happened?"),
        choices=[
            ("no", _("It holds no longer")),
            ("yes", _("It was written by mistake: it never was so")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    on = day_field(_("Since when?"), required=True)


class DepartureForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What happened?"), choices=Departure.Kind.choices, widget=forms.RadioSelect
    )
    on = day_field(_("On which day?"), required=True)
    words = forms.CharField(
        label=_("From whom do you know it, or where did they move?"),
        max_length=200,
        help_text=_("It is kept sealed."),
        widget=forms.TextInput(attrs=SILENT),
    )


class TakeBackForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=200,
        help_text=_("They came back, or it was a mistake. Please write no name in it."),
    )
