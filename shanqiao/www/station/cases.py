"""The cases one may open, and one of them as a page."""

from itertools import zip_longest

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.cases.models import Appointment, Part
from shanqiao.apps.cases.queries import (
    closures_of,
    goals_of,
    guides,
    handles,
    plan_of,
    spell_of,
    waiting_transfer,
    worker_of,
    works_on,
)
from shanqiao.apps.cases.stages import Stage, with_rows
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.queries import age_on, departure_of
from shanqiao.apps.sameness.queries import records_of
from shanqiao.stories.casework import cases_for, story_of_case
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import together

from .before_told import told_before
from .case_filters import CaseFilter, CaseTable
from .case_pages import of_a_case
from .case_told import ICONS, told
from .door import works_at_a_station
from .tabs import of_cases

WAY = [*(stage for stage in Stage if stage != Stage.CLOSED), Stage.CLOSED]


@only(works_at_a_station)
def browse(request):
    today = localdate(now())
    return listing(
        request,
        table=CaseTable,
        filters=CaseFilter,
        rows=cases_for(request.user, on=today),
        template="station/cases/browse.html",
        file_name="cases",
        sentence=lambda cases: _sentence(cases, today),
        note_export=lambda kind: note(
            act="station.export_cases",
            subject=station_of(request.user),
            by=request.user,
            at=now(),
            why=kind,
        ),
        empty=Empty(
            says=_("Here are the cases you work on. A case is opened from the page of a resident."),
            step=_("To the residents"),
            url_name="station:residents",
        ),
        context={"tabs": of_cases(request)},
    )


def _sentence(cases, today):
    counts = cases.order_by().aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))
    )
    words = [ngettext("%(all)s case.", "%(all)s cases.", counts["all"])]
    if counts["late"]:
        words.append(ngettext("%(late)s is overdue.", "%(late)s are overdue.", counts["late"]))
    return together(sentence % counts for sentence in words)


@only(works_at_a_station)
@of_a_case
def page(request, case):
    today, me = localdate(now()), request.user
    plan, spell = plan_of(case), spell_of(case)
    latest = spell.plans.select_related("answer", "made_by").order_by("-version").first()
    answer = getattr(latest, "answer", None)
    closure = closures_of(case).first() if case.ended_at else None
    records = records_of(case.resident)
    context = {
        "case": case,
        "stage": Stage(case.stage),
        "way": way_of(case),
        "left": departure_of(case.resident),
        "age": age_on(case.resident.born_on, day=today),
        "worker": worker_of(case),
        "mine": handles(me, case),
        "guides": guides(me, case),
        "works": works_on(me, case),
        "parts": Part.objects.filter(case=case, until=None).select_related("person"),
        "goals": goals_of(plan),
        "plan": plan,
        "asked_plan": latest if latest and answer is None else None,
        "returned": answer if answer and not answer.approved else None,
        "transfer": waiting_transfer(case),
        "ahead": Appointment.objects.ahead()
        .filter(case=case)
        .select_related("worker")
        .order_by("planned_for", "pk"),
        "closure": closure,
        "follow_ups": closure.follow_ups.waiting().order_by("due_on") if closure else [],
        "records": len(records),
        "before": told_before(records, station=case.station),
        "story": [(one, told(one), ICONS[one.what]) for one in story_of_case(case, reader=me)],
        "today": today,
    }
    return render(request, "station/cases/page.html", context)


def way_of(case):
    """(words, state) of each step of the small picture: done, here, left_out or to_come."""
    here, rows = WAY.index(case.stage), with_rows(case)
    passed = {True: "done", False: "left_out"}
    states = [*(passed[stage in rows] for stage in WAY[:here]), "here"]
    return list(zip_longest((stage.label for stage in WAY), states, fillvalue="to_come"))
