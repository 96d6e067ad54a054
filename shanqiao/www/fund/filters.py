"""What the lists of a fund can be narrowed by; every choice lives in the address."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Movement
from shanqiao.apps.needs.kinds import Kind, Unit
from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.places.models import Street
from shanqiao.apps.record.clock import now
from shanqiao.stories.grants import State
from shanqiao.stories.proposals import only_missing
from shanqiao.stories.pseudonyms import residents_called
from shanqiao.stories.purses import purses_of

EVERY = _("all")


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class _OfNeeds(filters.FilterSet):
    """What lists of rows with a need, a purse, a count and a unit share."""

    q = filters.CharFilter(label=_("Search"), method="search")
    kind = filters.ChoiceFilter(
        field_name="need__kind", label=_("Kind"), choices=Kind, empty_label=EVERY
    )
    place = filters.ChoiceFilter(label=_("Place"), method="at_place", empty_label=EVERY)
    purse = filters.ChoiceFilter(label=_("Purse"), field_name="purse", empty_label=EVERY)
    least = filters.NumberFilter(label=_("Amount from"), method="at_least", min_value=0)
    most = filters.NumberFilter(label=_("Amount to"), method="at_most", min_value=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        purses = purses_of(self.request.user)
        self.filters["place"].extra["choices"] = _places_in(self.queryset)
        self.filters["purse"].extra["choices"] = [(purse.pk, purse.label) for purse in purses]

    def search(self, rows, _name, text):
        text = text.strip()
        residents = rows.order_by().values_list("need__resident", flat=True).distinct()
        street = "need__resident__street"
        return rows.filter(
            Q(purse__name__icontains=text)
            | Q(purse__name_en__icontains=text)
            | Q(purse__fund__name__icontains=text)
            | Q(purse__fund__name_en__icontains=text)
            | Q(need__item__icontains=text)
            | Q(**{f"{street}__name__icontains": text})
            | Q(**{f"{street}__name_en__icontains": text})
            | Q(need__resident__in=residents_called(text, among=residents))
        )

    def at_place(self, rows, _name, code):
        return rows.filter(need__resident__street__code__startswith=code)

    def at_least(self, rows, _name, amount):
        return rows.filter(
            Q(unit=Unit.FEN, count__gte=amount * 100) | ~Q(unit=Unit.FEN) & Q(count__gte=amount)
        )

    def at_most(self, rows, _name, amount):
        return rows.filter(
            Q(unit=Unit.FEN, count__lte=amount * 100) | ~Q(unit=Unit.FEN) & Q(count__lte=amount)
        )


class ProposalFilter(_OfNeeds):
    urgency = filters.ChoiceFilter(
        label=_("Urgency"), choices=Assessment.Urgency, empty_label=EVERY
    )
    waits = filters.ChoiceFilter(
        label=_("Waits for"),
        choices=[("me", _("only my word"))],
        method="waits_for",
        empty_label=_("anything"),
    )

    source = filters.ChoiceFilter(
        label=_("Proposed by"),
        choices=[("plan", _("a plan")), ("hand", _("somebody of the fund, by hand"))],
        method="from_source",
        empty_label=_("anybody"),
    )

    def from_source(self, rows, _name, source):
        return rows.filter(asking__isnull=source == "plan")

    def waits_for(self, rows, _name, _who):
        return only_missing(rows, person=self.request.user, at=now())


class GrantFilter(_OfNeeds):
    state = filters.ChoiceFilter(label=_("State"), choices=State, empty_label=EVERY)


class MovementFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    purse = filters.ChoiceFilter(label=_("Purse"), field_name="purse", empty_label=EVERY)
    out_of = filters.ChoiceFilter(label=_("Out of"), choices=Movement.Account, empty_label=EVERY)
    into = filters.ChoiceFilter(label=_("Into"), choices=Movement.Account, empty_label=EVERY)
    since = filters.DateFilter(
        label=_("From day"), field_name="on", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label=_("To day"), field_name="on", lookup_expr="lte", widget=DayInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        purses = purses_of(self.request.user)
        self.filters["purse"].extra["choices"] = [(purse.pk, purse.label) for purse in purses]

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(
            Q(about__icontains=text)
            | Q(purse__name__icontains=text)
            | Q(purse__name_en__icontains=text)
        )


class PlanFilter(filters.FilterSet):
    asked = filters.ChoiceFilter(
        label=_("Asked for by"),
        choices=[("clock", _("the clock, at night")), ("person", _("a person"))],
        method="asked_by",
        empty_label=EVERY,
    )

    def asked_by(self, plans, _name, who):
        return plans.filter(proposed_by__isnull=who == "clock")


def _places_in(rows):
    """The districts and streets that occur, as groups of choices."""
    codes = rows.order_by().values("need__resident__street").distinct()
    streets = Street.objects.filter(code__in=codes).select_related("district").order_by("code")
    groups = {}
    for street in streets:
        district = street.district
        group = groups.setdefault(district.code, (str(district), [(district.code, str(district))]))
        group[1].append((street.code, str(street)))
    return list(groups.values())
