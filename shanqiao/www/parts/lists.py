"""One way to show a list: words above it, filters in its address, sorting, pages, and its export."""

from dataclasses import dataclass

from django.shortcuts import render
from django_tables2 import RequestConfig

from .chips import chips_of
from .export import exported

PAGE = 25  # rows


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What an empty list says: what this place is for, and the first step."""

    says: str
    step: str = ""  # words of the first step
    url_name: str = ""  # where it is taken


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """Something that can be done with all chosen rows at once; the page behind it shows what will happen."""

    label: str
    url_name: str
    icon: str = "check"
    look: str = "btn-primary"


def listing(
    request,
    *,
    table,
    filters,
    rows,
    template,
    file_name,
    sentence=None,
    empty=None,
    bulk=(),
    context=None,
    note_export=None,
):
    """Answer with a list, a part of it (htmx), or a file of all of it (?export=csv or xlsx).

    Args:
        table: a django_tables2.Table class.
        filters: a django_filters.FilterSet class; a field ``q`` in it becomes the search box.
        rows: the queryset of everything this person may see here.
        template: a page with ``{% include "parts/list.html" %}``.
        sentence: (queryset of what is shown) -> the words above the list.
        bulk: what can be done with chosen rows; the table needs a ``RowColumn``.
        note_export: called with (format) before a file is given out.
    """
    chosen = filters(request.GET, queryset=rows, request=request)
    hidden = [name for name in request.GET.get("hide", "").split(",") if name]
    shown = table(chosen.qs, request=request, exclude=[*hidden, *(table._meta.exclude or ())])
    exporting = request.GET.get("export") in ("csv", "xlsx")
    RequestConfig(request, paginate=False if exporting else {"per_page": PAGE}).configure(shown)
    if exporting:
        if note_export:
            note_export(request.GET["export"])
        return exported(shown, kind=request.GET["export"], name=file_name)
    data = {
        "table": shown,
        "filter": chosen,
        "chips": chips_of(chosen, request.GET),
        "columns": _columns(table, hidden),
        "hidden_columns": ",".join(hidden),
        "sentence": sentence(chosen.qs) if sentence else "",
        "empty": empty,
        "bulk": bulk,
        "file_name": file_name,
        **(context or {}),
    }
    only_the_list = request.htmx and request.htmx.target == "list"
    return render(request, "parts/list.html#rows" if only_the_list else template, data)


def _columns(table, hidden):
    """(name, heading, is it shown, the hide=… that turns it over) for each column that can be hidden."""
    choices = []
    for name, column in table.base_columns.items():
        if getattr(column, "always", False) or not column.verbose_name:
            continue
        turned = [h for h in hidden if h != name] if name in hidden else [*hidden, name]
        choices.append((name, column.verbose_name, name not in hidden, ",".join(turned) or None))
    return choices
