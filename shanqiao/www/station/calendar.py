"""What a worker has before them, as a list by days, and the secret address for their own calendar program."""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.cases.agreeing import CannotMakeFeed, digest_of, make_feed, revoke_feed
from shanqiao.apps.cases.models import CalendarFeed
from shanqiao.apps.cases.queries import appointments_of, feed_of
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.feeds.calendars import calendar_of
from shanqiao.www.parts.door import only

from .door import holds_the_address, works_at_a_station
from .tabs import of_cases

WEEK = timedelta(days=7)
FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)  # nothing is planned beyond
BACK, AHEAD = timedelta(days=31), timedelta(days=366)  # what the feed tells of


@only(works_at_a_station)
def show(request):
    """A week or a month of one's own appointments."""
    span = "month" if request.GET.get("span") == "month" else "week"
    first, last = _days(span, _day(request))
    rows = appointments_of(request.user, since=_midnight(first), until=_midnight(last))
    days = groupby(rows, key=lambda one: localdate(one.planned_for))
    context = {
        "tabs": of_cases(request),
        "span": span,
        "first": first,
        "last": last - timedelta(days=1),
        "before": _days(span, first - timedelta(days=1))[0],
        "after": last,
        "today": localdate(now()),
        "days": [(on, list(of_day)) for on, of_day in days],
        "feed": feed_of(request.user),
        "address": request.session.pop("feed_address", ""),
    }
    return render(request, "station/calendar.html", context)


def _day(request):
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return localdate(now())
    return min(max(day, FIRST), LAST)


def _days(span, on):
    """The first day of the week or month in which ``on`` lies, and the first day after it."""
    if span == "week":
        first = on - timedelta(days=on.weekday())
        return first, first + WEEK
    first = on.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _midnight(on):
    return datetime.combine(on, time(), tzinfo=get_default_timezone())


@only(works_at_a_station)
@require_POST
def address(request):
    """Make the address, or take it back; it is shown once."""
    if "revoke" in request.POST:
        revoke_feed(by=request.user, at=now())
        messages.success(request, _("Taken back. The old address opens nothing any more."))
        return redirect("station:calendar")
    try:
        secret = make_feed(by=request.user, at=now())
    except CannotMakeFeed as refusal:
        messages.error(request, str(refusal))
    else:
        path = reverse("station:calendar-feed", args=[secret])
        request.session["feed_address"] = request.build_absolute_uri(path)
    return redirect("station:calendar")


@only(holds_the_address)
def feed(request, secret):
    """The appointments of whoever holds the address, while they work at a station; nobody's name is in it."""
    held = CalendarFeed.objects.filter(digest=digest_of(secret), revoked_at=None)
    one = held.select_related("person").first()
    if one is None or not one.person.is_active or station_of(one.person) is None:
        raise Http404
    at = now()
    rows = appointments_of(one.person, since=at - BACK, until=at + AHEAD)
    answer = HttpResponse(calendar_of(rows, at=at), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
