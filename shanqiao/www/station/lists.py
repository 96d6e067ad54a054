"""A station takes in a whole list: hand it in, see which column is which, look at what was found, take it in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.lists.actions import (
    CannotTakeList,
    allow_doubles,
    ask_to_compare,
    ask_to_take_in,
    give_up_list,
    hand_in_list,
)
from shanqiao.apps.lists.handed_in import MOST_ROWS
from shanqiao.apps.lists.queries import headings_of_list, lists_of
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.feeds.resident_lists import CannotReadList, empty_list, look_into
from shanqiao.stories.list_arrivals import undo_list
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import in_words

from .door import works_at_a_station
from .forms.lists import AllowForm, HandInForm, HeadingsForm, UndoListForm
from .list_chooser import chooser
from .list_facts import hand_to_the_worker, page_of, places_of

COMPARE = "shanqiao.jobs.tasks.compare_people_list"
TAKE = "shanqiao.jobs.tasks.take_people_list_in"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@only(works_at_a_station)
def browse(request):
    form = HandInForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (handed_in := _handed_in(request, form)):
        return handed_in
    return chooser(request, residents=form)


@only(works_at_a_station)
def template(request):
    answer = HttpResponse(empty_list(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="list.xlsx"'
    return answer


@only(works_at_a_station)
def columns(request, pk):
    people_list = _mine(request, pk)
    if people_list.is_over or people_list.take_asked_at or people_list.is_comparing:
        return redirect("station:list", pk=pk)
    seen = look_into(people_list.content, people_list.name)
    form = HeadingsForm(
        request.POST or None, present=seen.present, taken=headings_of_list(people_list)
    )
    if form.is_valid():
        try:
            ask_to_compare(
                people_list=people_list, headings=form.cleaned_data, by=request.user, at=now()
            )
        except CannotTakeList as refusal:
            messages.error(request, str(refusal))
        else:
            hand_to_the_worker(COMPARE, people_list)
        return redirect("station:list", pk=pk)
    context = {
        "people_list": people_list,
        "form": form,
        "seen": seen,
        "to": places_of(people_list),
        "needs": _(
            "A row needs a name, and a sex or an identity number. Where no street is written, that of your station counts."
        ),
        "button": _("Compare the list"),
    }
    status = 422 if form.errors else 200
    return render(request, "station/lists/columns.html", context, status=status)


@only(works_at_a_station)
def page(request, pk):
    people_list = _mine(request, pk)
    if not (people_list.compare_asked_at or people_list.is_over):
        return redirect("station:list-columns", pk=pk)
    context = page_of(people_list, at=now())
    context |= {
        "allow": AllowForm(),
        "undo": UndoListForm(),
        "found": "station/lists/found.html",
        "stays": _("Who was registered stays registered."),
    }
    part = "#progress" if request.htmx and request.htmx.target == "progress" else ""
    return render(request, "station/lists/page.html" + part, context)


@only(works_at_a_station)
@require_POST
def act(request, pk):
    """What the buttons of a list's page do."""
    people_list, said = _mine(request, pk), {"by": request.user, "at": now()}
    why = request.POST.get("why", "")[:500]
    try:
        match request.POST.get("act"):
            case "allow":
                allow_doubles(people_list=people_list, why=why, **said)
            case "take":
                whole = request.POST.get("rows") == "whole"
                ask_to_take_in(people_list=people_list, whole=whole, **said)
                hand_to_the_worker(TAKE, people_list)
            case "again":
                hand_to_the_worker(TAKE if people_list.take_asked_at else COMPARE, people_list)
            case "give_up":
                give_up_list(people_list=people_list, **said)
                messages.success(request, _("Given up. Nothing of this list was taken in."))
                return redirect("station:lists")
            case "undo":
                undo_list(people_list=people_list, why=why, **said)
                messages.success(
                    request,
                    _("Undone. Your station no longer looks after those whom this list brought."),
                )
    except CannotTakeList as refusal:
        messages.error(request, str(refusal))
    return redirect("station:list", pk=pk)


def _mine(request, pk):
    return get_object_or_404(lists_of(station_of(request.user)), pk=pk)


def _handed_in(request, form):
    """To the columns of a new list, or to the list that is there; None where the file cannot be used."""
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        seen = look_into(content, file.name)
        if seen.rows > MOST_ROWS:
            form.add_error("file", _("There are more than 20,000 rows. Divide the list."))
            return None
        new, is_new = hand_in_list(
            name=file.name, content=content, headings=dict(seen.taken), by=request.user, at=now()
        )
    except CannotReadList as refusal:
        form.add_error("file", in_words(refusal.said))
        return None
    except CannotTakeList as refusal:
        form.add_error("file", str(refusal))
        return None
    if not is_new:
        messages.info(request, _("Your station has handed in this file already. Here it is."))
        return redirect("station:list", pk=new.pk)
    return redirect("station:list-columns", pk=new.pk)
