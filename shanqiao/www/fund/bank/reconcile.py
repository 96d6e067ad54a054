"""Lines of accounts laid beside the books: what was found on one side only, and one click that says it is the same."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.bank.bundles import Bundle
from shanqiao.apps.bank.matching import (
    CannotMatch,
    match_lines,
    matches_of,
    sums,
    take_match_back,
    unmatched_lines,
    unmatched_postings,
)
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.clock import now
from shanqiao.stories.bank_groups import groups_for
from shanqiao.www.fund.chosen import MOST, chosen
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .filters import MatchFilter, UnmatchedFilter, UnmatchedPostingFilter
from .hosts import hosts_of
from .subjects import subjects_in_words
from .suggestions import line_in_words
from .tables_matching import MatchTable, UnmatchedPostingTable, UnmatchedTable, lines_of


class BackForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why are they not the same?"),
        help_text=gettext_lazy("It stays on record. Please write no name or number in it."),
        max_length=200,
    )


@only(keeps_accounts)
def lines(request):
    hosts = hosts_of(request.user)
    return listing(
        request,
        table=UnmatchedTable,
        filters=UnmatchedFilter,
        rows=unmatched_lines(hosts),
        template="fund/bank/reconcile.html",
        file_name="unmatched-lines",
        sentence=_lines_in_words,
        empty=Empty(says=_("Every line of your accounts was found in the books.")),
        context={"sums": sums(hosts), "here": "lines"},
    )


@only(keeps_accounts)
def postings(request):
    hosts = hosts_of(request.user)
    return listing(
        request,
        table=UnmatchedPostingTable,
        filters=UnmatchedPostingFilter,
        rows=unmatched_postings(hosts),
        template="fund/bank/reconcile.html",
        file_name="unmatched-movements",
        sentence=_postings_in_words,
        empty=Empty(says=_("Every movement of the books at a bank was found in a statement.")),
        context={"sums": sums(hosts), "here": "postings"},
    )


@only(keeps_accounts)
def matched(request):
    hosts = hosts_of(request.user)
    return listing(
        request,
        table=MatchTable,
        filters=MatchFilter,
        rows=matches_of(hosts),
        template="fund/bank/reconcile.html",
        file_name="matches",
        sentence=_matches_in_words,
        empty=Empty(says=_("Nothing was matched yet.")),
        context={"sums": sums(hosts), "here": "matched"},
    )


@only(keeps_accounts)
@require_POST
def match(request):
    """One click: this line, or these together, are that movement, or that group."""
    lines = list(chosen(request, unmatched_lines(hosts_of(request.user)), name="line"))
    if not lines or len(lines) < len(set(request.POST.getlist("line"))):
        raise Http404
    try:
        match_lines(
            lines=lines, postings=_pressed(request, tuple(lines)), by=request.user, at=now()
        )
    except CannotMatch as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Matched. It can be taken back under “matched”."))
    kept = {name: value for name, value in request.GET.items() if value}
    return redirect(reverse("fund:reconcile") + (f"?{urlencode(kept)}" if kept else ""))


@only(keeps_accounts)
def back(request, pk):
    """A match was a mistake."""
    pair = get_object_or_404(matches_of(hosts_of(request.user)), pk=pk)
    form = BackForm(request.POST or None)
    if form.is_valid():
        try:
            take_match_back(match=pair, why=form.cleaned_data["why"], by=request.user, at=now())
        except CannotMatch as refusal:
            form.add_error("why", str(refusal))
        else:
            messages.success(
                request, _("Taken back. All its lines and movements are unmatched again.")
            )
            return redirect("fund:reconcile-matched")
    postings = Posting.objects.filter(pk__in=pair.postings[:MOST]).order_by("on", "pk")
    subjects = subjects_in_words(postings)
    told = [{"posting": posting, "about": subjects[posting.pk]} for posting in postings]
    lines = lines_of(pair)
    context = {
        "pair": pair,
        "account": lines[0].account,
        "lines": [line_in_words(line) for line in lines],
        "postings": told,
        "form": form,
        "others": pair.size - MOST,
    }
    status = 422 if form.errors else 200
    return render(request, "fund/bank/back.html", context, status=status)


def _pressed(request, lines):
    """The postings of the suggestion that was pressed; none where it is suggested no longer."""
    if key := request.POST.get("group"):
        whole = Bundle(lines=lines)
        groups = {group.key: group.postings for group in groups_for([whole])[whole]}
        return Posting.objects.filter(pk__in=groups.get(key, ()))
    return [get_object_or_404(Posting, pk=request.POST.get("posting"))]


def _lines_in_words(rows):
    return _counted(
        rows,
        lambda n: ngettext(
            "%(n)s line not found in the books.", "%(n)s lines not found in the books.", n
        ),
    )


def _postings_in_words(rows):
    return _counted(
        rows,
        lambda n: ngettext(
            "%(n)s movement not found in a statement.",
            "%(n)s movements not found in a statement.",
            n,
        ),
    )


def _matches_in_words(rows):
    return _counted(rows, lambda n: ngettext("%(n)s match.", "%(n)s matches.", n))


def _counted(rows, words):
    count = rows.order_by().count()
    return words(count) % {"n": f"{count:,}"} if count else ""
