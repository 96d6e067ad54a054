"""The pages on which a fund manager tries a condition."""

import pytest

from shanqiao.apps.matching.models import Trial
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.matching.trials import run_trial
from tests.factories import (
    NOON,
    a_fund,
    a_handler,
    a_manager,
    a_purse,
    a_resident,
    a_social_worker,
    a_street,
    an_assessed_need,
)

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(monkeypatch):
    stop_the_clock(monkeypatch)
    return a_fund()


@pytest.fixture
def desk(client, fund):
    return signed_in(client, a_manager(fund))


@pytest.fixture
def purse(fund):
    a_street()
    return a_purse(fund=fund, eligible='hardship == "tekun"', streets=["440103001"])


def test_the_page_of_a_purse_leads_there_for_who_decides(desk, client, fund, purse):
    assert f"/fund/balance/{purse.pk}/try/" in desk.get(f"/fund/balance/{purse.pk}/").text

    handler = signed_in(client, a_handler(fund))

    assert "/try/" not in handler.get(f"/fund/balance/{purse.pk}/").text
    assert handler.get(f"/fund/balance/{purse.pk}/try/").status_code == 403


def test_from_the_question_to_the_answer(desk, purse):
    worker = a_social_worker()
    for _ in range(6):
        an_assessed_need(worker=worker, resident=a_resident(worker=worker), needed=10_000)
    propose_plan(at=NOON)

    asked = desk.post(f"/fund/balance/{purse.pk}/try/", {"step": "eligible"})
    waiting = desk.get(asked.url, headers={"HX-Request": "true", "HX-Target": "answer"})
    run_trial(trial=Trial.objects.get(), at=AFTER_NOON)
    page = desk.get(asked.url)

    assert "is about to begin" in waiting.text and 'data-hx-trigger="every 1s"' in waiting.text
    assert "At least 5 people would get more." in page.text
    assert "Liwan District" in page.text and "every 1s" not in page.text
    assert "黄伟强" not in page.text


def test_what_is_typed_is_what_is_tried(desk, purse):
    desk.post(
        f"/fund/balance/{purse.pk}/try/",
        {
            "step": "valid",
            "capacity": "12.50",
            "person_cap": "",
            "streets": "440103",
            "eligible": purse.eligible,
        },
    )

    trial = Trial.objects.get()
    assert (trial.step, trial.columns) == ("valid", {"capacity": 1_250, "streets": ["440103"]})
    assert "¥12.50" in desk.get(f"/fund/balance/trials/{trial.pk}/").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"step": ""}, "Choose a condition to widen"),
        ({"eligible": "age >"}, "At character"),
        ({"streets": "999999"}, "No district or street has the code 999999."),
        ({"person_cap": "0"}, "Write more than nothing"),
    ],
)
def test_what_cannot_be_tried_is_said_where_it_was_typed(desk, purse, typed, says):
    page = desk.post(f"/fund/balance/{purse.pk}/try/", typed)

    assert page.status_code == 422 and says in page.text
    assert not Trial.objects.exists()


def test_another_fund_s_purse_and_trial_are_not_there(desk, client, purse):
    desk.post(f"/fund/balance/{purse.pk}/try/", {"step": "valid"})
    other = signed_in(client, a_manager(a_fund()))

    assert other.get(f"/fund/balance/{purse.pk}/try/").status_code == 404
    assert other.get(f"/fund/balance/trials/{Trial.objects.get().pk}/").status_code == 404
