"""The list of what a plan changed, as every desk shows it: counts, filters, a table with the reason in words."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.matching.models import PlanChange
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.places.models import Street
from shanqiao.stories.plan_changes import beside, counts_of, were_kept, why_changed
from shanqiao.stories.pseudonyms import code_of, residents_called

from .columns import NUMBER
from .lists import Empty
from .words import quantity, together

EVERY = _("all")
QUIET = "bg-secondary-lt"
LOOKS = {  # light colours whose letters can be read
    "came": "bg-blue-lt",
    "went": "bg-red-lt",
    "moved": QUIET,
    "more": "bg-blue-lt",
    "less": "bg-orange-lt",
}


class ChangeTable(tables.Table):
    """A change says first what became of a proposal, then why; whose it is only by a code."""

    kind = tables.Column(verbose_name=_("Change"), order_by=("kind", "pk"))
    need = tables.Column(verbose_name=_("For what"), order_by=("need__kind", "need__item", "pk"))
    resident = tables.Column(
        verbose_name=_("Resident"),
        accessor="need__resident",
        order_by=("need__resident__street", "pk"),
    )
    purse = tables.Column(verbose_name=_("From where"), order_by=("purse__fund__name", "pk"))
    before = tables.Column(verbose_name=_("Before"), attrs=NUMBER)
    after = tables.Column(verbose_name=_("Now"), attrs=NUMBER)
    reason = tables.Column(verbose_name=_("Why"), order_by=("reason", "pk"))

    class Meta:
        order_by_field = "sort"
        caption = _("What changed since the plan before")

    def render_kind(self, value, record):
        granted = record.reason == PlanChange.Reason.GRANTED  # it went because it became a promise
        look = QUIET if granted else LOOKS[record.kind]
        return format_html('<span class="badge {}">{}</span>', look, record.get_kind_display())

    def value_kind(self, record):
        return record.get_kind_display()

    def render_need(self, value, record):
        words, where = need_in_words(value), self.page_of(record)
        return format_html('<a href="{}">{}</a>', where, words) if where else words

    def value_need(self, value):
        return need_in_words(value)

    def render_resident(self, value):
        return format_html(
            '<div><span class="d-block text-nowrap">{}</span>'
            '<span class="text-secondary small">{}</span></div>',
            self.called(value),
            value.street,
        )

    def value_resident(self, value):
        return f"{self.called(value)}, {value.street}"

    def render_purse(self, value, record):
        if record.left is None:
            return self.giver(value)
        return format_html(
            '<div><span class="text-secondary">{}</span> → {}</div>',
            self.giver(record.left),
            self.giver(value),
        )

    def value_purse(self, value, record):
        there = self.giver(value)
        return f"{self.giver(record.left)} → {there}" if record.left else there

    def render_before(self, value, record):
        return quantity(value, record.unit) if value else "–"

    def value_before(self, value, record):
        return _counted(value, record)

    def render_after(self, value, record):
        return quantity(value, record.unit) if value else "–"

    def value_after(self, value, record):
        return _counted(value, record)

    def render_reason(self, record):
        first, *more = why_changed(record)
        return format_html(
            '<div><span class="d-block">{}</span><span class="text-secondary small">{}</span></div>',
            first,
            together(more),
        )

    def value_reason(self, record):
        return together(why_changed(record))

    def called(self, resident):
        """What a resident is called at this desk."""
        return code_of(resident.pk)

    def giver(self, purse):
        """How this desk names a purse."""
        return f"{purse.label} · {purse.fund}"

    def page_of(self, change):
        """Where the proposal or the need of a change is shown, "" where it is nowhere."""
        return ""


class ChangeFilter(filters.FilterSet):
    """Kind of change, kind of help, district, reason; every choice lives in the address."""

    giver_names = ("name", "name_en", "fund__name", "fund__name_en")  # of a purse, as shown here

    q = filters.CharFilter(label=_("Search"), method="search")
    kind = filters.ChoiceFilter(label=_("Change"), choices=PlanChange.Kind, empty_label=EVERY)
    help = filters.ChoiceFilter(
        label=_("Kind"), field_name="need__kind", choices=Kind, empty_label=EVERY
    )
    place = filters.ChoiceFilter(label=_("District"), method="at_place", empty_label=EVERY)
    reason = filters.ChoiceFilter(label=_("Why"), choices=PlanChange.Reason, empty_label=EVERY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "place" in self.filters:
            self.filters["place"].extra["choices"] = _districts_in(self.queryset)
        occurring = set(self.queryset.order_by().values_list("reason", flat=True).distinct())
        self.filters["reason"].extra["choices"] = [
            (code, words) for code, words in PlanChange.Reason.choices if code in occurring
        ]

    def search(self, rows, _name, text):
        text = text.strip()
        street = "need__resident__street"
        found = any_has(text, ("need__item", f"{street}__name", f"{street}__name_en"))
        return rows.filter(found | self.by_resident(rows, text) | self.by_giver(text))

    def by_resident(self, rows, text):
        """Rows of the residents that this desk calls so."""
        residents = rows.order_by().values_list("need__resident", flat=True).distinct()
        return Q(need__resident__in=residents_called(text, among=residents))

    def by_giver(self, text):
        """Rows at the purses that this desk names, by its words for them."""
        where = (f"{purse}__{name}" for purse in ("purse", "left") for name in self.giver_names)
        return any_has(text, where)

    def at_place(self, rows, _name, code):
        return rows.filter(need__resident__street__code__startswith=code)


def any_has(text, fields):
    """Rows in which one of these fields has ``text`` in it."""
    return Q(*((f"{field}__icontains", text) for field in fields), _connector=Q.OR)


def counted(changes, *, stayed, address):
    """[(words, how many, where they are listed)] for the line of counts; what stayed is last, and listed nowhere."""
    kinds = [(words, many, f"{address}?kind={code}") for code, words, many in counts_of(changes)]
    return [*kinds, ("", stayed, "")]


def about_plan(plan, *, named):
    """What a page of changes says of its plan and of those beside it.

    Args:
        named: (plan) -> the address of the changes of another plan.
    """
    if plan is None:
        return {}
    older, newer = beside(plan)
    return {
        "plan": plan,
        "older": (older.proposed_at, named(older)) if older else None,
        "newer": (newer.proposed_at, named(newer)) if newer else None,
    }


def empty_of(plan, says):
    """What a list of changes says where it is empty: why, where that is not because nothing changed."""
    if plan is None:
        return Empty(says=_("No plan was made yet."))
    if not were_kept(plan):
        says = _("What this plan changed was not kept: it was made before changes were.")
    return Empty(says=says)


def sentence(changes):
    """How many changes are shown, in words."""
    count = changes.order_by().count()
    return ngettext("%(n)s change.", "%(n)s changes.", count) % {"n": f"{count:,}"} if count else ""


def need_in_words(need):
    """The kind of help, and which goods where it is goods."""
    return f"{need.get_kind_display()} · {need.item}" if need.item else need.get_kind_display()


def _counted(value, change):
    """For a spreadsheet: yuan with two decimals, or the plain count."""
    return value / 100 if change.unit == "fen" else value


def _districts_in(rows):
    codes = rows.order_by().values("need__resident__street").distinct()
    streets = Street.objects.filter(code__in=codes).select_related("district").order_by("code")
    return list({street.district.code: str(street.district) for street in streets}.items())
