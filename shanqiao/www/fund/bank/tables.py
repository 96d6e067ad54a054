import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.bank.models import Remark
from shanqiao.apps.bank.queries import problems_of
from shanqiao.www.fund.tables import WHOLE
from shanqiao.www.parts.columns import NUMBER, DayColumn, MomentColumn
from shanqiao.www.parts.words import money, problems_in_words


class MoneyColumn(tables.Column):
    """An amount in the currency of the row's account."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("attrs", NUMBER)
        super().__init__(*args, **kwargs)

    def render(self, value, record):
        return money(value, record.account)

    def value(self, value, record):
        return value / 10**record.account.digits if record.account.digits else value


class StatementTable(tables.Table):
    name = tables.Column(verbose_name=_("File"), orderable=False)
    handed_in_at = MomentColumn(verbose_name=_("Handed in"), attrs=WHOLE)
    by = tables.Column(
        verbose_name=_("By"), accessor="handed_in_by", empty_values=(), orderable=False
    )
    stage = tables.Column(verbose_name=_("Stage"), accessor="pk", orderable=False)
    total = tables.Column(verbose_name=_("Rows"), attrs=NUMBER)
    taken = tables.Column(verbose_name=_("New lines"), attrs=NUMBER)
    broken = tables.Column(verbose_name=_("Breaks"), attrs=NUMBER)
    wrong = tables.Column(verbose_name=_("Wrong"), attrs=NUMBER)
    doubles = tables.Column(verbose_name=_("Doubles"), attrs=NUMBER)

    class Meta:
        order_by_field = "sort"
        caption = _("Statements of banks, newest first")

    def render_name(self, value, record):
        return format_html(
            '<a href="{}">{}</a>', reverse("fund:statement", args=[record.pk]), value
        )

    def value_name(self, value):
        return value

    def render_by(self, value):
        return str(value) if value else _("the command")

    def render_stage(self, record):
        look, words = stage_of(record)
        return format_html('<span class="badge {}">{}</span>', look, words)

    def value_stage(self, record):
        return stage_of(record)[1]

    def render_total(self, value):
        return f"{value:,}"

    render_taken = render_broken = render_wrong = render_doubles = render_total

    def value_total(self, value):
        return value

    value_taken = value_broken = value_wrong = value_doubles = value_total


def stage_of(statement):
    """(how its badge looks, in words) of a statement."""
    if statement.given_up_at:
        return "bg-secondary-lt", _now("given up")
    if statement.taken_at:
        return "bg-green-lt", _now("taken in")
    if statement.take_asked_at:
        return "bg-blue-lt", _now("being taken in")
    if statement.says:
        return "bg-red-lt", _now("cannot be used")
    if statement.read_at:
        return "bg-orange-lt", _now("waits for you")
    return "bg-blue-lt", _now("being read")


class RemarkTable(tables.Table):
    line = tables.Column(verbose_name=_("Line of the file"), attrs=NUMBER)
    kind = tables.Column(verbose_name=_("Kind"))
    account = tables.Column(verbose_name=_("Account"), default="–")
    about = tables.Column(verbose_name=_("More about it"), accessor="pk", orderable=False)

    class Meta:
        order_by_field = "sort"
        order_by = "line"
        caption = _("Wrong rows and breaks, in the order of the file")

    def render_about(self, record):
        return about_remark(record)

    def value_about(self, record):
        return about_remark(record)


def about_remark(remark):
    """What is wrong with a row, or which balances do not follow."""
    if remark.kind == Remark.Kind.BREAK:
        return _now("%(expected)s would follow, %(stands)s stands there") % {
            "expected": money(remark.expected, remark.account),
            "stands": money(remark.stands, remark.account),
        }
    return problems_in_words(problems_of(remark))


class AccountTable(tables.Table):
    name = tables.Column(verbose_name=_("Account"))
    bank = tables.Column(verbose_name=_("Bank or platform"))
    tail = tables.Column(verbose_name=_("Number ends in"), default="–")
    currency = tables.Column(verbose_name=_("Currency"))
    host = tables.Column(verbose_name=_("Whose account"), order_by="host__name")
    opened_on = DayColumn(verbose_name=_("Opened on"))
    lines_there = tables.Column(verbose_name=_("Lines"), attrs=NUMBER)
    last_on = DayColumn(verbose_name=_("Last line"))

    class Meta:
        order_by_field = "sort"
        caption = _("Accounts of your charity")

    def render_name(self, value, record):
        return format_html(
            '<a href="{}">{}</a>', reverse("fund:bank-account", args=[record.pk]), value
        )

    def value_name(self, value):
        return value

    def render_lines_there(self, value, record):
        to = f"{reverse('fund:bank-lines')}?account={record.pk}"
        return format_html('<a href="{}">{}</a>', to, f"{value:,}") if value else "0"

    def value_lines_there(self, value):
        return value


class LineTable(tables.Table):
    booked_on = DayColumn(verbose_name=_("Booked on"))
    account = tables.Column(verbose_name=_("Account"), order_by=("account__name", "pk"))
    amount = MoneyColumn(verbose_name=_("Amount"))
    balance = MoneyColumn(verbose_name=_("Balance"), orderable=False)
    party = tables.Column(verbose_name=_("Counterparty"), orderable=False, default="–")
    words = tables.Column(verbose_name=_("Words"), orderable=False, default="–")
    reference = tables.Column(verbose_name=_("Reference"), default="–")
    looks = tables.Column(verbose_name=_("Looks like"), accessor="is_double", orderable=False)

    class Meta:
        order_by_field = "sort"
        order_by = ("-booked_on", "-pk")
        caption = _("Lines of your accounts, the latest first")

    def render_looks(self, value):
        return (
            format_html('<span class="badge bg-orange-lt">{}</span>', _("a double"))
            if value
            else "–"
        )

    def value_looks(self, value):
        return _now("a double") if value else ""
