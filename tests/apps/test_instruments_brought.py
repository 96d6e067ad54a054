"""The city brings in instruments of its own, and what comes with shanqiao stays as it was used."""

from datetime import timedelta

import pytest

from shanqiao.apps.instruments import held
from shanqiao.apps.instruments.actions import (
    CannotAssessWith,
    CannotBringInstrument,
    assess_again,
    bring_instrument,
)
from shanqiao.apps.instruments.held import check_file, held_all, in_force
from shanqiao.apps.instruments.models import Edition
from shanqiao.apps.instruments.queries import (
    difference_of,
    result_of,
)
from shanqiao.data.instruments import instrument_files
from tests.factories import (
    NOON,
    TODAY,
    a_resident,
    a_social_worker,
    a_supervisor,
)
from tests.instruments import BARTHEL, a_sitting, answers_to, of_the_city

pytestmark = pytest.mark.django_db
MEAL = instrument_files()["severity_meal-1.toml"]
LATER = NOON + timedelta(days=40)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def resident(worker):
    return a_resident(worker=worker)


def test_a_city_brings_in_a_new_version_and_old_sittings_keep_theirs(worker, resident):
    before = a_sitting(worker=worker, resident=resident)
    bring_instrument(
        text=of_the_city(
            **{"since = 2026-01-01": f"since = {LATER.date()}", 'zh = "进食"': 'zh = "吃饭"'}
        ),
        by=a_supervisor(),
        at=NOON,
    )

    after = assess_again(
        before=before, station=before.station, answers=answers_to("barthel"), by=worker, at=LATER
    )

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
        (BARTHEL.replace('code = "barthel"', 'code = "severity_meal"', 1), "from 0 to 100"),
        (
            MEAL.replace('version = "1"', 'version = "2"').replace("points = 25", "points = 250"),
            "from 0 to 100",
        ),
        (of_the_city(**{'kind = "care_hour"': 'kind = "x"', "[[needs]]": "[[ needs ]]"}), "one of"),
        (of_the_city(**{'version = "2"': f"version = {'9' * 5_000}"}), "no valid TOML"),
        (of_the_city() + f"\nx = {'[' * 9_000}", "no valid TOML"),
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


def test_only_a_supervisor_of_the_city_brings_in_an_instrument(worker):
    with pytest.raises(CannotBringInstrument, match="only supervisors"):
        bring_instrument(text=of_the_city(), by=worker, at=NOON)

    assert not Edition.objects.exists()


def test_every_instrument_that_comes_with_shanqiao_is_one_a_city_could_use():
    assert all(held.instrument == check_file(held.text) for held in held_all())
    assert len(in_force(on=TODAY)) == len(instrument_files()) == 14


def test_what_the_city_brought_in_stands_for_what_comes_with_shanqiao_later(monkeypatch):
    bring_instrument(text=of_the_city(), by=a_supervisor(), at=NOON)
    shipped = of_the_city(进食="吃饭")
    monkeypatch.setattr(held, "_shipped", lambda: (held._held(shipped, of_the_city=False),))

    [one] = held_all()

    assert one.of_the_city and one.instrument.items[0].words.zh == "进食"


def test_a_changed_file_that_kept_its_version_is_noticed(worker, monkeypatch):
    a_sitting(worker=worker)
    changed = BARTHEL.replace("进食", "吃饭")
    monkeypatch.setattr(held, "_shipped", lambda: (held._held(changed, of_the_city=False),))

    with pytest.raises(CannotAssessWith, match="kept its version"):
        a_sitting(worker=worker)
