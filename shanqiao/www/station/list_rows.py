"""The rows of a list as a table: what was found, and whether an adjudicator is asked."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.lists.actions import CannotTakeList, ask_an_adjudicator
from shanqiao.apps.lists.models import ListRow
from shanqiao.apps.lists.queries import cells_of_row, lists_of, problems_of_row
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.models import Resident
from shanqiao.stories.taking_lists import note_shown
from shanqiao.www.parts.columns import NUMBER
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import in_words

from .door import works_at_a_station
from .forms.lists import COLUMNS
from .list_facts import ASKED, LOOKS

Answer = ListRow.Answer
HIDDEN = (Answer.ELSEWHERE, Answer.PERHAPS)
SHORT = 12  # characters; a name of so many is not broken over two lines


class ListRowTable(tables.Table):
    line = tables.Column(verbose_name=gettext_lazy("Line"), attrs=NUMBER)
    name = tables.Column(
        verbose_name=gettext_lazy("Name"), accessor="cells", orderable=False, empty_values=()
    )
    answer = tables.Column(verbose_name=gettext_lazy("What was found"))
    about = tables.Column(
        verbose_name=gettext_lazy("More about it"), accessor="pk", orderable=False
    )
    became = tables.Column(verbose_name=gettext_lazy("What came of it"), default="–")
    asks = tables.Column(verbose_name=gettext_lazy("Adjudicator"), accessor="asks", orderable=False)

    may_choose = False

    class Meta:
        order_by = "line"

    def render_name(self, record):
        name = self.value_name(record)
        whole = '<span class="text-nowrap">{}</span>' if len(name) <= SHORT else "{}"
        return format_html(whole, name)

    def value_name(self, record):
        known = record.resident or (record.match if record.answer == Answer.HERE else None)
        return cells_of_row(record).get("name") or (known.name if known else "–")

    def render_answer(self, record):
        look = LOOKS[Answer(record.answer)][1]
        return format_html('<span class="badge {}">{}</span>', look, record.get_answer_display())

    def value_answer(self, record):
        return record.get_answer_display()

    def render_about(self, record):
        said = self._said(record)
        shown = record.resident or record.match
        if shown and self._is_own(shown):
            to = reverse("station:resident", args=[shown.pk])
            return format_html('<a href="{}">{}</a> {}', to, shown.name, said)
        return said or "–"

    def value_about(self, record):
        return self._said(record)

    def render_asks(self, record):
        words = self.value_asks(record)
        if not words or not self.may_choose:
            return words or "–"
        turn = _("Do not ask") if record.asks else _("Ask")
        return format_html(
            '{} <form class="d-inline" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" '
            'value="{}"><button class="btn btn-sm" name="row" value="{}" type="submit">{}<span '
            'class="visually-hidden">, {}</span></button></form>',
            words,
            reverse("station:list-asking", args=[record.people_list_id]),
            get_token(self.request),
            record.pk,
            turn,
            _("line %(line)s") % {"line": record.line},
        )

    def value_asks(self, record):
        if record.answer not in ASKED:
            return ""
        return _("is asked") if record.asks else _("is not asked")

    def _is_own(self, resident):
        if not hasattr(self, "_own"):
            station = station_of(self.request.user)
            self._own = set(Resident.objects.on_file_of(station).values_list("pk", flat=True))
        return resident.pk in self._own

    def _said(self, record):
        """What is wrong, which line is repeated, or how sure it is; of a record elsewhere only that it is there."""
        told = [_problem(problem) for problem in problems_of_row(record)]
        if record.same_as:
            told.append(_("like line %(line)s") % {"line": record.same_as})
        if record.match and not self._is_own(record.match) and record.answer in HIDDEN:
            told.append(_("known at another station; what is known there stays there"))
        return _("; ").join(told)


class ListRowFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=gettext_lazy("Line or name"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    answer = filters.ChoiceFilter(
        label=gettext_lazy("What was found"),
        choices=Answer.choices,
        empty_label=gettext_lazy("all"),
    )

    def search(self, rows, name, value):
        """Cells are sealed, so they are opened here to look into them."""
        words = value.strip()
        found = [
            row.pk
            for row in rows.select_related("resident")
            if str(row.line) == words or words in _name_of(row)
        ]
        return rows.filter(pk__in=found)


@only(works_at_a_station)
def rows(request, pk):
    station = station_of(request.user)
    people_list = get_object_or_404(lists_of(station).exclude(compared_at=None), pk=pk)
    note_shown(people_list, by=request.user, at=now())
    may_choose = not (people_list.take_asked_at or people_list.is_over)
    return listing(
        request,
        table=_table(may_choose),
        filters=ListRowFilter,
        rows=people_list.rows.select_related("match", "resident"),
        template="station/lists/rows.html",
        file_name="list",
        sentence=_sentence,
        empty=Empty(says=_("The rows of this list were forgotten, as all rows are after 90 days.")),
        context={"people_list": people_list, "may_choose": may_choose},
        note_export=lambda kind: note(
            act="lists.export", subject=people_list, by=request.user, at=now(), why=kind
        ),
    )


@only(works_at_a_station)
@require_POST
def asking(request, pk):
    """An adjudicator is asked about a doubtful row, or is not."""
    people_list = get_object_or_404(lists_of(station_of(request.user)), pk=pk)
    row = get_object_or_404(people_list.rows, pk=request.POST.get("row"), answer__in=ASKED)
    try:
        ask_an_adjudicator(row=row, asks=not row.asks, by=request.user, at=now())
    except CannotTakeList as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('station:list-rows', args=[pk])}?answer={row.answer}")


def _table(may_choose):
    """The table; with buttons about adjudicators as long as the list is not taken in."""
    kind = {"Meta": ListRowTable.Meta, "may_choose": may_choose}  # Meta is not inherited
    return type("ListRowTable", (ListRowTable,), kind)


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s row.", "%(n)s rows.", count) % {"n": count} if count else ""


def _name_of(row):
    return cells_of_row(row).get("name") or (row.resident.name if row.resident else "")


def _problem(problem):
    words = in_words(problem)
    where = str(COLUMNS.get(problem["column"], ""))
    cell = f"{where} {problem['value']}".strip()
    return _("%(cell)s: %(words)s") % {"cell": cell, "words": words} if cell else words
