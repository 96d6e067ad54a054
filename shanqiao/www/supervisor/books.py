"""The auditor's page: any movement of the books, both ways, with its rows."""

import uuid
from contextlib import suppress
from decimal import Decimal, InvalidOperation

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from tablib import Dataset

from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.stories.both_ways import PostingShown
from shanqiao.www.parts.columns import DayColumn, MomentColumn, QuantityColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.figures import thousands
from shanqiao.www.parts.lists import Empty, listing

from .door import checks_the_city
from .record import ANY, note_file

SHOWN = 50  # rows of each side on the page; the file has all of them
MOST = 2**63 - 1  # a number of the database
_DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class PostingTable(tables.Table):
    id = tables.Column(verbose_name=_("Movement"), linkify=("supervisor:posting", [tables.A("pk")]))
    on = DayColumn(verbose_name=_("Effective on"))
    kind = tables.Column(verbose_name=_("Kind"))
    about = tables.Column(verbose_name=_("About"), orderable=False)
    credit = tables.Column(verbose_name=_("Out of"), accessor="credit__number", orderable=False)
    debit = tables.Column(verbose_name=_("Into"), accessor="debit__number", orderable=False)
    amount = QuantityColumn(verbose_name=_("How much"), unit="debit__unit", orderable=False)
    at = MomentColumn(verbose_name=_("Recorded at"), orderable=False)

    class Meta:
        order_by = "-id"
        caption = _("Movements of the books")


class PostingFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Number, key, about, or amount"),
        method="search",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    since = filters.DateFilter(label=_("From day"), field_name="on", lookup_expr="gte", widget=_DAY)
    until = filters.DateFilter(label=_("To day"), field_name="on", lookup_expr="lte", widget=_DAY)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Posting.Kind.choices, empty_label=ANY)

    def search(self, rows, name, value):
        return rows.filter(_meant(value.strip()))


def _meant(words):
    """What an auditor may type: 1234, its key, grant:12, 20.00 or ¥20."""
    found = Q(about=words)
    if words.isascii() and words.isdecimal() and int(words) <= MOST:
        found |= Q(pk=int(words))
    with suppress(ValueError):
        found |= Q(key=uuid.UUID(words))
    plain = words.removeprefix("¥").removeprefix("￥").replace(",", "")
    if "." in plain or plain != words:
        try:
            fen = Decimal(plain) * 100
        except InvalidOperation:
            return found
        if fen.is_finite() and fen == fen.to_integral_value() and 0 < fen <= MOST:
            found |= Q(amount=int(fen), debit__unit="fen")
    return found


@only(checks_the_city)
def browse(request):
    return listing(
        request,
        table=PostingTable,
        filters=PostingFilter,
        rows=Posting.objects.select_related("debit", "credit").order_by("-pk"),
        template="supervisor/books/browse.html",
        file_name="movements",
        sentence=lambda rows: (
            ngettext("%(n)s movement.", "%(n)s movements.", rows.count())
            % {"n": thousands(rows.count())}
        ),
        empty=Empty(says=_("Nothing is booked yet; the first gift is the first movement.")),
        note_export=lambda kind: note_file(request, "books", kind),
    )


@only(checks_the_city)
def show(request, pk):
    shown = _looked_at(request, pk, "")
    data = {
        "shown": shown,
        "paid_by": shown.paid_by[:SHOWN],
        "became": shown.became[:SHOWN],
        "most": SHOWN,
    }
    return render(request, "supervisor/books/show.html", data)


@only(checks_the_city)
def as_csv(request, pk):
    """Everything of one movement: its parts, fen, what paid it, what it became."""
    shown = _looked_at(request, pk, "csv")
    data = Dataset(headers=["what", "movement", "kind", "about", "on", "amount", "first", "end"])
    for what, posting in [
        *(("part", part) for part in shown.parts),
        *(("reversal", reversal) for reversal in shown.reversals),
    ]:
        data.append(_row(what, posting, posting.amount))
    for stretch in shown.stretches:
        row = _row(stretch.get_side_display(), shown.posting, stretch.high - stretch.low)
        data.append([*row[:6], stretch.low, stretch.high])
    for what, pieces in (("paid by", shown.paid_by), ("became", shown.became)):
        for piece in pieces:
            data.append(_row(what, piece.posting, piece.amount))
    answer = HttpResponse(f"\ufeff{data.export('csv')}".encode(), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="movement-{pk}.csv"'
    return answer


as_csv.no_page = True  # a file to take along


def _looked_at(request, pk, kind):
    """The movement; that it was looked at is on record."""
    posting = get_object_or_404(Posting, pk=pk)
    note(act="books.look", subject=posting, by=request.user, at=now(), why=kind)
    return PostingShown(posting)


def _row(what, posting, amount):
    day = f"{posting.on:%Y-%m-%d}"
    about = posting.about
    if about.startswith(
        ("=", "+", "-", "@", "\t", "\r")
    ):  # text, whatever a spreadsheet makes of it
        about = f"'{about}"
    return [str(what), posting.pk, posting.kind, about, day, amount, "", ""]
