"""Lines of an account, and the movements of the books that somebody says are the same together: begun at either."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.bank.matching import (
    CannotMatch,
    CannotMatchSum,
    match_lines,
    unmatched_lines,
    unmatched_postings,
)
from shanqiao.apps.bank.suggesting import lines_at, places_of, postings_at
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.clock import now
from shanqiao.stories.money_at_banks import batches_named_by
from shanqiao.stories.subjects import about_words
from shanqiao.www.fund.chosen import MOST, chosen
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.fund.filters import EVERY, DayInput
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import yuan

from .hosts import hosts_of
from .subjects import subjects_in_words
from .suggestions import said_of_lines, said_of_posting

AROUND = timedelta(days=7)  # shown at first; further days are chosen
SUGGESTED = 10  # of each sort


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

    def of_these_days(self, lines):
        """Those lines that are of the days that were chosen."""
        days = self.form.cleaned_data if self.form.is_valid() else {}
        bounds = {"gte": days.get("since"), "lte": days.get("until")}
        return lines.filter(**{f"booked_on__{how}": on for how, on in bounds.items() if on})


@only(keeps_accounts)
def by_line(request, pk):
    """A line to which movements are chosen, and further lines where they are more than it."""
    line = get_object_or_404(unmatched_lines(hosts_of(request.user)), pk=pk)
    context = {
        "line": line,
        "may_be": said_of_lines([line], most=SUGGESTED)[line.pk],
        "batches": batches_named_by(line, request.user),
        "back": "fund:reconcile",
    }
    at = line.account, line.amount > 0
    return _choose(request, at, context, lines=[line], day=line.booked_on)


@only(keeps_accounts)
def by_posting(request, pk):
    """A movement to which lines are chosen, and further movements where the lines are more than it."""
    postings = unmatched_postings(hosts_of(request.user)).select_related("debit", "credit")
    posting = get_object_or_404(postings, pk=pk)
    places = {f"{account.pk}-{came:d}": (account, came) for account, came in places_of(posting)}
    context = {
        "movement": posting,
        "about": subjects_in_words([posting])[posting.pk],
        "places": places,
        "back": "fund:reconcile-books",
    }
    if not places:
        return render(request, "fund/bank/choose.html", context)
    at = _told(request).get("at")
    context["at"] = at if at in places else next(iter(places))
    account, came = places[context["at"]]
    context["may_be"] = said_of_posting(posting, account, came=came, most=SUGGESTED)
    return _choose(request, (account, came), context, postings=[posting], day=posting.on)


def _choose(request, place, context, *, lines=(), postings=(), day):
    """Choose on both sides with a running sum; the server says by how much they are off, and keeps the choice."""
    account, came = place
    there = lines_at(account, came=came), postings_at(account, came=came)
    mine = (
        _with(lines, chosen(request, there[0], name="line")),
        _with(postings, chosen(request, there[1])),
    )
    said = ""
    if request.method == "POST" and "show" not in request.POST:
        said = _matched(request, *mine)
        if not said:
            messages.success(request, _("Matched. It can be taken back under “matched”."))
            return redirect(context["back"])
    days = {"since": (day - AROUND).isoformat(), "until": (day + AROUND).isoformat()}
    filtered = CandidateFilter(days | _told(request).dict(), queryset=there[1])
    context |= {"account": account, "said": said, "filter": filtered}
    context |= _laid_out(filtered, there[0], *mine, fixed={*lines, *postings})
    return render(request, "fund/bank/choose.html", context, status=422 if said else 200)


def _laid_out(filtered, lines, my_lines, my_postings, *, fixed):
    """Both sides as rows, what is chosen first; movements no larger than the lines of these days together."""
    lines = filtered.of_these_days(lines).exclude(pk__in=[line.pk for line in my_lines])
    of_lines = sum(abs(line.amount) for line in my_lines)
    most = of_lines + abs(lines.order_by().aggregate(sum=Sum("amount"))["sum"] or 0)
    postings = filtered.qs.filter(amount__lte=most).exclude(pk__in=[p.pk for p in my_postings])
    rows = _rows(my_postings, list(postings[:MOST]), fixed)
    about = subjects_in_words(row["it"] for row in rows)
    return {
        "lines": _rows(my_lines, list(lines[:MOST]), fixed),
        "other_lines": lines.order_by().count() - MOST,
        "lines_open": set(my_lines) != fixed,
        "rows": [row | {"about": about[row["it"].pk]} for row in rows],
        "others": postings.order_by().count() - MOST,
        "movements_open": set(my_postings) != fixed,
        "of_lines": of_lines,
        "chosen": sum(posting.amount for posting in my_postings),
    }


def _rows(mine, others, fixed):
    marked = [{"marked": True, "fixed": it in fixed} for it in mine]
    both = zip([*mine, *others], [*marked, *[{}] * len(others)], strict=True)
    return [{"it": it, "fen": abs(it.amount), **looks} for it, looks in both]


def _matched(request, lines, postings):
    """Match what was chosen; why not, in words, where it cannot be."""
    try:
        match_lines(lines=lines, postings=postings, by=request.user, at=now())
    except CannotMatchSum as refusal:
        of_lines = sum(abs(line.amount) for line in lines)
        said = {
            "chosen": yuan(of_lines + refusal.off),
            "line": yuan(of_lines),
            "off": yuan(abs(refusal.off)),
        }
        if refusal.off > 0:
            return (
                _(
                    "Chosen %(chosen)s of %(line)s: %(off)s too much. Take a movement away, or choose a further line."
                )
                % said
            )
        return _("Chosen %(chosen)s of %(line)s: %(off)s is lacking. Choose more.") % said
    except CannotMatch as refusal:
        return str(refusal)
    return ""


def _told(request):
    return request.POST if request.method == "POST" else request.GET


def _with(fixed, others):
    return list(dict.fromkeys([*fixed, *others]))
