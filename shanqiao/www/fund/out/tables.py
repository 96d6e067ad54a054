import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from shanqiao.stories.pseudonyms import code_of
from shanqiao.www.parts.columns import (
    NUMBER,
    DayColumn,
    MomentColumn,
    QuantityColumn,
    RowColumn,
)
from shanqiao.www.parts.words import yuan

from ..about import need_in_words
from ..tables import WHOLE, PurseColumn, ResidentColumn, WayColumn, opening


class _OfGrants(tables.Table):
    approved_at = DayColumn(verbose_name=_("Approved on"), attrs=WHOLE)
    need = tables.Column(verbose_name=_("For what"), order_by="need__kind")
    resident = ResidentColumn(
        verbose_name=_("Resident"), accessor="need__resident", order_by="need__resident__street"
    )
    purse = PurseColumn(verbose_name=_("From which purse"), order_by=("purse__name", "pk"))
    count = QuantityColumn(verbose_name=_("How much"))

    def render_need(self, value):
        return need_in_words(value)


class ApprovalTable(_OfGrants):
    chosen = RowColumn()
    there = tables.Column(verbose_name=_("Approvals"), attrs=NUMBER)
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        sequence = ("chosen", "...")
        caption = _("Grants that wait for a further approval")

    def render_there(self, value, record):
        return _("%(there)s of %(needed)s") % {"there": value, "needed": record.needed}

    def render_page(self, value, record):
        what = f"{need_in_words(record.need)}, {code_of(record.need.resident_id)}"
        return opening(reverse("fund:grant", args=[value]), what)


class MissingTable(_OfGrants):
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Grants whose resident has no account yet")

    def render_page(self, value, record):
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:payee-new", args=[value]),
            _("Write it down"),
            code_of(record.need.resident_id),
        )


class PayeeTable(tables.Table):
    entered_at = DayColumn(verbose_name=_("Written down on"), attrs=WHOLE)
    resident = tables.Column(verbose_name=_("Resident"), empty_values=(), orderable=False)
    whose = tables.Column(verbose_name=_("Whose account"))
    bank = tables.Column(verbose_name=_("Bank"))
    tail = tables.Column(verbose_name=_("Number ends in"), attrs=NUMBER)
    state = tables.Column(
        verbose_name=_("State"), accessor="pk", orderable=False, attrs={"td": {"class": "w-25"}}
    )
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Accounts to which my funds pay")

    def render_resident(self, record):
        return code_of(record.resident_id) if record.resident_id else _("all residents")

    def render_state(self, record):
        return format_html(
            '<span class="badge {}">{}</span>{}{}',
            *state_of(record),
            _odd(record.is_shared, _("shared by residents")),
            _odd(record.resident_id and not record.name_agrees, _("in another name")),
        )

    def value_state(self, record):
        return str(state_of(record)[1])

    def render_page(self, value, record):
        return opening(reverse("fund:payee", args=[value]), f"…{record.tail}")


class BatchTable(tables.Table):
    made_at = MomentColumn(verbose_name=_("Made at"), attrs=WHOLE)
    number = tables.Column(verbose_name=_("Number"), orderable=False)
    fund = tables.Column(verbose_name=_("Fund"))
    items_count = tables.Column(verbose_name=_("Lines"), attrs=NUMBER)
    total = tables.Column(verbose_name=_("Sum"), attrs=NUMBER)
    paid_count = tables.Column(verbose_name=_("Paid"), attrs=NUMBER)
    failed_count = tables.Column(verbose_name=_("Failed"), attrs=NUMBER)
    waiting_count = tables.Column(verbose_name=_("Waiting"), attrs=NUMBER)
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Payment batches of my funds")

    def render_total(self, value):
        return yuan(value)

    def value_total(self, value):
        return value / 100

    def render_page(self, value, record):
        return opening(reverse("fund:batch", args=[value]), record.number)


class SampleTable(tables.Table):
    drawn_at = MomentColumn(verbose_name=_("Drawn at"), attrs=WHOLE)
    fund = tables.Column(verbose_name=_("Fund"))
    first_on = DayColumn(verbose_name=_("Paid from day"))
    last_on = DayColumn(verbose_name=_("To day"))
    population = tables.Column(verbose_name=_("Payments in all"), attrs=NUMBER)
    size = tables.Column(verbose_name=_("Drawn"), attrs=NUMBER)
    asked = tables.Column(verbose_name=_("Answered"), attrs=NUMBER)
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("Samples of payments")

    def render_page(self, value, record):
        return opening(reverse("fund:sample", args=[value]), str(value))


def state_of(payee):
    """(look, word) of an account."""
    said = getattr(payee, "check_said", None)
    if hasattr(payee, "end"):
        return "bg-secondary-lt", _("used no longer")
    if said is None:
        return "bg-orange-lt", _("waits to be compared")
    if not said.agrees:
        return "bg-red-lt", _("does not agree")
    return "bg-secondary-lt", _("checked")


def _odd(is_so, words):
    return format_html(' <span class="badge bg-orange-lt">{}</span>', words) if is_so else ""


class AskedBackTable(tables.Table):
    asked_at = DayColumn(verbose_name=_("Asked back on"), attrs=WHOLE)
    resident = ResidentColumn(
        verbose_name=_("Resident"), accessor="grant__need__resident", orderable=False
    )
    fund = tables.Column(verbose_name=_("Fund"), accessor="grant__purse__fund")
    why = tables.Column(verbose_name=_("Why"), orderable=False)
    count = tables.Column(verbose_name=_("Asked back"), attrs=NUMBER)
    state = tables.Column(verbose_name=_("State"), accessor="pk", orderable=False)
    page = WayColumn()

    class Meta:
        order_by_field = "sort"
        caption = _("What is asked back of grants of my funds")

    def render_count(self, value):
        return yuan(value)

    def value_count(self, value):
        return value / 100

    def render_state(self, record):
        if record.waived_at:
            return _("waived: %(why)s") % {"why": record.waived_why}
        if hasattr(record.grant, "release") or not record.outstanding:
            return _("settled")
        return _("%(much)s to come back") % {"much": yuan(record.outstanding)}

    def render_page(self, record):
        way = reverse("fund:grant", args=[record.grant_id])
        return opening(way, code_of(record.grant.need.resident_id))
