from functools import partial

from shanqiao.apps.crises.actions import CannotDoStep, do_step, end_crisis, raise_crisis
from shanqiao.apps.crises.models import Crisis, CrisisStep
from shanqiao.apps.instruments.models import Edition, FromSitting, Sitting
from shanqiao.apps.instruments.taking import CannotTakeLine, take_need_line
from shanqiao.apps.needs.models import Need
from tests.apps.crowd import all_at_once
from tests.factories import NOON, a_resident, a_social_worker, station_where
from tests.instruments import a_crisis, a_sitting, answers_to


def test_of_several_who_take_one_line_over_at_once_one_does(committed):
    worker = a_social_worker()
    sitting = a_sitting(worker=worker, answers=answers_to("barthel", option=2))

    outcomes = all_at_once(
        [
            partial(
                take_need_line, sitting=sitting, line="care_severe", urgency=1, by=worker, at=NOON
            )
            for _ in range(6)
        ]
    )

    assert sum(isinstance(outcome, FromSitting) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotTakeLine) for outcome in outcomes) == 5
    assert Need.objects.count() == 1


def test_several_who_use_an_instrument_for_the_first_time_at_once_share_its_edition(committed):
    worker = a_social_worker()
    residents = [a_resident(worker=worker) for _ in range(6)]

    outcomes = all_at_once([partial(a_sitting, worker=worker, resident=one) for one in residents])

    assert all(isinstance(outcome, Sitting) for outcome in outcomes), outcomes
    assert Edition.objects.count() == 1


def test_of_several_who_raise_the_same_crisis_at_once_all_are_in_one(committed):
    worker = a_social_worker()
    resident, station = a_resident(worker=worker), station_where(worker)
    people = [a_social_worker(station=station) for _ in range(6)]

    outcomes = all_at_once(
        [
            partial(
                raise_crisis, resident=resident, station=station, kind="violence",
                words=f"{n}", by=one, at=NOON,
            )
            for n, one in enumerate(people)
        ]
    )  # fmt: skip

    assert Crisis.objects.count() == 1
    assert {outcome.pk for outcome in outcomes} == {Crisis.objects.get().pk}
    assert all(Crisis.objects.visible_to(one).exists() for one in people)


def test_of_several_who_do_one_step_at_once_one_writes_it_down(committed):
    worker = a_social_worker()
    crisis = a_crisis(worker=worker)

    outcomes = all_at_once(
        [
            partial(do_step, crisis=crisis, step="stay", words="家人在", by=worker, at=NOON)
            for _ in range(6)
        ]
    )

    assert sum(isinstance(outcome, CrisisStep) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotDoStep) for outcome in outcomes) == 5


def test_who_raises_it_again_while_it_ends_is_in_the_old_one_or_in_a_new_one(committed):
    worker = a_social_worker()
    resident, station = a_resident(worker=worker), station_where(worker)
    crisis = a_crisis(worker=worker, resident=resident)
    people = [a_social_worker(station=station) for _ in range(5)]
    for step in ("stay", "call"):
        do_step(crisis=crisis, step=step, words="做了", by=worker, at=NOON)
    ask = {"resident": resident, "station": station, "kind": "suicide", "at": NOON}

    ended, *raised = all_at_once(
        [
            partial(end_crisis, crisis=crisis, why="家人陪同住院", by=worker, at=NOON),
            *(partial(raise_crisis, words=f"{n}", by=one, **ask) for n, one in enumerate(people)),
        ]
    )

    assert ended is None and all(isinstance(outcome, Crisis) for outcome in raised), raised
    assert Crisis.objects.open().count() == len({one.pk for one in raised} - {crisis.pk}) <= 1


def test_nothing_is_written_into_a_crisis_that_ends_at_the_same_moment(committed):
    worker = a_social_worker()
    crisis = a_crisis(worker=worker)
    told = {"crisis": crisis, "words": "做了", "by": worker}
    for step in ("stay", "call"):
        do_step(step=step, at=NOON, **told)

    outcomes = all_at_once(
        [
            partial(end_crisis, crisis=crisis, why="家人陪同住院", by=worker, at=NOON),
            *(partial(do_step, step=step, at=NOON, **told) for step in ("family", "again")),
        ]
    )

    ended = Crisis.objects.get().ended_at
    assert ended
    done = set(CrisisStep.objects.values_list("step", flat=True))
    for step, outcome in zip(("family", "again"), outcomes[1:], strict=True):
        assert isinstance(outcome, CrisisStep if step in done else CannotDoStep)
