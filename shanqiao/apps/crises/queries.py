from dataclasses import dataclass
from datetime import datetime

from shanqiao.apps.people.models import Person, Post
from shanqiao.data.crises import CrisisPath, Step, path_of

from .models import Crisis, CrisisStep


def path_for(crisis) -> CrisisPath:
    """The path that a crisis began with."""
    return path_of(crisis.kind, version=crisis.path_version)


@dataclass(frozen=True)
class StepState:
    """A step of a crisis: by when it is due, and that it was done."""

    crisis: Crisis
    step: Step
    due_at: datetime
    done: CrisisStep | None
    at: datetime

    @property
    def minutes_left(self):
        """Whole minutes until it is due, negative when it is over; None when it was done or the crisis has ended."""
        if self.done or self.crisis.ended_at:
            return None
        return int((self.due_at - self.at).total_seconds() // 60)

    @property
    def overdue(self):
        return self.minutes_left is not None and self.due_at < self.at

    @property
    def late(self):
        """Was it done after it was due?"""
        return self.done is not None and self.done.done_at > self.due_at


def steps_of(crisis, *, at):
    """Every step of the path of a crisis, in its order."""
    rows = crisis.steps.select_related("done_by")
    return _states(crisis, {row.step: row for row in rows}, at)


def due_steps(person, at):
    """What is to be done in the open crises that ``person`` may see, the earliest due first.

    A step that is overdue stands here for everybody who may see the crisis, who guides the station included, until
    somebody has done it.
    """
    crises = Crisis.objects.visible_to(person).open().select_related("resident")
    due = []
    for crisis in crises.prefetch_related("steps"):
        done = {row.step: row for row in crisis.steps.all()}
        due += [state for state in _states(crisis, done, at) if not state.done]
    return sorted(due, key=lambda state: (state.due_at, state.crisis.pk))


def open_crises_of(residents, *, person):
    """The open crises of some records of a resident that ``person`` may see, the latest first."""
    crises = Crisis.objects.visible_to(person).open().filter(resident__in=residents)
    return crises.order_by("-raised_at", "-pk")


def people_to_name(crisis):
    """Who works at the station of a crisis and may not see it yet."""
    posts = Post.objects.filter(station=crisis.station, until=None)
    named = crisis.accesses.values("person")
    people = Person.objects.filter(pk__in=posts.values("person"))
    return people.exclude(pk__in=named).exclude(pk=crisis.raised_by_id).order_by("name", "pk")


def _states(crisis, done, at):
    return [
        StepState(crisis, step, step.due_at(crisis.raised_at), done.get(step.code), at)
        for step in path_for(crisis).steps
    ]
