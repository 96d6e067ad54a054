"""Groups with their sheet of who came, and what is done for a neighbourhood."""

from django.contrib import messages
from django.core import signing
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.cases.grouping import (
    CannotChangeGroup,
    CannotOpenGroup,
    CannotTakeAttendance,
    attendance_of,
    end_group,
    join_group,
    leave_group,
    members_of,
    open_group,
    plan_session,
    take_attendance,
)
from shanqiao.apps.cases.models import Group, Member, Session
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.finding import find
from shanqiao.apps.residents.models import Resident
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.phone import sent_once

from .door import works_at_a_station
from .finding import known_by, sign
from .forms.groups import EndGroupForm, GroupForm, SessionForm
from .tabs import of_cases
from .together_lists import GroupFilter, GroupTable

FOUND = 8


@only(works_at_a_station)
def browse(request):
    current = Q(members__left_at=None, members__isnull=False)
    rows = (
        Group.objects.filter(station=station_of(request.user))
        .select_related("led_by")
        .annotate(
            people=Count("members", filter=current, distinct=True),
            met=Count("sessions", distinct=True),
        )
    )
    return listing(
        request,
        table=GroupTable,
        filters=GroupFilter,
        rows=rows,
        template="station/groups/browse.html",
        file_name="groups",
        sentence=lambda groups: (
            ngettext("%(n)s group.", "%(n)s groups.", groups.count()) % {"n": groups.count()}
        ),
        empty=Empty(
            says=_(
                "Here are the groups of your station: several residents who meet some times for one purpose."
            ),
            step=_("Begin a group"),
            url_name="station:group-new",
        ),
        context={"tabs": of_cases(request)},
    )


@only(works_at_a_station)
def new(request):
    form = GroupForm(request.POST or None, initial={"first_on": localdate(now())})
    if form.is_valid():
        try:
            group = open_group(
                station=station_of(request.user), by=request.user, at=now(), **form.cleaned_data
            )
        except CannotOpenGroup as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The group is there. Now add who belongs to it."))
            return redirect("station:group", pk=group.pk)
    status = 422 if form.errors else 200
    return render(request, "station/groups/new.html", {"form": form}, status=status)


@only(works_at_a_station)
def page(request, pk):
    """Who belongs to a group, when it meets; members are found by a search."""
    group = _group(request, pk)
    do = request.POST.get("do", "")
    forms = {
        "session": SessionForm(
            request.POST if do == "session" else None, initial={"on": localdate(now())}
        ),
        "end": EndGroupForm(request.POST if do == "end" else None),
    }
    form = forms.get(do)
    if do and (form is None or form.is_valid()):
        try:
            messages.success(request, _done(request, do, group, form))
        except CannotChangeGroup as refusal:
            if form is None:
                messages.error(request, str(refusal))
            else:
                form.add_error(None, str(refusal))
        if form is None or not form.errors:
            return redirect("station:group", pk=pk)
    members = group.members.filter(left_at=None).select_related("resident")
    typed = request.GET.get("q", "").strip()
    context = {
        "group": group,
        "members": members,
        "sessions": group.sessions.order_by("-nth"),
        "forms": forms,
        "q": typed,
        "found": _candidates(request, typed, members),
        "today": localdate(now()),
    }
    wrong = form is not None and form.errors
    return render(request, "station/groups/page.html", context, status=422 if wrong else 200)


def _done(request, do, group, form):
    """What is true now."""
    says = {"by": request.user, "at": now()}
    match do:
        case "join":
            resident = found_resident(request, request.POST.get("known", ""))
            join_group(group=group, resident=resident, **says)
            return _("%(who)s belongs to the group.") % {"who": resident.name}
        case "leave":
            member = get_object_or_404(
                Member.objects.filter(group=group), pk=_whole(request.POST.get("member"))
            )
            leave_group(member=member, **says)
            return _("They have left the group. Where they came stays on its sheets.")
        case "session":
            session = plan_session(group=group, **form.cleaned_data, **says)
            return _("Meeting %(n)s is planned.") % {"n": session.nth}
        case "end":
            end_group(group=group, **form.cleaned_data, **says)
            return _("The group has ended. What it did stays here.")
    raise Http404


@only(works_at_a_station)
@sent_once
def sheet(request, pk, session):
    """Who came to a meeting: a list to tick, made for a phone in the hand."""
    group = _group(request, pk)
    one = get_object_or_404(
        Session.objects.filter(group=group).select_related("group__station"), pk=session
    )
    before = attendance_of(session=one)
    members = list(members_of(session=one).select_related("resident").order_by("pk"))
    refused = ""
    if request.method == "POST":
        try:
            take_attendance(session=one, came=_said(request, members), by=request.user, at=now())
        except CannotTakeAttendance as refusal:
            refused = str(refusal)
        else:
            came = attendance_of(session=one).values()
            messages.success(
                request, _("Saved: %(n)s of %(all)s came.") % {"n": sum(came), "all": len(came)}
            )
            return redirect("station:group", pk=pk)
    context = {
        "group": group,
        "session": one,
        "rows": [(member, before.get(member.pk)) for member in members],
        "refused": refused,
        "to_come": one.on > localdate(now()),
    }
    return render(request, "station/groups/sheet.html", context, status=422 if refused else 200)


def _said(request, members):
    """{member: came} where a tick is another than the page showed: meanwhile another phone may have saved the others."""
    ticked, was = (set(request.POST.getlist(name)) for name in ("came", "was"))
    return {
        member: str(member.pk) in ticked for member in members if str(member.pk) in ticked ^ was
    }


def _group(request, pk):
    return get_object_or_404(
        Group.objects.filter(station=station_of(request.user)).select_related("led_by", "station"),
        pk=pk,
    )


def _candidates(request, typed, members):
    """(resident, the signed part that names them) of residents of the station who fit and do not belong to it yet."""
    inside = [member.resident_id for member in members]
    mine = Resident.objects.known_to(station_of(request.user)).exclude(pk__in=inside)
    return [(x.resident, sign(x.resident)) for x in find(typed, among=mine, first=FOUND)]


def found_resident(request, known):
    """A resident of the station, as a search named them."""
    try:
        pk = known_by(known)
    except signing.BadSignature as refusal:
        raise Http404 from refusal
    return get_object_or_404(Resident.objects.known_to(station_of(request.user)), pk=pk)


def _whole(text):
    if not (text or "").isdecimal():
        raise Http404
    return int(text)
