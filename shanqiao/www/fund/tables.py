"""The lists of a fund. A need is first what is missing; whose it is, nobody needs to know here."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from shanqiao.stories.grants import State
from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.parts.columns import (
    NUMBER,
    DayColumn,
    MomentColumn,
    QuantityColumn,
    RowColumn,
)
from shanqiao.www.parts.words import moment, quantity

from .about import badge, need_in_words, resident_in_words, urgency_in_words

WHOLE = {"td": {"class": "text-nowrap"}}  # a day is not broken over two lines


class WayColumn(tables.Column):
    """Where a row leads; its heading is read aloud and not shown."""

    always = True

    def __init__(self):
        super().__init__(verbose_name="", accessor="pk", orderable=False, exclude_from_export=True)

    @property
    def header(self):
        return format_html('<span class="visually-hidden">{}</span>', _("What can be opened"))


class NeedColumn(tables.Column):
    """What is missing, and of which kind."""

    def render(self, value, record):
        return format_html(
            '<div><span class="d-block">{}</span>'
            '<span class="text-secondary small text-nowrap">{}</span></div>',
            need_in_words(value),
            _("still missing %(gap)s") % {"gap": quantity(max(0, record.gap), record.unit)},
        )

    def value(self, value, record):
        return need_in_words(value)


class ResidentColumn(tables.Column):
    """A code, a band of age, a street and a hardship: enough to decide, too little to recognise."""

    def render(self, value, record):
        return format_html(
            '<div><span class="d-block text-nowrap">{}</span>'
            '<span class="text-secondary small">{}</span></div>',
            code_of(value.pk),
            resident_in_words(value),
        )

    def value(self, value, record):
        return code_of(value.pk)


class PurseColumn(tables.Column):
    def render(self, value):
        return format_html(
            '<div><span class="d-block">{}</span><span class="text-secondary small">{}</span></div>',
            value.label,
            value.fund,
        )

    def value(self, value):
        return value.label


class ProposedColumn(QuantityColumn):
    """How much; and a word where somebody asked for it by hand."""

    def render(self, value, record):
        much = super().render(value, record)
        if not record.asking_id:
            return much
        return format_html(
            '<div>{}<span class="d-block text-secondary small">{}</span></div>', much, _("by hand")
        )


class ProposalTable(tables.Table):
    chosen = RowColumn()
    need = NeedColumn(verbose_name=_("What is missing"), order_by=("need__kind", "-gap"))
    gravity = tables.Column(verbose_name=_("Gravity"), order_by="-gravity", accessor="urgency")
    resident = ResidentColumn(
        verbose_name=_("Resident"), accessor="need__resident", order_by="need__resident__street"
    )
    purse = PurseColumn(verbose_name=_("From which purse"), order_by=("purse__name", "pk"))
    count = ProposedColumn(verbose_name=_("Proposed"))
    due = DayColumn(verbose_name=_("Needed until"), accessor="need__due_on", attrs=WHOLE)
    why = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Proposals that wait for an answer")

    def render_gravity(self, value, record):
        return format_html(
            '<div class="text-nowrap"><span class="badge {}">{}</span>'
            '<span class="d-block text-secondary small">{}</span></div>',
            ("bg-secondary-lt", "bg-orange-lt", "bg-red-lt")[value],
            urgency_in_words(value),
            _("severity %(n)s") % {"n": record.severity},
        )

    def value_gravity(self, value, record):
        return f"{urgency_in_words(value)}, {record.severity}"

    def render_why(self, value, record):
        return format_html(
            '<a class="btn btn-sm" href="{0}" data-hx-get="{0}" data-hx-target="#why-body"'
            ' data-bs-toggle="offcanvas" data-bs-target="#why">{1}{2}</a>',
            reverse("fund:proposal", args=[value]),
            _("Why this one"),
            _for_the_ear(code_of(record.need.resident_id)),
        )


class GrantTable(tables.Table):
    chosen = RowColumn()
    approved_at = DayColumn(verbose_name=_("Approved on"), attrs=WHOLE)
    need = tables.Column(verbose_name=_("For what"), order_by="need__kind")
    resident = ResidentColumn(
        verbose_name=_("Resident"), accessor="need__resident", order_by="need__resident__street"
    )
    purse = PurseColumn(verbose_name=_("From which purse"), order_by=("purse__name", "pk"))
    count = QuantityColumn(verbose_name=_("How much"))
    state = tables.Column(verbose_name=_("State"))
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Grants of my funds")

    def render_need(self, value):
        return need_in_words(value)

    def render_state(self, value):
        return badge(value)

    def value_state(self, value):
        return str(State(value).label)

    def render_page(self, value, record):
        where, code = reverse("fund:grant", args=[value]), code_of(record.need.resident_id)
        return opening(where, f"{need_in_words(record.need)}, {code}")


class MovementTable(tables.Table):
    at = MomentColumn(verbose_name=_("When"), attrs=WHOLE)
    purse = PurseColumn(verbose_name=_("Purse"), order_by=("purse__name", "pk"))
    out_of = tables.Column(verbose_name=_("Out of"))
    into = tables.Column(verbose_name=_("Into"))
    count = QuantityColumn(verbose_name=_("How much"))
    about = tables.Column(verbose_name=_("What for"))

    class Meta:
        order_by_field = "sort"
        caption = _("Movements of my funds")


class PlanTable(tables.Table):
    proposed_at = MomentColumn(verbose_name=_("Made at"), attrs=WHOLE)
    by = tables.Column(
        verbose_name=_("Asked for by"), accessor="proposed_by", empty_values=(), orderable=False
    )
    needs = tables.Column(
        verbose_name=_("Needs looked at"), accessor="summary__counts__needs", attrs=NUMBER
    )
    people = tables.Column(
        verbose_name=_("People it helps"), accessor="summary__counts__people_helped", attrs=NUMBER
    )
    ours = tables.Column(verbose_name=_("New for my funds"), attrs=NUMBER)
    digest = tables.Column(verbose_name=_("Facts"), orderable=False)
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Plans, newest first")

    def render_by(self, value):
        return str(value) if value else _("the clock, at night")

    def render_digest(self, value):
        return format_html('<code title="{}">{}</code>', value, value[:12])

    def value_digest(self, value):
        return value

    def render_page(self, value, record):
        return opening(reverse("fund:plan", args=[value]), moment(record.proposed_at))


def opening(where, what):
    """A link that looks the same in every row, and says aloud which row it opens."""
    return format_html(
        '<a class="btn btn-sm" href="{}">{}{}</a>', where, _("Open"), _for_the_ear(what)
    )


def _for_the_ear(words):
    return format_html('<span class="visually-hidden">: {}</span>', words)
