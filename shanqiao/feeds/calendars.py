"""Appointments of a worker for their own calendar program: what, when, which case, which street; nobody's name."""

from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

PRODUCT = "-//shanqiao//appointments//"


def calendar_of(appointments, *, at):
    """iCalendar of appointments with their case, its resident's street, and their contact loaded.

    Returns:
        bytes of text/calendar in UTF-8.

    Source:
        RFC 5545, written by icalendar.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My appointments"))
    for appointment in appointments:
        calendar.add_component(_event(appointment, at))
    return calendar.to_ical()


def _event(appointment, at):
    event = Event()
    event.add("uid", f"appointment-{appointment.pk}@shanqiao")
    event.add("dtstamp", at)
    event.add("dtstart", appointment.planned_for)
    event.add("dtend", appointment.planned_for + timedelta(minutes=appointment.minutes))
    event.add(
        "summary",
        _("%(what)s, case %(number)s")
        % {"what": appointment.get_kind_display(), "number": appointment.case_id},
    )
    event.add("location", str(appointment.case.resident.street))
    event.add("class", "PRIVATE")
    return event
