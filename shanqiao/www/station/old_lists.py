"""A station takes in an old list of cases or contacts: hand it in, name its columns, see what would come of it, take it in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.earlier.actions import (
    CannotTakeEarlier,
    ask_to_read,
    ask_to_take_earlier_in,
    give_up_earlier,
    hand_in_earlier,
)
from shanqiao.apps.earlier.models import EarlierList, EarlierRow
from shanqiao.apps.earlier.queries import (
    cases_opened_by,
    headings_taken,
    lists_for,
    what_came,
    what_will_come,
)
from shanqiao.apps.lists.handed_in import MOST_ROWS
from shanqiao.apps.record.clock import now
from shanqiao.feeds.earlier_columns import NEEDED, empty_earlier
from shanqiao.feeds.earlier_lists import look_into_earlier
from shanqiao.feeds.list_files import CannotReadList
from shanqiao.stories.earlier_taken import undo_earlier
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import in_words

from .door import works_at_a_station
from .forms.lists import EARLIER_COLUMNS, HandInEarlierForm, HeadingsForm, UndoListForm
from .list_chooser import chooser
from .list_facts import bars_of, hand_to_the_worker, places_of, progress_of

READ = "shanqiao.jobs.tasks.read_earlier_list"
TAKE = "shanqiao.jobs.tasks.take_earlier_list_in"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Answer = EarlierRow.Answer
LOOKS = {  # in the picture, and as a badge
    Answer.OPENS: ("list-new", "bg-blue-lt"),
    Answer.TIED: ("list-elsewhere", "bg-blue-lt"),
    Answer.KEPT: ("list-here", "bg-secondary-lt"),
    Answer.KNOWN: ("list-maybe-again", "bg-secondary-lt"),
    Answer.AGAIN: ("list-again", "bg-secondary-lt"),
    Answer.WRONG: ("list-wrong", "bg-red-lt"),
}


@only(works_at_a_station)
def hand_in(request, kind):
    _is_a_kind(kind)
    if request.method != "POST":
        return redirect("station:lists")
    form = HandInEarlierForm(request.POST, request.FILES, kind=kind)
    if form.is_valid() and (handed_in := _handed_in(request, form, kind)):
        return handed_in
    return chooser(request, earlier=(kind, form))


@only(works_at_a_station)
def empty(request, kind):
    _is_a_kind(kind)
    answer = HttpResponse(empty_earlier(kind), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return answer


@only(works_at_a_station)
def columns(request, pk):
    earlier_list = _mine(request, pk)
    if earlier_list.is_over or earlier_list.take_asked_at or earlier_list.is_comparing:
        return redirect("station:list-earlier", pk=pk)
    kind = earlier_list.kind
    seen = look_into_earlier(earlier_list.content, earlier_list.name, kind=kind)
    form = HeadingsForm(
        request.POST or None,
        present=seen.present,
        taken=headings_taken(earlier_list),
        columns=EARLIER_COLUMNS[kind],
        needed=NEEDED[kind],
    )
    if form.is_valid():
        try:
            ask_to_read(
                earlier_list=earlier_list, headings=form.cleaned_data, by=request.user, at=now()
            )
        except CannotTakeEarlier as refusal:
            messages.error(request, str(refusal))
        else:
            hand_to_the_worker(READ, earlier_list)
        return redirect("station:list-earlier", pk=pk)
    context = {
        "people_list": earlier_list,
        "form": form,
        "seen": seen,
        "to": places_of(earlier_list),
        "needs": _(
            "Each row is given to a resident of your station by the identity number, or by the name with a telephone or "
            "the birthday."
        ),
        "button": _("See what would come of it"),
    }
    status = 422 if form.errors else 200
    return render(request, "station/lists/columns.html", context, status=status)


@only(works_at_a_station)
def page(request, pk):
    earlier_list = _mine(request, pk)
    if not (earlier_list.compare_asked_at or earlier_list.is_over):
        return redirect("station:list-earlier-columns", pk=pk)
    counts = what_will_come(earlier_list) if earlier_list.compared_at else {}
    came = what_came(earlier_list) if earlier_list.taken_at else {}
    good = earlier_list.rows.exclude(answer__in=[Answer.WRONG, Answer.KNOWN, Answer.AGAIN])
    context = progress_of(earlier_list, at=now()) | {
        "bars": bars_of(counts, earlier_list.total, LOOKS),
        "became": [(kind, count) for kind, count in came.items() if count],
        "counts": {answer.value: count for answer, count in counts.items()},
        "by_name": good.filter(by_name=True).count() if counts else 0,
        "is_cases": earlier_list.kind == EarlierList.Kind.CASES,
        "opened": cases_opened_by(earlier_list).count() if came else 0,
        "for_another": earlier_list.compare_by if earlier_list.compare_by != request.user else None,
        "undo": UndoListForm(),
        "found": "station/lists/earlier_found.html",
        "stays": _("What was taken in stays."),
    }
    part = "#progress" if request.htmx and request.htmx.target == "progress" else ""
    return render(request, "station/lists/page.html" + part, context)


@only(works_at_a_station)
@require_POST
def act(request, pk):
    """What the buttons of an old list's page do."""
    earlier_list, said = _mine(request, pk), {"by": request.user, "at": now()}
    try:
        match request.POST.get("act"):
            case "take":
                ask_to_take_earlier_in(
                    earlier_list=earlier_list,
                    whole=request.POST.get("rows") == "whole",
                    by_name=request.POST.get("by_name") == "yes",
                    **said,
                )
                hand_to_the_worker(TAKE, earlier_list)
            case "again":
                hand_to_the_worker(TAKE if earlier_list.take_asked_at else READ, earlier_list)
            case "give_up":
                give_up_earlier(earlier_list=earlier_list, **said)
                messages.success(request, _("Given up. Nothing of this list was taken in."))
                return redirect("station:lists")
            case "undo":
                why = request.POST.get("why", "")[:500]
                undo_earlier(earlier_list=earlier_list, why=why, **said)
                messages.success(
                    request,
                    _(
                        "Undone. What this list brought counts no longer, and what it opened is closed."
                    ),
                )
    except CannotTakeEarlier as refusal:
        messages.error(request, str(refusal))
    return redirect("station:list-earlier", pk=pk)


def _mine(request, pk):
    return get_object_or_404(lists_for(request.user), pk=pk)


def _is_a_kind(kind):
    if kind not in EarlierList.Kind.values:
        raise Http404


def _handed_in(request, form, kind):
    """To the columns of a new list, or to the list that is there; None where the file cannot be used."""
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        seen = look_into_earlier(content, file.name, kind=kind)
        if seen.rows > MOST_ROWS:
            form.add_error("file", _("There are more than 20,000 rows. Divide the list."))
            return None
        new, is_new = hand_in_earlier(
            kind=kind,
            name=file.name,
            content=content,
            headings=dict(seen.taken),
            by=request.user,
            at=now(),
        )
    except CannotReadList as refusal:
        form.add_error("file", in_words(refusal.said))
        return None
    except CannotTakeEarlier as refusal:
        form.add_error("file", str(refusal))
        return None
    if not is_new:
        messages.info(request, _("Your station has handed in this file already. Here it is."))
        return redirect("station:list-earlier", pk=new.pk)
    return redirect("station:list-earlier-columns", pk=new.pk)
