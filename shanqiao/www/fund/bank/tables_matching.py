"""Both sides of a reconciliation as tables."""

import django_tables2 as tables
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.bank.matching import suggested
from shanqiao.apps.books.models import Posting
from shanqiao.www.parts.columns import NUMBER, DayColumn, MomentColumn
from shanqiao.www.parts.words import day, yuan

from .tables import MoneyColumn

SHOWN = 3  # suggestions of a line; those further away are found by its page of the books


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
        found = self._suggested().get(record.pk, [])
        if not found:
            return _now("nothing of this amount within three days")
        return format_html_join("", "{}", ((self._button(record, p),) for p in found[:SHOWN]))

    def _suggested(self):
        if not hasattr(self, "_found"):
            shown = [row.record for row in self.page.object_list] if hasattr(self, "page") else []
            self._found = {line.pk: postings for line, postings in suggested(shown).items()}
        return self._found

    def _button(self, line, posting):
        to = f"{reverse('fund:reconcile-match')}?{self.request.GET.urlencode()}"
        return format_html(
            '<form class="mb-1" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="line" value="{}"><button class="btn btn-sm" name="posting" value="{}" type="submit">'
            '{}<span class="visually-hidden">: {}</span></button></form>',
            to,
            get_token(self.request),
            line.pk,
            posting.pk,
            _now("the same as %(what)s") % {"what": posting_in_words(posting)},
            yuan(line.amount),
        )


class UnmatchedPostingTable(tables.Table):
    on = DayColumn(verbose_name=_("Day"))
    kind = tables.Column(verbose_name=_("Kind"))
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    about = tables.Column(verbose_name=_("About"))
    at = MomentColumn(verbose_name=_("Booked at"))

    class Meta:
        order_by_field = "sort"
        caption = _("Movements of the books at a bank without a line of a statement")

    def render_amount(self, value):
        return yuan(value)

    def value_amount(self, value):
        return value / 100


class MatchTable(tables.Table):
    on = DayColumn(verbose_name=_("Booked on"), accessor="line__booked_on")
    account = tables.Column(verbose_name=_("Account"), accessor="line__account", orderable=False)
    amount = tables.Column(verbose_name=_("Amount"), accessor="line__amount", attrs=NUMBER)
    words = tables.Column(
        verbose_name=_("Words"), accessor="line__words", orderable=False, default="–"
    )
    posting = tables.Column(verbose_name=_("In the books"), orderable=False)
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

    def render_posting(self, value):
        if not hasattr(self, "_postings"):
            shown = (
                [row.record.posting for row in self.page.object_list]
                if hasattr(self, "page")
                else [value]
            )
            self._postings = Posting.objects.in_bulk(shown)
        return posting_in_words(self._postings[value]) if value in self._postings else value

    def value_posting(self, value):
        return value

    def render_back(self, value, record):
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse("fund:match-back", args=[value]),
            _now("They are not the same"),
            yuan(record.line.amount),
        )


def posting_in_words(posting):
    """The day, the kind and the subject of a posting."""
    return f"{day(posting.on)} · {posting.get_kind_display()} · {posting.about}"
