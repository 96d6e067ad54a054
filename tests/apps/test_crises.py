"""A crisis: raised at once, its steps by the clock, seen by few, ended with a reason."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from shanqiao.apps.crises.actions import (
    CannotAddPerson,
    CannotDoStep,
    CannotEndCrisis,
    CannotRaiseCrisis,
    add_person,
    add_word,
    do_step,
    end_crisis,
    raise_crisis,
)
from shanqiao.apps.crises.models import Access, Crisis, CrisisStep
from shanqiao.apps.crises.queries import due_steps, people_to_name, steps_of
from shanqiao.apps.people.actions import end_post, give_post
from shanqiao.apps.people.models import Person, Post
from shanqiao.apps.record.models import Entry
from shanqiao.data.crises import crisis_paths, path_on
from tests.factories import (
    NOON,
    TODAY,
    a_person,
    a_resident,
    a_social_worker,
    a_station,
    a_supervisor,
    station_where,
)
from tests.instruments import a_crisis

pytestmark = pytest.mark.django_db


def minutes(n):
    return NOON + timedelta(minutes=n)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def colleague(worker):
    return a_social_worker(station=station_where(worker))


def did(crisis, step="keep", *, by, at=NOON, words="已做"):
    return do_step(crisis=crisis, step=step, words=words, by=by, at=at)


def test_the_clock_runs_from_the_raise_and_overdue_steps_come_first(worker):
    crisis = a_crisis(worker=worker)
    did(crisis, "call", by=worker, at=minutes(4))

    due = due_steps(worker, minutes(20))

    assert [state.step.code for state in due][:2] == ["stay", "emergency"]
    assert [(state.minutes_left, state.overdue) for state in due][:2] == [(-15, True), (10, False)]
    states = {state.step.code: state for state in steps_of(crisis, at=minutes(20))}
    assert states["call"].done and not states["call"].late and not states["call"].overdue


def test_only_who_raised_it_who_was_named_and_who_guides_the_station_see_it(worker, colleague):
    crisis = a_crisis(worker=worker)
    elsewhere, guide = a_social_worker(), a_person()
    guide._posts_held = [Post(person=guide, role="station_supervisor", station=crisis.station)]

    def sees(person):
        return Crisis.objects.visible_to(person).filter(pk=crisis.pk).exists()

    assert sees(worker) and sees(guide)
    assert not any(sees(person) for person in (colleague, elsewhere, a_supervisor(), a_person()))
    assert due_steps(colleague, NOON) == []
    assert len(due_steps(guide, NOON)) == len(due_steps(worker, NOON)) == 6
    add_person(crisis=crisis, person=colleague, by=worker, at=NOON)
    assert sees(colleague)


def test_a_guide_of_another_station_does_not_see_it(worker):
    a_crisis(worker=worker)
    guide, other = a_person(), station_where(a_social_worker())
    guide._posts_held = [Post(person=guide, role="station_supervisor", station=other)]

    assert not Crisis.objects.visible_to(guide).exists()


def test_who_left_the_station_does_not_see_it_any_more(worker, colleague):
    crisis = a_crisis(worker=worker)
    add_person(crisis=crisis, person=colleague, by=worker, at=NOON)

    for person in (worker, colleague):
        end_post(post=person.posts.get(), at=NOON)
        give_post(person=person, role="social_worker", station=a_station(), at=NOON)
        person = Person.objects.get(pk=person.pk)
        assert not Crisis.objects.visible_to(person).exists()


def test_who_raises_the_same_again_is_in_it_and_what_they_saw_is_added(worker, colleague):
    resident = a_resident(worker=worker)
    crisis = a_crisis(worker=worker, resident=resident)

    again = a_crisis(worker=colleague, resident=resident, words="买了很多药")

    assert again == crisis
    assert [word.words for word in crisis.said.all()] == ["买了很多药"]
    assert Crisis.objects.visible_to(colleague).exists()
    for _ in range(2):  # the same words of the same person add nothing
        a_crisis(worker=colleague, resident=resident, words="买了很多药")
        a_crisis(worker=worker, resident=resident)
    assert crisis.said.count() == 1


def test_crises_of_other_kinds_and_of_other_stations_stand_beside_it(worker):
    resident = a_resident(worker=worker)
    a_crisis(worker=worker, resident=resident)
    a_crisis(worker=worker, resident=resident, kind="violence")
    a_crisis(worker=a_social_worker(), resident=resident)

    assert Crisis.objects.count() == 3


def test_a_crisis_says_what_was_seen(worker):
    with pytest.raises(CannotRaiseCrisis, match="few words"):
        raise_crisis(
            resident=a_resident(worker=worker), station=station_where(worker), kind="suicide",
            words=" ", by=worker, at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "words", "says"),
    [("sleep", "x", "no such step"), ("stay", "  ", "few words"), ("call", "x", "already")],
)
def test_a_step_that_cannot_be_done_is_refused_in_words(worker, step, words, says):
    crisis = a_crisis(worker=worker)
    did(crisis, "call", by=worker)

    with pytest.raises(CannotDoStep, match=says):
        did(crisis, step, words=words, by=worker)


def test_a_crisis_ends_once_with_a_reason_after_what_must_be_done(worker):
    crisis = a_crisis(worker=worker, kind="minor_abuse")
    end = {"crisis": crisis, "by": worker, "at": minutes(50)}

    with pytest.raises(CannotEndCrisis, match="has to be done first"):
        end_crisis(why="孩子安全", **end)
    for step in ("safe", "report"):
        did(crisis, step, by=worker)
    with pytest.raises(CannotEndCrisis, match="Say why"):
        end_crisis(why=" ", **end)
    end_crisis(why="公安和民政已接手", **end)
    with pytest.raises(CannotEndCrisis, match="already"):
        end_crisis(why="again", **end)

    crisis.refresh_from_db()
    assert crisis.ended_why == "公安和民政已接手"
    assert due_steps(worker, minutes(9_999)) == []
    for late in (did, add_word):
        with pytest.raises(CannotDoStep, match="has ended"):
            late(crisis=crisis, words="x", by=worker, at=NOON)


def test_after_it_ended_the_same_may_be_raised_anew(worker):
    resident = a_resident(worker=worker)
    first = a_crisis(worker=worker, resident=resident)
    for step in ("stay", "call"):
        did(first, step, by=worker)
    end_crisis(crisis=first, why="平稳", by=worker, at=NOON)

    assert a_crisis(worker=worker, resident=resident) != first


def test_what_was_raised_and_done_stays_as_written(worker, colleague):
    crisis = a_crisis(worker=worker)
    did(crisis, "stay", by=worker)
    add_person(crisis=crisis, person=colleague, by=worker, at=NOON)

    for rows in (Crisis.objects.all(), CrisisStep.objects.all(), Access.objects.all()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Crisis.objects.update(raised_at=minutes(-60))


def test_only_people_of_a_station_are_named_and_once(worker, colleague):
    crisis = a_crisis(worker=worker)

    assert list(people_to_name(crisis)) == [colleague]
    add_person(crisis=crisis, person=colleague, by=worker, at=NOON)
    assert list(people_to_name(crisis)) == []
    with pytest.raises(CannotAddPerson, match="already"):
        add_person(crisis=crisis, person=colleague, by=worker, at=NOON)
    for person in (a_supervisor(), a_social_worker()):
        with pytest.raises(CannotAddPerson, match="work at the station"):
            add_person(crisis=crisis, person=person, by=worker, at=NOON)


def test_the_record_tells_of_a_crisis_without_whom_it_is_about(worker):
    crisis = a_crisis(worker=worker)

    entry = Entry.objects.get(act="crises.raise")
    assert (entry.subject, entry.why) == (f"crises.crisis:{crisis.pk}", "")


def test_every_kind_has_a_path_in_both_languages_with_its_source():
    for kind in Crisis.Kind.values:
        path = path_on(kind, on=TODAY)
        assert path.source and path.source_en and path.before and path.before_en and path.evidence
        assert all(step.zh and step.en and step.minutes > 0 for step in path.steps)
        assert [step.minutes for step in path.steps] == sorted(step.minutes for step in path.steps)
        assert any(step.must for step in path.steps)
    assert {path.kind for path in crisis_paths()} == set(Crisis.Kind.values)
