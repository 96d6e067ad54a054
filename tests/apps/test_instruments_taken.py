"""What follows from an assessment becomes a need; a severity is scored; the city brings in instruments."""

import json
from datetime import timedelta

import pytest

from shanqiao.apps.instruments.actions import (
    CannotAssessWith,
    CannotBringInstrument,
    assess_again,
    bring_instrument,
)
from shanqiao.apps.instruments.held import held_all, in_force
from shanqiao.apps.instruments.models import Edition, FromSitting
from shanqiao.apps.instruments.queries import (
    difference_of,
    result_of,
    severity_of,
)
from shanqiao.apps.instruments.taking import (
    CannotTakeLine,
    CannotUseScore,
    assess_scored,
    take_need_line,
)
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.needs.models import Need
from shanqiao.data.instruments import instrument_files
from shanqiao.engines.assessing import read_instrument
from tests.apps.refusing import refused_by
from tests.factories import (
    NOON,
    TODAY,
    a_need,
    a_resident,
    a_social_worker,
    a_supervisor,
)
from tests.instruments import BARTHEL, a_sitting, answers_to, of_the_city

pytestmark = pytest.mark.django_db
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
    assert "巴氏" not in assessed.words  # funds read these words


def test_a_line_is_taken_over_into_the_open_need_of_its_kind(worker, resident):
    need = a_need(worker=worker, resident=resident, kind="care_hour")
    sitting = a_sitting(worker=worker, resident=resident, answers=answers_to("barthel", option=2))

    taken = take_need_line(sitting=sitting, line="care_severe", urgency=1, by=worker, at=NOON)

    assert taken.assessment.need == need
    assert Need.objects.count() == 1
    with pytest.raises(CannotTakeLine, match="already"):
        take_need_line(sitting=sitting, line="care_severe", urgency=1, by=worker, at=NOON)


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


def test_a_city_brings_in_a_new_version_and_old_sittings_keep_theirs(worker, resident):
    before = a_sitting(worker=worker, resident=resident)
    bring_instrument(
        text=of_the_city(
            **{"since = 2026-01-01": f"since = {LATER.date()}", 'zh = "进食"': 'zh = "吃饭"'}
        ),
        by=a_supervisor(),
        at=NOON,
    )

    after = assess_again(before=before, answers=answers_to("barthel"), by=worker, at=LATER)

    assert (before.edition.version, after.edition.version) == ("1", "2")
    assert result_of(before).instrument.items[0].words.zh == "进食"
    assert result_of(after).instrument.items[0].words.zh == "吃饭"
    assert difference_of(before, after) is None
    assert [h.of_the_city for h in held_all() if h.instrument.code == "barthel"] == [True, False]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (of_the_city(**{'zh = "进食"': ""}), "zh and in en"),
        (of_the_city(**{'kind = "care_hour"': 'kind = "nursing"'}), "one of"),
        (of_the_city(**{'unit = "hour"': 'unit = "fen"'}), "unit is hour"),
        (of_the_city(**{'kind = "care_hour"': 'kind = "goods"'}), "one of"),
        (
            of_the_city()
            + '\n[[dangers]]\nitem = "feeding"\nanswers = ["alone"]\nkind = "flood"\nzh = "一"\nen = "one"\n',
            "one of: suicide",
        ),
    ],
)
def test_a_file_with_faults_is_refused_with_the_lines(text, says):
    with pytest.raises(CannotBringInstrument, match="Nothing was saved") as refused:
        bring_instrument(text=text, by=a_supervisor(), at=NOON)

    assert any(says in fault.en and fault.line > 0 for fault in refused.value.faults)
    assert not Edition.objects.exists()


def test_a_version_is_brought_in_once():
    by = a_supervisor()
    bring_instrument(text=of_the_city(), by=by, at=NOON)

    for text in (of_the_city(), BARTHEL):
        with pytest.raises(CannotBringInstrument, match="here already"):
            bring_instrument(text=text, by=by, at=NOON)


def test_every_instrument_that_comes_with_shanqiao_is_one_a_city_could_use():
    assert all(held.instrument == read_instrument(held.text) for held in held_all())
    assert len(in_force(on=TODAY)) == len(instrument_files()) == 14


def test_a_changed_file_that_kept_its_version_is_noticed(worker, monkeypatch):
    a_sitting(worker=worker)
    from shanqiao.apps.instruments import held

    changed = BARTHEL.replace("进食", "吃饭")
    monkeypatch.setattr(held, "_shipped", lambda: (held._held(changed, of_the_city=False),))

    with pytest.raises(CannotAssessWith, match="kept its version"):
        a_sitting(worker=worker)
