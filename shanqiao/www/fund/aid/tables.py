"""Lists of aid programmes and of applications, and what they can be narrowed by."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.programmes.models import AidProgramme
from shanqiao.apps.record.clock import now
from shanqiao.stories.programmes import State, programmes_of
from shanqiao.stories.pseudonyms import code_of, residents_called
from shanqiao.www.parts.columns import NUMBER, DayColumn, QuantityColumn

from ..about import need_in_words
from ..filters import EVERY
from ..tables import WHOLE, NeedColumn, ResidentColumn, WayColumn, opening

LOOKS = {  # what the fund still has to do stands out
    State.WAITING: "bg-orange-lt",
    State.ACCEPTED: "bg-blue-lt",
    State.GRANTED: "bg-blue-lt",
    State.PAID: "bg-blue-lt",
    State.CONFIRMED: "bg-green-lt",
}


class ProgrammeTable(tables.Table):
    name = tables.Column(verbose_name=_("Programme"), accessor="pk", order_by="name")
    purse = tables.Column(verbose_name=_("From which purse"), accessor="purse__label")
    first_on = DayColumn(verbose_name=_("From day"), attrs=WHOLE)
    state = tables.Column(
        verbose_name=_("State"), accessor="ended_at", empty_values=(), orderable=False
    )
    applied = tables.Column(verbose_name=_("Applied"), attrs=NUMBER)
    waiting = tables.Column(verbose_name=_("Wait"), attrs=NUMBER)
    granted_sum = QuantityColumn(verbose_name=_("Promised"), unit="purse__unit")
    paid_sum = QuantityColumn(verbose_name=_("Paid"), unit="purse__unit")
    back_sum = QuantityColumn(verbose_name=_("Came back"), unit="purse__unit")
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Aid programmes of my funds")

    def render_name(self, record):
        return format_html(
            '<div><span class="d-block">{}</span><span class="text-secondary small">{}</span></div>',
            record,
            record.purse.fund,
        )

    def value_name(self, record):
        return str(record)

    def render_state(self, record):
        return state_of(record)

    def render_page(self, value, record):
        return opening(reverse("fund:programme", args=[value]), str(record))


class ProgrammeFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    which = filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("takes applications")), ("over", _("over, or not begun"))],
        method="in_state",
        empty_label=EVERY,
    )

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(
            Q(name__icontains=text) | Q(name_en__icontains=text) | Q(purpose__icontains=text)
        )

    def in_state(self, rows, _name, which):
        running = AidProgramme.objects.open(on=localdate(now())).values("pk")
        return rows.filter(pk__in=running) if which == "open" else rows.exclude(pk__in=running)


class ApplicationTable(tables.Table):
    applied_at = DayColumn(verbose_name=_("Applied on"), attrs=WHOLE)
    programme = tables.Column(verbose_name=_("Programme"), order_by=("programme__name", "pk"))
    need = NeedColumn(verbose_name=_("What is missing"), order_by=("need__kind", "-gap"))
    resident = ResidentColumn(
        verbose_name=_("Resident"), accessor="need__resident", order_by="need__resident__street"
    )
    station = tables.Column(verbose_name=_("Station"), order_by=("station__name", "pk"))
    count = QuantityColumn(verbose_name=_("Applied for"))
    accepted = QuantityColumn(verbose_name=_("Accepted"))
    state = tables.Column(verbose_name=_("State"))
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Applications to my programmes")

    def render_state(self, value):
        return badge_of(value)

    def value_state(self, value):
        return str(State(value).label)

    def render_page(self, value, record):
        code = code_of(record.need.resident_id)
        return opening(
            reverse("fund:application", args=[value]), f"{need_in_words(record.need)}, {code}"
        )


class ApplicationFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    programme = filters.ChoiceFilter(
        label=_("Programme"), field_name="programme", empty_label=EVERY
    )
    kind = filters.ChoiceFilter(
        field_name="need__kind", label=_("Kind"), choices=Kind, empty_label=EVERY
    )
    state = filters.ChoiceFilter(label=_("State"), choices=State, empty_label=EVERY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["programme"].extra["choices"] = [
            (programme.pk, str(programme)) for programme in programmes_of(self.request.user)
        ]

    def search(self, rows, _name, text):
        text = text.strip()
        residents = rows.order_by().values_list("need__resident", flat=True).distinct()
        street = "need__resident__street"
        return rows.filter(
            Q(programme__name__icontains=text)
            | Q(programme__name_en__icontains=text)
            | Q(station__name__icontains=text)
            | Q(station__name_en__icontains=text)
            | Q(**{f"{street}__name__icontains": text})
            | Q(**{f"{street}__name_en__icontains": text})
            | Q(need__resident__in=residents_called(text, among=residents))
        )


def badge_of(state):
    """A state as a word on its colour; the word alone says it too."""
    look = LOOKS.get(State(state), "bg-secondary-lt")
    return format_html('<span class="badge {}">{}</span>', look, State(state).label)


def state_of(programme):
    """Does it take applications today? In words."""
    today = localdate(now())
    if programme.ended_at or (programme.last_on and programme.last_on < today):
        return _("no longer open")
    return _("not begun") if programme.first_on > today else _("takes applications")
