import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.residents.finding import with_words
from shanqiao.apps.residents.models import Resident
from shanqiao.stories.stages import Stage

ANY = _("all")


def named_like(words, *, path=""):
    """Residents at ``path`` whom every word fits: names in any form, birthdays, last places of numbers."""
    return Q(**{f"{path}pk__in": Resident.objects.filter(with_words(words)).values("pk")})


class NeedFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Name, pinyin or initials"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=ANY)
    stage = filters.ChoiceFilter(
        label=_("Stage"), choices=Stage.choices, empty_label=_("all open"), method="at_stage"
    )
    urgency = filters.ChoiceFilter(
        label=_("Urgency"), choices=Assessment.Urgency.choices, empty_label=ANY
    )
    waits = filters.ChoiceFilter(
        label=_("Waits for"),
        choices=[("assess", _("an assessment")), ("again", _("a new assessment"))],
        empty_label=ANY,
        method="waiting",
    )

    def search(self, needs, name, value):
        return needs.filter(named_like(value, path="resident__"))

    def at_stage(self, needs, name, value):
        return needs.filter(stage=value)

    def waiting(self, needs, name, value):
        if value == "assess":
            return needs.filter(stage=Stage.TOLD)
        return needs.filter(look_again=True)

    def filter_queryset(self, needs):
        """Closed needs are shown only where one asks for them."""
        if self.form.cleaned_data.get("stage") != Stage.CLOSED:
            needs = needs.exclude(stage=Stage.CLOSED)
        return super().filter_queryset(needs)


class PaymentFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Name, pinyin or initials"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = filters.ChoiceFilter(
        label=_("Kind"), field_name="grant__need__kind", choices=Kind.choices, empty_label=ANY
    )

    def search(self, payments, name, value):
        return payments.filter(named_like(value, path="grant__need__resident__"))


class ResidentFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Name, pinyin, initials or last four of the ID"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    agrees = filters.ChoiceFilter(
        label=_("Agrees that help is looked for"),
        choices=[("yes", _("yes")), ("withdrawn", _("withdrawn")), ("never", _("not asked yet"))],
        empty_label=ANY,
        method="with_word",
    )
    needs = filters.ChoiceFilter(
        label=_("Needs"),
        choices=[("open", _("with open needs")), ("none", _("without open needs"))],
        empty_label=ANY,
        method="with_needs",
    )

    def search(self, residents, name, value):
        return residents.filter(named_like(value))

    def with_word(self, residents, name, value):
        said = {"yes": Q(agreed=True), "withdrawn": Q(agreed=False), "never": Q(agreed=None)}
        return residents.filter(said[value])

    def with_needs(self, residents, name, value):
        return (
            residents.filter(open_needs__gt=0)
            if value == "open"
            else residents.filter(open_needs=0)
        )
