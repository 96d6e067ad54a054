"""What the list of receipts can be narrowed by."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.stories.purses import purses_of

from ..filters import EVERY, DayInput
from .tables import GOOD, REPLACED, VOID


class ReceiptFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    purse = filters.ChoiceFilter(label=_("Purse"), field_name="gift__purse", empty_label=EVERY)
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[(GOOD, _("good")), (VOID, _("void")), (REPLACED, _("replaced"))],
        method="in_state",
        empty_label=EVERY,
    )
    since = filters.DateFilter(
        label=_("Issued from"), field_name="issued_on", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label=_("Issued until"), field_name="issued_on", lookup_expr="lte", widget=DayInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        purses = purses_of(self.request.user)
        self.filters["purse"].extra["choices"] = [(purse.pk, purse.label) for purse in purses]

    def search(self, rows, _name, text):
        text = text.strip()
        found = Q(payer__icontains=text) | Q(payer_uscc=text.upper())
        found |= Q(gift__donor__search_key__icontains=text)
        if text.isdecimal() and text.isascii() and len(text) <= 18:
            found |= Q(number=int(text))
        return rows.filter(found)

    def in_state(self, rows, _name, state):
        return rows.filter(is_void=state != GOOD, is_replaced=state == REPLACED)
