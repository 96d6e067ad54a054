"""The list of motions."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.governing.models import Motion
from shanqiao.apps.record.clock import now
from shanqiao.stories.governing import funds_governed_by
from shanqiao.www.parts.columns import DayColumn

from .filters import EVERY
from .tables import WHOLE, WayColumn


class MotionTable(tables.Table):
    title = tables.Column(verbose_name=_("Question"))
    kind = tables.Column(verbose_name=_("About"))
    on = DayColumn(verbose_name=_("Decided on"), attrs=WHOLE)
    state = tables.Column(
        verbose_name=_("State"), accessor="pk", order_by=("result__carried", "on")
    )
    mine = tables.Column(verbose_name=_("My answer"), accessor="answered")
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Motions of my funds")

    def render_title(self, value, record):
        return format_html(
            '<div><span class="d-block">{}</span><span class="text-secondary small">{}</span></div>',
            value,
            record.fund,
        )

    def value_title(self, value):
        return value

    def render_state(self, value, record):
        words, look = _state(record)
        return format_html('<span class="badge {}">{}</span>', look, words)

    def value_state(self, value, record):
        return _state(record)[0]

    def render_mine(self, value):
        return gettext("given") if value else "–"

    def render_page(self, value, record):
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:motion", args=[value]),
            _("Open"),
            record.title,
        )


def _state(motion):
    result = getattr(motion, "result", None)
    if result is None:
        return gettext("open"), "bg-orange-lt"
    return (
        (gettext("carried"), "bg-green-lt")
        if result.carried
        else (gettext("not carried"), "bg-secondary-lt")
    )


class MotionFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    fund = filters.ChoiceFilter(label=_("Fund"), empty_label=EVERY)
    kind = filters.ChoiceFilter(label=_("About"), choices=Motion.Kind, empty_label=EVERY)
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("open")), ("carried", _("carried")), ("lost", _("not carried"))],
        method="in_state",
        empty_label=EVERY,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        funds = funds_governed_by(self.request.user, on=localdate(now()))
        self.filters["fund"].extra["choices"] = [(fund.pk, str(fund)) for fund in funds]

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(Q(title__icontains=text) | Q(words__icontains=text))

    def in_state(self, rows, _name, state):
        match state:
            case "open":
                return rows.filter(result=None)
            case "carried":
                return rows.filter(result__carried=True)
            case _:
                return rows.filter(result__carried=False)
