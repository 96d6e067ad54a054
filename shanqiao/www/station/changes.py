"""What a plan changed for the residents of one station."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from shanqiao.apps.matching.models import PlanChange
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.stories.plan_changes import changes_at_station, plan_or_latest, stayed_at_station
from shanqiao.www.parts.changes import (
    ChangeFilter,
    ChangeTable,
    about_plan,
    counted,
    empty_of,
    sentence,
)
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import listing

from .door import works_at_a_station
from .filters import named_like

NOTHING = gettext_lazy("This plan changed nothing for your residents.")


class StationChangeTable(ChangeTable):
    """The station knows its residents by name, and funds by theirs."""

    def called(self, resident):
        return resident.name

    def giver(self, purse):
        return str(purse.fund)

    def page_of(self, change):
        return reverse("station:need", args=[change.need_id])


class StationChangeFilter(ChangeFilter):
    place = None  # a station is in one district
    giver_names = ("fund__name", "fund__name_en")

    def by_resident(self, rows, text):
        return named_like(text, path="need__resident__")


@only(works_at_a_station)
def browse(request, pk=None):
    plan, station = plan_or_latest(pk), station_of(request.user)
    if plan is None and pk:
        raise Http404
    changes = changes_at_station(plan, station=station) if plan else PlanChange.objects.none()
    left_alone = stayed_at_station(plan, station=station).count() if plan else 0
    return listing(
        request,
        table=StationChangeTable,
        filters=StationChangeFilter,
        rows=changes,
        template="station/changes.html",
        file_name="changes",
        sentence=sentence,
        empty=empty_of(plan, NOTHING),
        context={
            **about_plan(plan, named=_address),
            "counts": counted(changes, stayed=left_alone, address=request.path) if plan else [],
        },
        note_export=lambda kind: _note_file(request, station, kind),
    )


def _address(plan):
    return reverse("station:plan-changes", args=[plan.pk])


def _note_file(request, station, kind):
    """Names of residents leave with the file, and that is on record."""
    note(
        act="station.export_residents",
        subject=station,
        by=request.user,
        at=now(),
        why=f"changes, {kind}",
    )
