"""One line of an account, and the movements of the books that somebody says are the same together."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.bank.matching import CannotMatch, CannotMatchSum, match_lines, unmatched_lines
from shanqiao.apps.bank.suggesting import candidates_of, suggested
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.clock import now
from shanqiao.stories.bank_groups import groups_for
from shanqiao.stories.money_at_banks import batches_named_by
from shanqiao.stories.subjects import about_words
from shanqiao.www.fund.chosen import MOST, chosen
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.fund.filters import EVERY, DayInput
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import yuan

from .hosts import hosts_of
from .subjects import postings_in_words, subjects_in_words
from .tables_matching import group_in_words

AROUND = timedelta(days=7)  # shown at first; further days are chosen


class CandidateFilter(filters.FilterSet):
    """Which movements are laid out to be chosen from."""

    q = filters.CharFilter(
        label=gettext_lazy("Giver, reference or words"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Posting.Kind, empty_label=EVERY)
    since = filters.DateFilter(
        label=gettext_lazy("From day"), field_name="on", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label=gettext_lazy("To day"), field_name="on", lookup_expr="lte", widget=DayInput
    )

    def search(self, rows, _name, text):
        return about_words(rows, text)


@only(keeps_accounts)
def show(request, pk):
    """Choose movements with a running sum; the server says by how much they are off."""
    line = get_object_or_404(unmatched_lines(hosts_of(request.user)), pk=pk)
    said = ""
    if request.method == "POST":
        said = _matched(request, line)
        if not said:
            messages.success(request, _("Matched. It can be taken back under “matched”."))
            return redirect("fund:reconcile")
    days = {
        "since": (line.booked_on - AROUND).isoformat(),
        "until": (line.booked_on + AROUND).isoformat(),
    }
    shown = CandidateFilter(days | request.GET.dict(), queryset=candidates_of(line))
    marked = set(request.POST.getlist("row"))
    postings = list(shown.qs[:MOST])
    subjects = subjects_in_words(postings)
    rows = [
        {"posting": p, "marked": str(p.pk) in marked, "about": subjects[p.pk]} for p in postings
    ]
    context = {
        "line": line,
        "fen": abs(line.amount),
        "said": said,
        "filter": shown,
        "rows": rows,
        "chosen": sum(row["posting"].amount for row in rows if row["marked"]),
        "others": shown.qs.order_by().count() - MOST if len(rows) == MOST else 0,
        "may_be": _may_be(line),
        "batches": batches_named_by(line, request.user),
    }
    return render(request, "fund/bank/line.html", context, status=422 if said else 200)


def _matched(request, line):
    """Match what was chosen; why not, in words, where it cannot be."""
    try:
        postings = list(chosen(request, candidates_of(line)))
        match_lines(lines=[line], postings=postings, by=request.user, at=now())
    except CannotMatchSum as refusal:
        total = abs(line.amount) + refusal.off
        said = {
            "chosen": yuan(total),
            "line": yuan(abs(line.amount)),
            "off": yuan(abs(refusal.off)),
        }
        if refusal.off > 0:
            return _("Chosen %(chosen)s of %(line)s: %(off)s too much. Take something away.") % said
        return _("Chosen %(chosen)s of %(line)s: %(off)s is lacking. Choose more.") % said
    except CannotMatch as refusal:
        return str(refusal)
    return ""


def _may_be(line):
    """(name of the field, its value, in words) of each suggestion."""
    words = postings_in_words(suggested([line])[line])
    single = [("posting", key, said) for key, said in words.items()]
    return single + [("group", g.key, group_in_words(g)) for g in groups_for([line])[line]]
