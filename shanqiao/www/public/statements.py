import django_filters
import django_tables2 as tables
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.disclosure.canonical import canonical
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.disclosure.queries import in_force
from shanqiao.www.parts.columns import NUMBER, DayColumn
from shanqiao.www.parts.door import everybody, only
from shanqiao.www.parts.figures import thousands
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.statement import ALL, money_of, tables_of
from shanqiao.www.parts.words import month, yuan

from .statement_file import rows_as_csv


class StatementTable(tables.Table):
    month = tables.Column(
        verbose_name=_("Month"), linkify=("public:statement", {"pk": tables.A("pk")})
    )
    helps = tables.Column(verbose_name=_("Helps"), accessor="body", attrs=NUMBER, orderable=False)
    money = tables.Column(
        verbose_name=_("Money given"), accessor="body", attrs=NUMBER, orderable=False
    )
    back = tables.Column(
        verbose_name=_("Came back"), accessor="body", attrs=NUMBER, orderable=False, empty_values=()
    )
    published_at = DayColumn(verbose_name=_("Published on"))
    why = tables.Column(verbose_name=_("Corrected because"), orderable=False)
    digest = tables.Column(verbose_name=_("Digest (SHA-256)"), orderable=False)

    class Meta:
        order_by = "-month"

    def render_month(self, value):
        return month(value)

    def value_month(self, value):
        return f"{value:%Y-%m}"

    def render_helps(self, value):
        return thousands(_whole_city(value)["helps"])

    def value_helps(self, value):
        return _whole_city(value)["helps"]

    def render_money(self, value):
        return yuan(_whole_city(value)["amount"])

    def value_money(self, value):
        fen = _whole_city(value)["amount"]
        return None if fen is None else fen / 100

    def render_back(self, value):
        row = money_of(value) or {}
        return yuan(row["returned"]) if "returned" in row else ""

    def value_back(self, value):
        fen = (money_of(value) or {}).get("returned")
        return None if fen is None else fen / 100

    def render_digest(self, value):
        return f"{value[:12]}…"

    def value_digest(self, value):
        return value


class StatementFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="month__year", choices=lambda: _years(), empty_label=_("any")
    )
    corrected = django_filters.ChoiceFilter(
        label=_("Corrected"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        empty_label=_("any"),
        method="is_correction",
    )

    def is_correction(self, rows, name, value):
        return rows.filter(corrects__isnull=value == "no")


@only(everybody)
def browse(request):
    return listing(
        request,
        table=StatementTable,
        filters=StatementFilter,
        rows=in_force(),
        template="public/statements/browse.html",
        file_name="statements",
        sentence=lambda rows: (
            ngettext("%(n)s month is published.", "%(n)s months are published.", rows.count())
            % {"n": rows.count()}
        ),
        empty=Empty(
            says=_(
                "Here every month's statement will be found; the first comes when a month is over."
            )
        ),
    )


@only(everybody)
def page(request, pk):
    statement = get_object_or_404(_with_neighbours(), pk=pk)
    return render(
        request,
        "public/statements/page.html",
        {"statement": statement, **tables_of(statement.body)},
    )


@only(everybody)
def as_json(request, pk):
    statement = get_object_or_404(Statement, pk=pk)
    return _file(statement, canonical(statement.body), "json", "application/json")


@only(everybody)
def as_csv(request, pk):
    statement = get_object_or_404(Statement, pk=pk)
    return _file(statement, rows_as_csv(statement.body), "csv", "text/csv; charset=utf-8")


as_json.no_page = as_csv.no_page = True  # files to take along


def _with_neighbours():
    return Statement.objects.select_related("corrects", "corrected_by")


def _file(statement, content, ending, media_type):
    answer = HttpResponse(content, content_type=media_type)
    name = f"shanqiao-{statement.month:%Y-%m}-{statement.pk}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _whole_city(body):
    """The row of all help in all districts."""
    return next(row for row in body["helped"] if (row["district"], row["kind"]) == (ALL, ALL))


def _years():
    return [(day.year, day.year) for day in in_force().dates("month", "year", order="DESC")]
