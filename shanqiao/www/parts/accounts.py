"""The three statements of a host as a page, as a spreadsheet, on paper; for the fund and for supervision."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from tablib import Databook, Dataset

from shanqiao.apps.record.clock import now
from shanqiao.stories.host_books import statements_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodForm(forms.Form):
    """From which day to which; a year so far where nothing is said."""

    first = forms.DateField(
        label=gettext_lazy("From day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("To day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean(self):
        typed = super().clean()
        if typed.get("first") and typed.get("last") and typed["first"] > typed["last"]:
            raise forms.ValidationError(_("A period begins before it ends."))
        return typed


@dataclass(frozen=True)
class Sheet:
    """One statement as a table: its name, its number of the form, headings, and rows of (words, amounts, depth)."""

    key: str
    name: str
    headings: list[str]
    rows: list


def accounts_page(request, host):
    """What a page about the statements of ``host`` shows."""
    today = localdate(now())
    begins = {"first": date(today.year, 1, 1), "last": today}
    form = PeriodForm(request.GET if "first" in request.GET else begins)
    period = form.cleaned_data if form.is_valid() else begins
    found = statements_of(host, **period)
    return {"host": host, "form": form, "period": period, "sheets": sheets_of(found)}


def sheets_of(statements):
    """The statements as `Sheet`s in the language of the page."""
    return [
        Sheet(
            "balance",
            _("Balance sheet"),
            [_("At the beginning"), _("At the end")],
            _rows(statements.balance),
        ),
        Sheet(
            "activities",
            _("Statement of activities"),
            [_("Unrestricted"), _("Restricted"), _("Together")],
            _rows(statements.activities),
        ),
        Sheet("cash", _("Cash flow statement"), [_("In the period")], _rows(statements.cash)),
    ]


def accounts_file(request, page):
    """The statements as a file: one sheet each (xlsx), or one after the other (csv); None if none is asked for."""
    kind = request.GET.get("export")
    if kind not in ("csv", "xlsx"):
        return None
    period = page["period"]
    name = f"accounts-{page['host'].uscc}-{period['first']}-{period['last']}.{kind}"
    if kind == "xlsx":
        sets = [_data(sheet, title=sheet.name[:31]) for sheet in page["sheets"]]
        content, type_ = Databook(sets).export("xlsx"), XLSX
    else:
        parts = (f"{sheet.name}\r\n{_data(sheet).export('csv')}" for sheet in page["sheets"])
        content, type_ = f"\ufeff{chr(10).join(parts)}".encode(), "text/csv; charset=utf-8"
    answer = HttpResponse(content, content_type=type_)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(told):
    chinese = (get_language() or "zh").startswith("zh")
    return [
        (line.line.name if chinese else line.line.name_en, line.amounts, line.depth)
        for line in told
    ]


def _data(sheet, title=None):
    rows = [[words, *(fen / 100 for fen in amounts)] for words, amounts, _depth in sheet.rows]
    return Dataset(*rows, headers=[_("Line"), *sheet.headings], title=title)
