"""A resident is assessed with an instrument; what follows becomes needs; the city brings in instruments of its own."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.instruments.actions import (
    CannotAssessWith,
    assess_again,
    assess_with,
)
from shanqiao.apps.instruments.held import in_force
from shanqiao.apps.instruments.models import Score, Sitting
from shanqiao.apps.instruments.queries import (
    agreement,
    answers_of,
    difference_of,
    latest_scores,
)
from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.leaving import write_departure
from tests.apps.refusing import refused_by
from tests.factories import (
    NOON,
    TODAY,
    a_resident,
    a_social_worker,
    station_where,
)
from tests.instruments import a_second, a_sitting, answers_to

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=40)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def resident(worker):
    return a_resident(worker=worker)


def test_scores_are_computed_and_kept_beside_the_sealed_answers(worker, resident):
    sitting = a_sitting(worker=worker, resident=resident, answers=answers_to("barthel", option=1))

    score = sitting.scores.get(scale="adl")
    assert (score.low, score.high, score.low_band, score.high_band) == (
        50,
        50,
        "moderate",
        "moderate",
    )
    assert answers_of(sitting)["bathing"] == "dependent"
    assert sitting.edition.digest and sitting.edition.version == "1"
    assert Entry.objects.filter(
        act="instruments.assess", subject=f"instruments.sitting:{sitting.pk}"
    ).exists()


def test_a_missing_answer_widens_the_interval_instead_of_counting_nothing(worker, resident):
    sitting = a_sitting(
        worker=worker, resident=resident, answers=answers_to("barthel", walking=None)
    )

    score = sitting.scores.get(scale="adl")
    assert (score.low, score.high) == (85, 100)
    assert (score.low_band, score.high_band) == ("mild", "intact")


def test_a_number_without_bound_leaves_a_row_with_an_open_end(worker, resident):
    sitting = a_sitting(
        code="household_economy", worker=worker, resident=resident, answers={"persons": 3}
    )

    score = sitting.scores.get(scale="income_per_head")
    assert (score.low, score.high) == (0, None)


def test_a_sitting_stays_as_it_was_signed(worker):
    sitting = a_sitting(worker=worker)

    for change in ({"words": "anders"}, {"on": TODAY - timedelta(days=1)}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Sitting.objects.filter(pk=sitting.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Score.objects.filter(sitting=sitting).update(low=0)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"answers": {}}, "Nothing was answered"),
        ({"answers": {"feeding": "well"}}, "does not fit"),
        ({"on": TODAY + timedelta(days=1)}, "still to come"),
        ({"code": "nothing"}, "No version"),
        ({"on": TODAY.replace(year=2025)}, "No version"),
    ],
)
def test_what_cannot_be_assessed_is_refused_in_words(worker, resident, facts, says):
    with pytest.raises(CannotAssessWith, match=says):
        assess_with(
            **{
                "resident": resident,
                "station": station_where(worker),
                "code": "barthel",
                "answers": answers_to("barthel"),
                "by": worker,
                "at": NOON,
                **facts,
            }
        )
    assert not Sitting.objects.exists()


def test_the_dead_are_not_assessed(worker, resident):
    write_departure(resident=resident, kind="died", on=TODAY, words="家属告知", by=worker, at=NOON)

    with pytest.raises(CannotAssessWith, match="has died"):
        a_sitting(worker=worker, resident=resident)


def test_an_answer_that_means_danger_raises_the_crisis_at_once(worker, resident):
    sitting = a_sitting(
        code="phq9", worker=worker, resident=resident, answers=answers_to("phq9", harm="days")
    )

    crisis = Crisis.objects.get()
    assert (crisis.kind, crisis.resident, crisis.raised_by, crisis.raised_at) == (
        "suicide", resident, worker, NOON,
    )  # fmt: skip
    assert [danger.item for danger in crisis.dangers.filter(sitting=sitting)] == ["harm"]


def test_assessing_again_says_what_changed(worker, resident):
    before = a_sitting(worker=worker, resident=resident)
    after = assess_again(
        station=station_where(worker),
        before=before,
        answers=answers_to("barthel", walking="much_help"),
        by=worker,
        at=LATER,
    )

    found = difference_of(before, after)

    adl = next(change for change in found.changes if change.after.scale.code == "adl")
    assert (adl.low, adl.high, adl.direction) == (-10, -10, "worse")
    assert [(c.item.code, c.before, c.after) for c in found.items] == [
        ("walking", "alone", "much_help")
    ]


def test_lists_read_the_latest_scores_without_opening_answers(worker, resident):
    before = a_sitting(worker=worker, resident=resident)
    assess_again(
        before=before,
        station=before.station,
        answers=answers_to("barthel", option=1),
        by=worker,
        at=LATER,
    )
    a_second(before, answers=answers_to("barthel", option=2))
    other = a_sitting(code="phq9", worker=worker)

    rows = {
        (row["resident_id"], row["scale"]): (row["low"], row["high"])
        for row in latest_scores([resident.pk, other.resident_id], LATER.date())
    }

    assert rows[resident.pk, "adl"] == (Decimal(50), Decimal(50))
    assert rows[other.resident_id, "depression"] == (0, 0)
    assert {row["low"] for row in latest_scores([resident], TODAY) if row["scale"] == "adl"} == {
        100
    }


def test_a_second_assessment_is_another_person_s(worker):
    first = a_sitting(worker=worker)

    with pytest.raises(CannotAssessWith, match="another person"):
        a_second(first, worker=worker)
    with pytest.raises(CannotAssessWith, match="more than 30 days"):
        a_second(first, at=LATER)
    second = a_second(first)
    with pytest.raises(CannotAssessWith, match="go back to the first"):
        a_second(second)
    with pytest.raises(CannotAssessWith, match="already"):
        a_second(first, worker=second.by)


def test_the_table_refuses_a_second_assessment_of_the_same_person_whatever_an_action_says(worker):
    first = a_sitting(worker=worker)
    facts = {"station": first.station, "answers": "{}", "on": TODAY, "at": NOON, "first": first}
    same = {"resident": first.resident, "edition": first.edition, "by": worker}
    other = a_social_worker()
    another_edition = a_sitting(code="phq9").edition
    for wrong in (
        same,
        same | {"by": other, "resident": a_resident()},
        same | {"by": other, "edition": another_edition},
    ):
        with refused_by("instruments_second_is_another"):
            Sitting.objects.create(**facts, **wrong)


def test_agreement_is_told_with_its_interval(worker):
    for n in range(6):
        first = a_sitting(worker=worker, answers=answers_to("barthel", option=n % 3))
        a_second(first, answers=answers_to("barthel", option=min(n % 3, 1)))
    open_one = a_sitting(worker=worker, answers={"feeding": "alone"})
    a_second(open_one)

    [found] = agreement(in_force(on=TODAY)["barthel"].instrument)

    assert found.scale.code == "adl"
    assert found.plain.pairs == 6  # the one with missing answers says nothing
    assert round(found.plain.observed, 6) == round(4 / 6, 6)
    assert found.plain.low < found.plain.kappa < found.plain.high <= 1
    assert found.near.kappa > found.plain.kappa
