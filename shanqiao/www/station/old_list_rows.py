"""The rows of an old list as a table: whom each is about, what will come of it or came of it, and why not."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.earlier.models import EarlierRow
from shanqiao.apps.earlier.queries import lists_for
from shanqiao.apps.lists.queries import cells_of_row, problems_of_row
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.stories.earlier_found import note_found
from shanqiao.www.parts.columns import NUMBER
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import in_words

from .door import works_at_a_station
from .forms.lists import EARLIER_COLUMNS
from .old_lists import LOOKS

Answer = EarlierRow.Answer


class EarlierRowTable(tables.Table):
    line = tables.Column(verbose_name=gettext_lazy("Line"), attrs=NUMBER)
    name = tables.Column(
        verbose_name=gettext_lazy("Name"), accessor="cells", orderable=False, empty_values=()
    )
    answer = tables.Column(verbose_name=gettext_lazy("What will come of it"))
    about = tables.Column(
        verbose_name=gettext_lazy("More about it"), accessor="pk", orderable=False
    )
    became = tables.Column(verbose_name=gettext_lazy("What came of it"), default="–")

    class Meta:
        order_by = "line"

    def render_name(self, record):
        name = self.value_name(record)
        if record.resident_id is None:
            return name
        to = reverse("station:resident", args=[record.resident_id])
        return format_html('<a href="{}">{}</a>', to, name)

    def value_name(self, record):
        return name_of(record) or "–"

    def render_answer(self, record):
        look = LOOKS[Answer(record.answer)][1]
        return format_html('<span class="badge {}">{}</span>', look, record.get_answer_display())

    def value_answer(self, record):
        return record.get_answer_display()

    def render_about(self, record):
        return self.value_about(record) or "–"

    def value_about(self, record):
        told = [_problem(one, record.earlier_list.kind) for one in problems_of_row(record)]
        if record.same_as:
            told.append(_("like line %(line)s") % {"line": record.same_as})
        if record.by_name:
            told.append(_("found by the name alone"))
        return _("; ").join(told)


class EarlierRowFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=gettext_lazy("Line or name"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    answer = filters.ChoiceFilter(
        label=gettext_lazy("What will come of it"),
        choices=Answer.choices,
        empty_label=gettext_lazy("all"),
    )
    found = filters.ChoiceFilter(
        field_name="by_name",
        label=gettext_lazy("How found"),
        choices=[("True", gettext_lazy("by the name alone"))],
        empty_label=gettext_lazy("all"),
    )
    became = filters.ChoiceFilter(
        label=gettext_lazy("What came of it"),
        choices=EarlierRow.Became.choices,
        empty_label=gettext_lazy("all"),
    )

    def search(self, rows, name, value):
        """Cells are sealed, so they are opened here to look into them."""
        words = value.strip()
        found = [row.pk for row in rows if str(row.line) == words or words in name_of(row)]
        return rows.filter(pk__in=found)


@only(works_at_a_station)
def rows(request, pk):
    earlier_list = get_object_or_404(lists_for(request.user).exclude(compared_at=None), pk=pk)
    note_found(earlier_list, by=request.user, at=now())
    return listing(
        request,
        table=EarlierRowTable,
        filters=EarlierRowFilter,
        rows=earlier_list.rows.select_related("resident", "earlier_list").defer(
            "earlier_list__content"
        ),
        template="station/lists/earlier_rows.html",
        file_name="list",
        sentence=_sentence,
        empty=Empty(says=_("The rows of this list were forgotten, as all rows are after 90 days.")),
        context={"people_list": earlier_list},
        note_export=lambda kind: note(
            act="earlier.export", subject=earlier_list, by=request.user, at=now(), why=kind
        ),
    )


def name_of(row):
    """The name as written in the row, and once that is forgotten the resident's."""
    return cells_of_row(row).get("name") or (row.resident.name if row.resident else "")


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s row.", "%(n)s rows.", count) % {"n": count} if count else ""


def _problem(problem, kind):
    words = in_words(problem)
    where = str(EARLIER_COLUMNS[kind].get(problem["column"], ""))
    cell = f"{where} {problem['value']}".strip()
    return _("%(cell)s: %(words)s") % {"cell": cell, "words": words} if cell else words
