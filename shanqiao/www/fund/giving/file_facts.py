"""How far the work on a file of gifts is, and what was found in it."""

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.giving.models import FileRow
from shanqiao.apps.giving.queries import headings_of, told_of_file, told_of_row
from shanqiao.www.parts.columns import NUMBER
from shanqiao.www.parts.export import file_of
from shanqiao.www.parts.words import in_words, problems_in_words
from shanqiao.www.parts.work import hand_over, how_far

from ..filters import EVERY

READ = "shanqiao.jobs.tasks.read_gift_file"
TAKE = "shanqiao.jobs.tasks.take_gift_file_in"
SOME = 10  # rows on the page; the others are one click away


def hand_to_the_worker(task, gift_file):
    """A job for the worker; pressed twice it is one job."""
    hand_over(task, lock=_lock_of(gift_file), file_id=gift_file.pk)


def page_of(gift_file, *, at):
    """The context of the page of a file."""
    told = told_of_file(gift_file)
    return {
        "file": gift_file,
        "says": in_words(told["says"]),
        "news": told["first_rows"],
        "some": [_told(row) for row in gift_file.rows.order_by("line")[:SOME]],
        **how_far(
            lock=_lock_of(gift_file),
            waits=gift_file.is_reading or gift_file.is_taking,
            began=gift_file.take_asked_at or gift_file.at,
            done=gift_file.done,
            at=at,
        ),
    }


def rows_to_mend(gift_file):
    """The rows that became no gift as they were written, with why: a file that can be mended and handed in again."""
    rows = [(row, *told_of_row(row)) for row in gift_file.rows.order_by("line")]
    headings = headings_of(gift_file)
    width = max([len(headings), *(len(cells) for _row, _problems, cells in rows)])
    why = [_now("Line of the file before"), _now("Why it is no gift")]
    return file_of(
        heading=[*_padded(headings, width), NTH, *why],
        rows=[
            [*_padded(cells, width), row.nth or "", row.line, about_row(row)]
            for row, _problems, cells in rows
        ],
        kind="csv",
        name="rows-to-mend",
    )


NTH = "同样的第几行"  # as feeds.gift_lists knows it, in whichever language the page is


class FileRowFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=FileRow.Kind, empty_label=EVERY)
    line = filters.NumberFilter(label=_("Line of the file"), min_value=1)


class FileRowTable(tables.Table):
    line = tables.Column(verbose_name=_("Line of the file"), attrs=NUMBER)
    kind = tables.Column(verbose_name=_("Kind"))
    about = tables.Column(verbose_name=_("Why it is no gift"), accessor="pk", orderable=False)
    written = tables.Column(verbose_name=_("What is written there"), accessor="pk", orderable=False)

    class Meta:
        order_by_field = "sort"
        order_by = "line"
        caption = _("Rows that are no gifts, in the order of the file")

    def render_about(self, record):
        return about_row(record)

    def render_written(self, record):
        return _written(record)


def about_row(row):
    """What is wrong with a row, or what it looks like."""
    if row.kind != FileRow.Kind.DOUBLE:
        return problems_in_words(told_of_row(row)[0])
    if row.like:
        return _now("like the gift %(number)s") % {"number": row.like}
    return _now("like a row above")


def _told(row):
    return {"line": row.line, "kind": row.kind, "about": about_row(row), "written": _written(row)}


def _written(row):
    return " · ".join(cell for cell in told_of_row(row)[1] if cell)


def _padded(cells, width):
    return [*cells, *[""] * (width - len(cells))]


def _lock_of(gift_file):
    return f"gift file:{gift_file.pk}"
