"""What is asked when a fund is governed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.governing.models import Member, Motion, Purpose, PurposeChange, Surplus, Vote
from shanqiao.apps.people.models import Person
from shanqiao.apps.registry.models import Organisation
from shanqiao.www.parts.amounts import AmountField

from .filters import DayInput

LETTERS = forms.Textarea(attrs={"rows": 4})


class MemberForm(forms.Form):
    username = forms.CharField(
        label=_("User name of the person"),
        max_length=150,
        help_text=_("The name with which this person signs in; members answer motions themselves."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role, widget=forms.RadioSelect)
    sent_by = forms.CharField(
        label=_("For whom do they speak?"),
        max_length=80,
        help_text=_("The street, residents, givers, the host, the social work station."),
    )
    paid = forms.BooleanField(
        label=_("Is paid for this work"),
        required=False,
        help_text=_("Members of such committees are not paid; if one is, it is shown."),
    )
    since = forms.DateField(label=_("Since"), widget=DayInput)

    def clean_username(self):
        person = Person.objects.filter(username=self.cleaned_data["username"].strip()).first()
        if person is None:
            raise forms.ValidationError(_("Nobody signs in under this name."))
        self.cleaned_data["person"] = person
        return person.username


class InterestForm(forms.Form):
    party = forms.ModelChoiceField(
        label=_("In which organisation?"),
        queryset=Organisation.objects.order_by("name"),
        empty_label=_("please choose"),
    )
    words = forms.CharField(
        label=_("Which interest?"),
        max_length=200,
        help_text=_("For instance: works there, has a contract with it, a close relative does."),
    )


class RulesForm(forms.Form):
    text = forms.CharField(label=_("The rules"), widget=forms.Textarea(attrs={"rows": 12}))
    quorum_over = forms.IntegerField(
        label=_("Present: more than so many percent"), min_value=50, max_value=99, initial=50
    )
    majority_over = forms.IntegerField(
        label=_("Yes: more than so many percent of those present"),
        min_value=50,
        max_value=99,
        initial=50,
    )
    big_use_from = AmountField(
        unit="fen",
        label=_("A use goes to the committee from this amount (yuan)"),
        required=False,
    )
    since = forms.DateField(label=_("In force since"), widget=DayInput)


class _PutForm(forms.Form):
    """What every motion says."""

    title = forms.CharField(
        label=_("The question"),
        max_length=120,
        help_text=_("One sentence that can be answered with yes or no."),
    )
    words = forms.CharField(
        label=_("Why?"), widget=LETTERS, help_text=_("Members read this. Please write no names.")
    )
    way = forms.ChoiceField(
        label=_("How is it decided?"),
        choices=Motion.Way,
        widget=forms.RadioSelect,
        initial="letter",
    )
    on = forms.DateField(
        label=_("Day of the meeting, or last day for answers by letter"), widget=DayInput
    )


class MotionForm(_PutForm):
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            (kind.value, kind.label)
            for kind in Motion.Kind
            if kind not in (Motion.Kind.PURPOSE, Motion.Kind.SURPLUS)
        ],
        widget=forms.RadioSelect,
        help_text=_("A change of purpose and a surplus begin on the page of the purse."),
    )
    purse = forms.ModelChoiceField(label=_("Purse"), queryset=Purse.objects.none(), required=False)
    amount = AmountField(unit="fen", label=_("Amount (yuan)"), required=False)
    party = forms.ModelChoiceField(
        label=_("With whom?"),
        queryset=Organisation.objects.order_by("name"),
        required=False,
        help_text=_("Members with an interest in it take no part."),
    )
    instrument = forms.ChoiceField(
        label=_("How is it invested?"),
        choices=[("", "–"), *Motion.Instrument.choices],
        required=False,
        help_text=_("Shares are not traded, nothing is lent, no insurance is bought."),
    )
    invested_until = forms.DateField(label=_("Invested until"), widget=DayInput, required=False)
    field_order = ("kind", "title", "words", "purse", "amount", "party")

    def __init__(self, *args, fund, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = fund.purses.order_by("name", "pk")
        self.fields["purse"].label_from_instance = lambda purse: purse.label


class AnswerForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Your answer"), choices=Vote.Choice, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In words, if you like"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SaysForm(forms.Form):
    """What a purse is for."""

    purpose = forms.ChoiceField(
        label=_("For which purpose?"), choices=Purpose, widget=forms.RadioSelect
    )
    group = forms.CharField(
        label=_("For whom?"),
        max_length=120,
        required=False,
        help_text=_("Empty means everybody the purpose reaches."),
    )
    period_from = forms.DateField(label=_("To be used from"), widget=DayInput)
    period_to = forms.DateField(label=_("To be used until"), widget=DayInput)
    wish = forms.CharField(
        label=_("What the givers wished beside"),
        required=False,
        widget=LETTERS,
        help_text=_("Please write no names."),
    )

    def clean(self):
        said = super().clean()
        first, last = said.get("period_from"), said.get("period_to")
        if first and last and first > last:
            self.add_error("period_to", _("The period begins before it ends."))
        return said


class FirstPurposeForm(SaysForm):
    government = forms.BooleanField(label=_("Paid by the government"), required=False)
    not_invested = forms.BooleanField(
        label=_("The givers said that it is not to be invested"), required=False
    )


class ChangeForm(SaysForm, _PutForm):
    fixed_in = forms.ChoiceField(
        label=_("Where is the present use fixed?"),
        choices=PurposeChange.FixedIn,
        widget=forms.RadioSelect,
        help_text=_(
            "In an agreement, each giver is asked; a notice of 60 days stands in for those who are not found."
        ),
    )
    givers = forms.IntegerField(
        label=_("How many givers agreed to it?"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Only where it is fixed in agreements."),
    )
    field_order = ("title", "words", "purpose", "group", "period_from", "period_to", "wish")

    def clean_givers(self):
        return self.cleaned_data["givers"] or 0


class SurplusForm(_PutForm):
    to = forms.ModelChoiceField(label=_("To which purse?"), queryset=Purse.objects.none())
    amount = AmountField(unit="fen", label=_("Amount (yuan)"))
    nearness = forms.ChoiceField(
        label=_("Its purpose is"), choices=Surplus.Nearness, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why is it near?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("title", "words", "to", "amount", "nearness", "why")

    def __init__(self, *args, purse, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Purse.objects.filter(
            fund__host=purse.fund.host_id, unit=purse.unit
        ).exclude(pk=purse.pk)
        self.fields["to"].label_from_instance = lambda other: f"{other.label} · {other.fund}"
        self.fields["amount"].unit = purse.unit


class FiguresForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    income = AmountField(unit="fen", label=_("Income of the year (yuan)"), max_value=10**12)
    bound_beyond = AmountField(
        unit="fen",
        label=_("Of it bound to later years (yuan)"),
        required=False,
        max_value=10**12,
    )
    released = AmountField(
        unit="fen",
        label=_("Bound earlier, free since this year (yuan)"),
        required=False,
        max_value=10**12,
    )
    net_assets = AmountField(unit="fen", label=_("Net assets at the end (yuan)"), max_value=10**12)
    spending = AmountField(unit="fen", label=_("Charitable spending (yuan)"), max_value=10**12)
    management = AmountField(unit="fen", label=_("Management fee (yuan)"), max_value=10**12)
    audited = forms.BooleanField(label=_("Audited"), required=False)
    source = forms.CharField(label=_("From which report?"), max_length=120)

    def clean(self):
        said = super().clean()
        for name in ("bound_beyond", "released"):
            said[name] = said.get(name) or 0
        return said
