"""What the lists of gifts and givers can be narrowed by."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.stories.purses import purses_of

from ..filters import EVERY, DayInput


class GiftFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    purse = filters.ChoiceFilter(label=_("Purse"), field_name="purse", empty_label=EVERY)
    how = filters.ChoiceFilter(label=_("How it was given"), choices=Gift.How, empty_label=EVERY)
    wish = filters.ChoiceFilter(label=_("Wish"), choices=Gift.Wish, empty_label=EVERY)
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("stands", _("stands")), ("undone", _("undone"))],
        method="in_state",
        empty_label=EVERY,
    )
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
        found = Q(donor__search_key__icontains=text) | Q(reference=text) | Q(donor__uscc=text)
        year, dash, number = text.upper().removeprefix("JZ").partition("-")
        if dash and year.isdecimal() and number.isdecimal():
            found |= Q(pk=int(number), on__year=int(year))
        return rows.filter(found)

    def in_state(self, rows, _name, state):
        return rows.filter(undoing__isnull=state == "stands")


class DonorFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Donor.Kind, empty_label=EVERY)

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(Q(search_key__icontains=text) | Q(uscc=text))
