"""What follows from an assessment becomes a need; a severity is scored."""

import json
from datetime import timedelta

import pytest

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.instruments.actions import (
    CannotAssessWith,
    assess_again,
    bring_instrument,
    second_assessment,
)
from shanqiao.apps.instruments.models import FromSitting
from shanqiao.apps.instruments.queries import (
    result_of,
    severity_of,
)
from shanqiao.apps.instruments.taking import (
    CannotTakeLine,
    CannotUseScore,
    assess_scored,
    take_need_line,
)
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.needs.models import Need
from shanqiao.data.instruments import instrument_files
from tests.apps.refusing import refused_by
from tests.factories import (
    NOON,
    TODAY,
    a_need,
    a_resident,
    a_social_worker,
    a_supervisor,
    station_where,
)
from tests.instruments import a_second, a_sitting, answers_to, of_the_city

pytestmark = pytest.mark.django_db
MEAL = instrument_files()["severity_meal-1.toml"]
LATER = NOON + timedelta(days=40)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def resident(worker):
    return a_resident(worker=worker)


def test_a_line_is_taken_over_into_a_need_with_the_reason_kept(worker, resident):
    sitting = a_sitting(worker=worker, resident=resident, answers=answers_to("barthel", option=2))

    taken = take_need_line(sitting=sitting, line="care_severe", urgency=2, by=worker, at=NOON)

    assessed, need = taken.assessment, taken.assessment.need
    assert (need.kind, need.resident, need.due_on - need.open_on) == (
        "care_hour",
        resident,
        timedelta(days=30),
    )
    assert (assessed.needed, assessed.unit, assessed.urgency) == (60, "hour", 2)
    assert assessed.severity == result_of(sitting).lines[0].severity
    why = json.loads(taken.reasoning)
    assert "巴氏" in why["zh"] and "Barthel" in why["en"]
    assert assessed.words == need.words == ""  # funds read these, and they are not sealed


def test_a_line_is_taken_over_into_the_open_need_of_its_kind(worker, resident):
    need = a_need(worker=worker, resident=resident, kind="care_hour")
    sitting = a_sitting(worker=worker, resident=resident, answers=answers_to("barthel", option=2))

    taken = take_need_line(sitting=sitting, line="care_severe", urgency=1, by=worker, at=NOON)

    assert taken.assessment.need == need
    assert Need.objects.count() == 1
    with pytest.raises(CannotTakeLine, match="already"):
        take_need_line(sitting=sitting, line="care_severe", urgency=1, by=worker, at=NOON)


def test_what_was_met_elsewhere_stays_met_when_a_line_is_taken_over(worker, resident):
    need = a_need(worker=worker, resident=resident, kind="care_hour")
    facts = {"severity": 10, "urgency": 0, "by": worker, "at": NOON}
    for elsewhere, stays in ((20, 20), (90, 60)):
        assess_need(need=need, needed=100, elsewhere=elsewhere, **facts)
        sitting = a_sitting(
            worker=worker, resident=resident, answers=answers_to("barthel", option=2)
        )

        taken = take_need_line(sitting=sitting, line="care_severe", urgency=1, by=worker, at=NOON)

        assert (taken.assessment.needed, taken.assessment.elsewhere) == (60, stays)


def test_an_open_need_whose_days_are_over_is_closed_before_a_line_is_taken_over(worker, resident):
    need = a_need(worker=worker, resident=resident, kind="care_hour", due_on=TODAY)
    sitting = a_sitting(worker=worker, resident=resident, answers=answers_to("barthel", option=2))
    ask = {"sitting": sitting, "line": "care_severe", "urgency": 1, "by": worker, "at": LATER}
    with pytest.raises(CannotTakeLine, match="until 2026-05-06"):
        take_need_line(**ask)

    close_need(need=need, why="met", by=worker, at=LATER)

    assert take_need_line(**ask).assessment.need != need


def test_only_what_the_latest_first_assessment_says_is_taken_over(worker, resident):
    lying = answers_to("barthel", option=2)
    old = a_sitting(worker=worker, resident=resident, answers=lying)
    second = a_second(old, answers=lying)
    ask = {"line": "care_severe", "urgency": 1, "by": worker, "at": LATER}
    with pytest.raises(CannotTakeLine, match="a second one"):
        take_need_line(sitting=second, **ask)
    later = assess_again(before=old, station=old.station, answers=lying, by=worker, at=LATER)

    with pytest.raises(CannotTakeLine, match="assessed again on 2026-06-15"):
        take_need_line(sitting=old, **ask)

    assert take_need_line(sitting=later, **ask).sitting == later


