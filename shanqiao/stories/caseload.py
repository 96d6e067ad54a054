"""Who of a station has how much on their hands."""

from dataclasses import dataclass
from datetime import timedelta

from shanqiao.apps.cases.models import Case
from shanqiao.apps.cases.stages import Stage, with_due, with_stage
from shanqiao.apps.people.models import Person
from shanqiao.apps.people.queries import people_at

WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one worker of a station has on their hands."""

    worker: Person
    here: bool  # do they still work at the station
    open: int
    stages: dict  # Stage to how many
    overdue: int
    this_week: int  # due within seven days, appointments and other days


def caseload_of(station, *, on):
    """`Load` for everybody who works at a station or has current cases there; three queries."""
    rows = with_due(with_stage(Case.objects.at(station).current()), on=on)
    cases = list(rows.values("worker", "stage", "due_on", "ended_at"))
    here = set(people_at(station).values_list("pk", flat=True))
    people = Person.objects.filter(pk__in=here | {row["worker"] for row in cases})
    loads = []
    for worker in people.order_by("pk"):
        mine = [row for row in cases if row["worker"] == worker.pk]
        due = [row["due_on"] for row in mine if row["due_on"]]
        loads.append(
            Load(
                worker=worker,
                here=worker.pk in here,
                open=sum(row["ended_at"] is None for row in mine),
                stages={s: sum(row["stage"] == s for row in mine) for s in Stage},
                overdue=sum(day < on for day in due),
                this_week=sum(on <= day < on + WEEK for day in due),
            )
        )
    return loads
