import django_tables2 as tables
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.models import Assessment
from shanqiao.stories.stages import Stage
from shanqiao.www.parts.columns import NUMBER, DayColumn, QuantityColumn
from shanqiao.www.parts.words import quantity


class NeedTable(tables.Table):
    what = tables.Column(
        verbose_name=_("Need"), accessor="kind", linkify=("station:need", {"pk": tables.A("pk")})
    )
    lacking = QuantityColumn(verbose_name=_("Still lacking"))
    urgency = tables.Column(verbose_name=_("Urgency"))
    severity = tables.Column(verbose_name=_("Severity"), attrs=NUMBER)
    stage = tables.Column(verbose_name=_("Stage"), order_by=("stage", "look_again"))
    resident = tables.Column(verbose_name=_("Resident"), order_by=("letters", "pk"))
    told_at = DayColumn(verbose_name=_("Told on"))
    due_on = DayColumn(verbose_name=_("Needed until"))

    class Meta:
        order_by = "told_at"
        exclude = ()

    def render_what(self, record):
        what = capfirst(record.get_kind_display())
        return f"{what} · {record.item}" if record.item else what

    def render_urgency(self, value):
        words = Assessment.Urgency(value).label
        if value == Assessment.Urgency.NOW:
            return format_html('<span class="badge bg-red-lt">{}</span>', words)
        return words

    def value_urgency(self, value):
        return Assessment.Urgency(value).label

    def render_stage(self, record):
        if record.look_again and record.stage != Stage.CLOSED:
            return format_html('<span class="badge bg-orange-lt">{}</span>', _("assess again"))
        return Stage(record.stage).label

    def value_stage(self, record):
        return Stage(record.stage).label

    def render_resident(self, record):
        return record.resident.name


class PaymentTable(tables.Table):
    what = tables.Column(
        verbose_name=_("What was given"),
        accessor="count",
        linkify=("station:receipt-confirm", {"pk": tables.A("pk")}),
    )
    kind = tables.Column(verbose_name=_("For"), accessor="grant__need__kind")
    fund = tables.Column(
        verbose_name=_("Fund"),
        accessor="grant__proposal__purse__fund",
        order_by="grant__proposal__purse__fund__name",
    )
    resident = tables.Column(
        verbose_name=_("Resident"),
        accessor="grant__need__resident__name",
        order_by="grant__need__resident__search_key",
    )
    paid_at = DayColumn(verbose_name=_("Given on"))
    reference = tables.Column(verbose_name=_("Reference"))

    class Meta:
        order_by = "paid_at"

    def render_what(self, record):
        return quantity(record.count, record.unit)

    def render_kind(self, record):
        return record.grant.need.get_kind_display()


class ResidentTable(tables.Table):
    name = tables.Column(
        verbose_name=_("Name"),
        order_by=("letters", "pk"),
        linkify=("station:resident", {"pk": tables.A("pk")}),
    )
    id_tail = tables.Column(verbose_name=_("ID ends in"), default="–")
    street = tables.Column(verbose_name=_("Street"), order_by="street_id")
    open_needs = tables.Column(verbose_name=_("Open needs"), attrs=NUMBER)
    agreed = tables.Column(verbose_name=_("Agrees to a search for help"), empty_values=())
    registered_at = DayColumn(verbose_name=_("Known since"))

    class Meta:
        order_by = "name"

    def render_agreed(self, value):
        return {True: _("yes"), False: _("withdrawn")}.get(value, _("not asked yet"))
