"""What a station does for its neighbourhood: how many came, and who of its residents."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.cases.grouping import CannotWriteEvent, add_participant, write_event
from shanqiao.apps.cases.models import CommunityEvent
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.finding import find
from shanqiao.apps.residents.models import Resident
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.phone import sent_once

from .door import works_at_a_station
from .finding import sign
from .forms.groups import EventForm
from .groups import FOUND, found_resident
from .tabs import of_cases
from .together_lists import EventFilter, EventTable


@only(works_at_a_station)
def browse(request):
    rows = CommunityEvent.objects.filter(station=station_of(request.user))
    return listing(
        request,
        table=EventTable,
        filters=EventFilter,
        rows=rows.annotate(named=Count("participants")),
        template="station/events/browse.html",
        file_name="neighbourhood",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "Here is what your station does for a whole neighbourhood: talks, feasts, walks, repairs."
            ),
            step=_("Write down what was done"),
            url_name="station:event-new",
        ),
        context={"tabs": of_cases(request)},
    )


def _sentence(events):
    counts = events.order_by().values("pk", "head_count")
    facts = {"n": len(counts), "people": sum(one["head_count"] for one in counts)}
    words = ngettext(
        "%(n)s event, to which %(people)s came.",
        "%(n)s events, to which %(people)s came.",
        facts["n"],
    )
    return words % facts


@only(works_at_a_station)
@sent_once
def new(request):
    form = EventForm(request.POST or None, initial={"on": localdate(now())})
    if form.is_valid():
        try:
            event = write_event(
                station=station_of(request.user), by=request.user, at=now(), **form.cleaned_data
            )
        except CannotWriteEvent as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Written down. Add who of your residents came, if you know.")
            )
            return redirect("station:event", pk=event.pk)
    status = 422 if form.errors else 200
    return render(request, "station/events/new.html", {"form": form}, status=status)


@only(works_at_a_station)
def page(request, pk):
    mine = CommunityEvent.objects.filter(station=station_of(request.user))
    event = get_object_or_404(mine.select_related("written_by", "station"), pk=pk)
    if request.method == "POST":
        resident = found_resident(request, request.POST.get("known", ""))
        try:
            add_participant(event=event, resident=resident, by=request.user, at=now())
        except CannotWriteEvent as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(who)s came.") % {"who": resident.name})
        return redirect("station:event", pk=pk)
    participants = event.participants.select_related("resident").order_by("pk")
    typed = request.GET.get("q", "").strip()
    inside = [participant.resident_id for participant in participants]
    others = Resident.objects.known_to(station_of(request.user)).exclude(pk__in=inside)
    context = {
        "event": event,
        "participants": participants,
        "q": typed,
        "found": [(x.resident, sign(x.resident)) for x in find(typed, among=others, first=FOUND)],
    }
    return render(request, "station/events/page.html", context)
