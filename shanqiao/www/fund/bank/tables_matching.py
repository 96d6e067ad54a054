"""Both sides of a reconciliation as tables."""

import django_tables2 as tables
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.books.models import Posting
from shanqiao.www.parts.columns import NUMBER, DayColumn, MomentColumn
from shanqiao.www.parts.words import yuan

from .subjects import postings_in_words, subjects_in_words
from .suggestions import line_in_words, said_of_lines
from .tables import MoneyColumn

SHOWN = (
    3  # suggestions of each sort of a line; those further away are found by its page of the books
)


class UnmatchedTable(tables.Table):
    booked_on = DayColumn(verbose_name=_("Booked on"))
    account = tables.Column(verbose_name=_("Account"), order_by=("account__name", "pk"))
    amount = MoneyColumn(verbose_name=_("Amount"))
    party = tables.Column(verbose_name=_("Counterparty"), orderable=False, default="–")
    words = tables.Column(verbose_name=_("Words"), orderable=False, default="–")
    may_be = tables.Column(
        verbose_name=_("In the books it may be"),
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
    )

    class Meta:
        order_by_field = "sort"
        caption = _("Lines of your accounts without a movement of the books")

    def render_may_be(self, record):
        said = self._said().get(record.pk, [])
        none = "" if said else _now("nothing of this amount within three days")
        return format_html(
            '<div>{}{} <a class="btn btn-sm btn-ghost-secondary" href="{}">{}<span class="visually-hidden">: {}</span></a></div>',
            format_html_join("", "{}", ((self._button(record, one),) for one in said)),
            none,
            reverse("fund:reconcile-line", args=[record.pk]),
            _now("Choose movements…"),
            yuan(record.amount),
        )

    def _said(self):
        if not hasattr(self, "_found"):
            shown = [row.record for row in self.page.object_list] if hasattr(self, "page") else []
            self._found = said_of_lines(shown, most=SHOWN)
        return self._found

    def _button(self, line, said):
        to = f"{reverse('fund:reconcile-match')}?{self.request.GET.urlencode()}"
        return format_html(
            '<form class="mb-1" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '{}<button class="btn btn-sm text-wrap" name="{}" value="{}" type="submit">'
            '{}<span class="visually-hidden">: {}</span></button></form>',
            to,
            get_token(self.request),
            format_html_join(
                "", '<input type="hidden" name="line" value="{}">', ((pk,) for pk in said.lines)
            ),
            said.name,
            said.value,
            _now("the same as %(what)s") % {"what": said.words},
            yuan(line.amount),
        )


class UnmatchedPostingTable(tables.Table):
    on = DayColumn(verbose_name=_("Day"))
    kind = tables.Column(verbose_name=_("Kind"))
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    about = tables.Column(verbose_name=_("About"), orderable=False)
    at = MomentColumn(verbose_name=_("Recorded at"))
    lines = tables.Column(
        verbose_name=_("In the statement"),
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
    )

    class Meta:
        order_by_field = "sort"
        caption = _("Movements of the books at a bank without a line of a statement")

    def render_amount(self, value):
        return yuan(value)

    def value_amount(self, value):
        return value / 100

    def render_lines(self, record):
        return format_html(
            '<a class="btn btn-sm btn-ghost-secondary" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:reconcile-movement", args=[record.pk]),
            _now("Choose lines…"),
            yuan(record.amount),
        )

    def render_about(self, record):
        if not hasattr(self, "_subjects"):
            shown = [row.record for row in self.page.object_list] if hasattr(self, "page") else []
            self._subjects = subjects_in_words(shown)
        return self._subjects.get(record.pk, record.about)

    def value_about(self, value):
        return value


class MatchTable(tables.Table):
    on = DayColumn(verbose_name=_("Booked on"))
    account = tables.Column(verbose_name=_("Account"), accessor="pk", orderable=False)
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    lines = tables.Column(verbose_name=_("In the statement"), accessor="pk", orderable=False)
    postings = tables.Column(verbose_name=_("In the books"), orderable=False)
    by = tables.Column(verbose_name=_("Matched by"), default=_("the command"), orderable=False)
    at = MomentColumn(verbose_name=_("Matched at"))
    back = tables.Column(
        verbose_name=_("Take back"), accessor="pk", orderable=False, exclude_from_export=True
    )

    class Meta:
        order_by_field = "sort"
        caption = _("Lines of accounts and movements of the books that are the same")

    def render_amount(self, value):
        return yuan(value)

    def value_amount(self, value):
        return value / 100

    def render_account(self, record):
        return str(lines_of(record)[0].account)

    def render_lines(self, record):
        """All of them, each with its day and amount where there are several."""
        lines = lines_of(record)
        if len(lines) == 1:
            return lines[0].words or "–"
        return format_html(
            '<div><strong>{}</strong><ul class="mb-0 ps-3 small">{}</ul></div>',
            ngettext("%(n)s line together", "%(n)s lines together", len(lines))
            % {"n": f"{len(lines):,}"},
            format_html_join("", "<li>{}</li>", ((line_in_words(line),) for line in lines)),
        )

    def value_lines(self, record):
        return "; ".join(line.words for line in lines_of(record))

    def render_postings(self, value):
        told = self._first_ones().get(value[0], value[0])
        if len(value) == 1:
            return told
        words = ngettext("%(n)s movement together", "%(n)s movements together", len(value))
        return format_html(
            '<strong>{}</strong><span class="d-block small text-secondary">{}</span>',
            words % {"n": f"{len(value):,}"},
            _now("the first: %(what)s") % {"what": told},
        )

    def value_postings(self, value):
        return " ".join(map(str, value))

    def _first_ones(self):
        if not hasattr(self, "_postings"):
            shown = [row.record for row in self.page.object_list] if hasattr(self, "page") else []
            first = Posting.objects.filter(pk__in=[match.postings[0] for match in shown])
            self._postings = postings_in_words(first)
        return self._postings

    def render_back(self, value, record):
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:match-back", args=[value]),
            _now("They are not the same"),
            yuan(record.amount),
        )


def lines_of(match):
    """The lines of a match of a list, in their order."""
    return [part.line for part in match.lines.all()]