def test_whoever_assesses_again_does_it_for_their_own_station(worker, resident):
    """The crisis and the need are at the station of who assessed, not of who did so before."""
    lying = answers_to("barthel", option=2)
    before = a_sitting(worker=worker, resident=resident, answers=lying)
    sad = a_sitting(code="phq9", worker=worker, resident=resident, answers=answers_to("phq9"))
    colleague = a_social_worker()
    here = {"station": station_where(colleague), "by": colleague, "at": LATER}

    again = assess_again(before=before, answers=lying, **here)
    taken = take_need_line(sitting=again, line="care_severe", urgency=1, by=colleague, at=LATER)
    second = second_assessment(first=again, answers=lying, **(here | ask_by(worker)))
    assess_again(before=sad, answers=answers_to("phq9", harm="days"), **here)

    assert again.station == taken.assessment.need.station == here["station"]
    assert second.station == station_where(worker)
    assert Crisis.objects.get().station == here["station"]
    assert Crisis.objects.visible_to(colleague).exists()


def ask_by(person):
    return {"by": person, "station": station_where(person)}


def test_answers_to_the_questions_of_another_version_are_refused_in_words(worker, resident):
    bring_instrument(
        text=of_the_city(**{"since = 2026-01-01": f"since = {LATER.date()}"}),
        by=a_supervisor(),
        at=NOON,
    )
    sit = {"code": "barthel", "worker": worker, "resident": resident, "at": LATER}

    with pytest.raises(CannotAssessWith, match="version 1 is in force"):
        a_sitting(version="2", on=TODAY, **sit)
    before = a_sitting(version="1", on=TODAY, **sit)
    with pytest.raises(CannotAssessWith, match="version 2 is in force"):
        assess_again(
            before=before, answers=answers_to("barthel"), version="1", at=LATER, **ask_by(worker)
        )


def test_what_does_not_follow_for_certain_is_not_taken_over(worker):
    sitting = a_sitting(worker=worker, answers={"feeding": "dependent"})

    for line in ("care_severe", "care_of_nobody"):
        with pytest.raises(CannotTakeLine, match="for certain"):
            take_need_line(sitting=sitting, line=line, urgency=1, by=worker, at=NOON)
    assert not FromSitting.objects.exists() and not Need.objects.exists()


def test_a_severity_is_scored_for_one_need_and_counts_in_its_assessment(worker, resident):
    need = a_need(worker=worker, resident=resident, kind="meal")
    assert severity_of(need) is None
    sitting = a_sitting(
        code="severity_meal", worker=worker, resident=resident, need=need,
        answers={"cook": "no", "helper": "nobody", "weight": True},
    )  # fmt: skip

    assert severity_of(need) == (sitting, 93)  # between 85 and 100
    signed = assess_scored(
        need=need, sitting=sitting, needed=60, elsewhere=0, urgency=2, by=worker, at=NOON
    )

    assert (signed.severity, signed.from_sitting.sitting) == (93, sitting)
    assess_scored(
        need=need, sitting=sitting, needed=30, elsewhere=0, urgency=1, by=worker, at=LATER
    )
    with pytest.raises(CannotUseScore, match="another need"):
        assess_scored(
            need=a_need(worker=worker, resident=resident, kind="visit"), sitting=sitting,
            needed=1, elsewhere=0, urgency=1, by=worker, at=NOON,
        )  # fmt: skip
    close_need(need=need, why="met", by=worker, at=LATER)
    with pytest.raises(CannotUseScore, match="closed"):
        assess_scored(
            need=need, sitting=sitting, needed=30, elsewhere=0, urgency=1, by=worker, at=LATER
        )


def test_a_severity_of_somebody_else_s_need_is_refused_by_the_table(worker, resident):
    with refused_by("instruments_of_one_resident"):
        a_sitting(
            code="severity_meal",
            worker=worker,
            need=a_need(worker=worker, kind="meal"),
            resident=resident,
        )
