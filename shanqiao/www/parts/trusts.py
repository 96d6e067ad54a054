"""Charitable trusts as lists of the fund and of supervision show them."""

from dataclasses import dataclass

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.trusts.models import Trust
from shanqiao.apps.trusts.queries import TrustDuty

from .columns import DayColumn, QuantityColumn
from .words import day

WHOLE = {"td": {"class": "text-nowrap"}}


class TrustTable(tables.Table):
    name = tables.Column(verbose_name=_("Trust"), order_by=("name", "pk"), accessor="pk")
    settlor = tables.Column(verbose_name=_("Settlor"), order_by="settlor__name")
    purpose = tables.Column(verbose_name=_("Purpose"))
    signed_on = DayColumn(verbose_name=_("Signed on"), attrs=WHOLE)
    received = QuantityColumn(
        verbose_name=_("Received"), accessor="purse__received", unit="purse__unit", orderable=False
    )
    free = QuantityColumn(
        verbose_name=_("Free"), accessor="purse__free", unit="purse__unit", orderable=False
    )
    owes = tables.Column(
        verbose_name=_("Owes next"), accessor="pk", orderable=False, empty_values=()
    )

    class Meta:
        order_by_field = "sort"
        caption = _("Charitable trusts")

    next_duties, today, links_to = {}, None, None

    @classmethod
    def owing(cls, next_duties, *, day, links_to=None):
        """The table of a page: what each trust owes next on that day, and where its name leads."""
        own = {"next_duties": next_duties, "today": day, "links_to": staticmethod(links_to)}
        return type(cls.__name__, (cls,), own if links_to else {**own, "links_to": None})

    def render_name(self, value, record):
        trustee = record.trustee
        if self.links_to is None:
            return format_html(
                '<div>{}<span class="d-block small text-secondary">{}</span></div>', record, trustee
            )
        return format_html(
            '<div><a href="{}">{}</a><span class="d-block small text-secondary">{}</span></div>',
            self.links_to(value),
            record,
            trustee,
        )

    def value_name(self, value, record):
        return str(record)

    def render_purpose(self, record):
        return record.get_purpose_display()

    def render_owes(self, record):
        if record.has_ended and record.pk not in self.next_duties:
            return _("ended")
        duty = self.next_duties.get(record.pk)
        if duty is None:
            return _("nothing")
        look = "bg-red-lt" if duty.overdue(self.today) else "bg-secondary-lt"
        return format_html('<span class="badge {}">{}</span>', look, in_words(duty))

    def value_owes(self, record):
        duty = self.next_duties.get(record.pk)
        return in_words(duty) if duty else ""


class TrustFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    purpose = filters.ChoiceFilter(label=_("Purpose"), choices=Trust.Purpose, empty_label=_("all"))
    ended = filters.ChoiceFilter(
        label=_("Running"),
        choices=[("no", _("running")), ("yes", _("ended"))],
        method="has_it_ended",
        empty_label=_("all"),
    )

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(
            Q(name__icontains=text)
            | Q(name_en__icontains=text)
            | Q(settlor__name__icontains=text)
            | Q(trustee__name__icontains=text)
            | Q(trustee__name_en__icontains=text)
        )

    def has_it_ended(self, rows, _name, value):
        return rows.filter(has_ended=value == "yes")


@dataclass(frozen=True)
class ShownDuty:
    """A duty with its words and whether its day has passed."""

    duty: TrustDuty
    words: str
    overdue: bool

    @classmethod
    def of(cls, duty, day):
        return cls(duty, what_is_owed(duty), duty.overdue(day))


def what_is_owed(duty):
    """What a trust owes, without the day."""
    if duty.what == "report":
        return _now("report of %(year)s") % {"year": duty.year}
    kind = duty.change.get_kind_display()
    if duty.what == "publish":
        return _now("publish: %(what)s") % {"what": kind}
    return _now("file: %(what)s") % {"what": kind}


def in_words(duty):
    return _now("%(what)s, by %(day)s") % {"what": what_is_owed(duty), "day": day(duty.due_on)}


def next_of_each(duties):
    """The first open duty of each trust, by its row."""
    first = {}
    for duty in duties:
        first.setdefault(duty.trust.pk, duty)
    return first
