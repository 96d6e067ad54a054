from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.actions import USUAL_SPAN
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.places.models import Street
from shanqiao.apps.residents.models import Resident
from shanqiao.engines.identity import CannotReadResidentId, read_resident_id

UNKNOWN = [("", _("not known"))]
DAY = {"type": "date"}


class ResidentForm(forms.Form):
    """Who it is, in the order in which a person tells it."""

    prefix = "resident"

    name = forms.CharField(label=_("Name"), max_length=60)
    id_number = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=18,
        help_text=_(
            "So that nobody is helped twice under two names. It is kept sealed; leave it empty if it "
            "is not at hand, nobody is refused help for that."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), choices=Resident.Sex.choices, widget=forms.RadioSelect, required=False
    )
    born_on = forms.DateField(
        label=_("Born on"),
        required=False,
        help_text=_("The identity number says both sex and day of birth; without it, please ask."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    street = forms.ModelChoiceField(
        label=_("Street or town"), queryset=Street.objects.none(), empty_label=None
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    local = forms.TypedChoiceField(
        label=_("Household registration in this city"),
        required=False,
        choices=[*UNKNOWN, ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        help_text=_("Some givers gave for people of the city only; others for everybody."),
    )
    hardship = forms.ChoiceField(
        label=_("Hardship category"),
        choices=Resident.Hardship.choices,
        initial=Resident.Hardship.NONE,
        help_text=_("As recognised by civil affairs. It opens funds that are kept for it."),
    )
    disability = forms.TypedChoiceField(
        label=_("Disability"),
        required=False,
        choices=[
            *UNKNOWN,
            (0, _("none")),
            (1, _("grade 1, heaviest")),
            (2, _("grade 2")),
            (3, _("grade 3")),
            (4, _("grade 4")),
        ],
        coerce=int,
        empty_value=None,
    )
    illness = forms.ChoiceField(
        label=_("Illness"),
        required=False,
        choices=[*UNKNOWN, *Resident.Illness.choices],
        help_text=_(
            "We ask because some givers gave for the ill only. It is kept sealed, and no fund "
            "ever learns whose it is."
        ),
    )
    is_another = forms.BooleanField(
        label=_("I have compared them: this is somebody else"), required=False
    )

    def __init__(self, *args, station, **kwargs):
        super().__init__(*args, **kwargs)
        here = station.street
        self.fields["street"].queryset = Street.objects.filter(district=here.district_id).order_by(
            "code"
        )
        self.fields["street"].initial = here.pk

    def clean_id_number(self):
        text = self.cleaned_data["id_number"].strip()
        if text:
            try:
                self.number = read_resident_id(text)
            except CannotReadResidentId as refusal:
                raise forms.ValidationError(
                    _(
                        "This is no valid identity number. Please compare it with the card, or leave it "
                        "empty and add it later."
                    )
                ) from refusal
        return text

    def clean(self):
        data = super().clean()
        number = getattr(self, "number", None)
        if number:
            data["sex"] = data.get("sex") or number.sex
            data["born_on"] = data.get("born_on") or number.born_on
        elif not data.get("sex") and "id_number" not in self.errors:
            self.add_error("sex", _("Please choose one, or give the identity number."))
        return data

    def about(self):
        """As ``register_resident`` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_another"}


class NeedForm(forms.Form):
    """What is lacking, and whether the resident agrees that help is looked for."""

    prefix = "need"

    kind = forms.ChoiceField(
        label=_("What is lacking?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    item = forms.CharField(
        label=_("Which goods?"),
        required=False,
        max_length=60,
        help_text=_("Only for goods: one kind of thing, for instance a wheelchair."),
    )
    words = forms.CharField(
        label=_("What did they tell you?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In their words, if you can. Please write no name or number in it."),
    )
    open_on = forms.DateField(
        label=_("Needed from"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    due_on = forms.DateField(
        label=_("Needed until"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("After this day nobody looks for help any more."),
    )
    agrees = forms.TypedChoiceField(
        label=_("May we look for help with charities and funds for them?"),
        choices=[
            ("yes", _("Yes, they agreed after I explained it")),
            ("no", _("Not yet: the need is kept, but nobody looks for help")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_(
            "Charities and funds see facts such as age, street, hardship and what is lacking, and "
            "never the name or number. The resident can withdraw this at any time, here at the station."
        ),
    )
    guardian = forms.CharField(
        label=_("Who agrees for them? (only for a child under 14)"),
        required=False,
        max_length=60,
        help_text=_("The name of the parent or guardian who is here. It is kept sealed."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.CharField(
        label=_("What are they to the child?"),
        required=False,
        max_length=30,
        help_text=_("For instance mother, grandfather."),
    )

    def __init__(self, *args, today, **kwargs):
        kwargs.setdefault("initial", {"open_on": today, "due_on": today + USUAL_SPAN})
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean()
        goods = data.get("kind") == Kind.GOODS
        if goods and not data.get("item"):
            self.add_error("item", _("Please say which goods are needed."))
        if not goods:
            data["item"] = ""  # typed before another kind was chosen
        start, end = data.get("open_on"), data.get("due_on")
        if start and end and end < start:
            self.add_error("due_on", _("This day is before the first one."))
        return data

    def need(self):
        """As ``register_need`` takes it."""
        apart = ("agrees", "guardian", "relation")
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}
