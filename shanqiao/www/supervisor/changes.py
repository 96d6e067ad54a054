"""What a plan changed, in the whole city."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from shanqiao.apps.matching.models import PlanChange
from shanqiao.stories.plan_changes import changes_of_city, plan_or_latest, stayed
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

from .door import checks_the_city
from .record import note_file

NOTHING = gettext_lazy("This plan changed nothing: every proposal stayed as it was.")


@only(checks_the_city)
def browse(request, pk=None):
    plan = plan_or_latest(pk)
    if plan is None and pk:
        raise Http404
    changes = changes_of_city(plan) if plan else PlanChange.objects.none()
    return listing(
        request,
        table=ChangeTable,
        filters=ChangeFilter,
        rows=changes,
        template="supervisor/changes.html",
        file_name=f"plan-{plan.pk}-changes" if plan else "changes",
        sentence=sentence,
        empty=empty_of(plan, NOTHING),
        context={
            **about_plan(plan, named=_address),
            "counts": counted(changes, stayed=stayed(plan).count(), address=request.path)
            if plan
            else [],
        },
        note_export=lambda kind: note_file(request, "changes", kind),
    )


def _address(plan):
    return reverse("supervisor:plan-changes", args=[plan.pk])
