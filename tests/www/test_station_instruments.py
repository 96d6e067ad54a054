"""At the station: a sheet asked group by group, its result, what follows; all instruments; the severity of a need."""

import pytest

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.instruments.models import Sitting
from shanqiao.apps.instruments.queries import answers_of
from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.people.queries import draft_of
from shanqiao.apps.record.models import Look
from shanqiao.data.instruments import instrument_files
from tests.factories import a_need, a_resident, a_social_worker, station_where
from tests.instruments import a_second, a_sitting, answers_to

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(monkeypatch):
    stop_the_clock(monkeypatch)
    return a_social_worker()


@pytest.fixture
def resident(worker):
    return a_resident(worker=worker, name="何秀珍")


@pytest.fixture
def desk(client, worker, resident):
    signed_in(client, worker)
    opened(client, resident)
    return client


def opened(client, resident):
    return client.post(f"/station/residents/{resident.pk}/", {"reason": "assessing"}, follow=True)


def typed(code, **other):
    """What the browser sends of a sheet with every question answered."""
    found = {"on": "2026-05-06", "words": ""}
    for item, answer in answers_to(code, **other).items():
        found[f"q-{item}"] = ("no", "yes")[answer] if isinstance(answer, bool) else answer
    return found


def test_the_way_from_a_resident_to_a_signed_sheet(desk, worker, resident):
    page = opened(desk, resident)
    assert f"/station/residents/{resident.pk}/sheets/" in page.text
    page = desk.get(f"/station/residents/{resident.pk}/sheets/")
    assert "Daily living (Barthel)" in page.text and "MZ/T 039-2013" in page.text
    address = f"/station/residents/{resident.pk}/sheets/barthel/"
    page = desk.get(address)
    assert "Part 1 of 4" in page.text and "Version 1" in page.text

    page = desk.post(address, {"step": 0, "go": "next", "q-feeding": "alone"})
    assert "Part 2 of 4" in page.text
    assert '<input type="hidden" name="q-feeding" value="alone">' in page.text
    page = desk.post(address, {**typed("barthel"), "step": 3, "go": "sign"}, follow=True)

    assert "The score was computed from the answers." in page.text
    assert "intact (100)" in page.text
    sitting = Sitting.objects.get()
    assert (sitting.by, answers_of(sitting)) == (worker, answers_to("barthel"))


def test_the_interval_runs_along_while_answers_are_chosen(desk, resident):
    address = f"/station/residents/{resident.pk}/sheets/barthel/"

    part = desk.post(address, {"step": 0, "q-feeding": "dependent"}, headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert "0–90" in part.text and "9 of 10 questions are open." in part.text
    assert not Sitting.objects.exists()


def test_a_draft_is_filled_in_again_and_gone_when_signed(desk, worker, resident):
    name = f"sheet-{resident.pk}-barthel-0"
    desk.post(f"/draft/{name}/", {"q-walking": "alone", "step": "2", "opened": "9999999999"})
    address = f"/station/residents/{resident.pk}/sheets/barthel/"
    assert draft_of(worker, form=name, at=AFTER_NOON)

    page = desk.get(address)
    assert '<input type="hidden" name="q-walking" value="alone">' in page.text
    desk.post(address, {**typed("barthel"), "step": 3, "go": "sign"})

    assert draft_of(worker, form=name, at=AFTER_NOON) is None


def test_the_draft_for_one_need_is_not_that_of_another(desk, worker, resident):
    meals = a_need(worker=worker, resident=resident, kind="meal")
    address = f"/station/residents/{resident.pk}/sheets/severity_meal/?need={meals.pk}"
    name = f"sheet-{resident.pk}-severity_meal-n{meals.pk}"

    assert f"/draft/{name}/" in desk.get(address).text


def test_a_sheet_whose_version_changed_meanwhile_is_refused_in_words(desk, resident):
    address = f"/station/residents/{resident.pk}/sheets/barthel/"
    assert '<input type="hidden" name="version" value="1">' in desk.get(address).text

    page = desk.post(address, {**typed("barthel"), "version": "0", "step": 3, "go": "sign"})

    assert page.status_code == 422 and "these are the questions of version 0" in page.text
    assert 'name="version" value="0"' in page.text and not Sitting.objects.exists()


def test_an_answer_that_means_danger_begins_the_path_before_the_sheet_is_signed(desk, resident):
    address = f"/station/residents/{resident.pk}/sheets/phq9/"

    part = desk.post(address, {"step": 2, "q-harm": "days"}, headers={"HX-Request": "true"})
    assert "Do not leave the person alone." in part.text
    assert not Crisis.objects.exists()  # a slip of the finger can still be mended
    page = desk.post(address, {"step": 2, "go": "next", "q-harm": "days"})
    assert "The crisis path has begun" in page.text
    page = desk.post(address, {**typed("phq9", harm="days"), "step": 3, "go": "sign"}, follow=True)

    crisis = Crisis.objects.get()
    assert crisis.said.count() == 0
    assert f"/station/crises/{crisis.pk}/" in page.text


def test_a_number_out_of_its_bounds_is_marked_and_nothing_is_lost(desk, resident):
    address = f"/station/residents/{resident.pk}/sheets/household_economy/"

    page = desk.post(
        address, {"step": 0, "go": "next", "q-persons": "0", "q-income_month": "3200.50"}
    )

    assert page.status_code == 422
    assert "What you typed is still here" in page.text and 'value="3200.50"' in page.text


def test_money_is_typed_in_yuan_and_shown_per_head(desk, resident):
    address = f"/station/residents/{resident.pk}/sheets/household_economy/"
    facts = {"on": "2026-05-06", "q-persons": "2", "q-income_month": "3200.50"}

    page = desk.post(address, {**facts, "step": 3, "go": "sign"}, follow=True)

    assert "¥1,600.25" in page.text
    assert answers_of(Sitting.objects.get()) == {"persons": 2, "income_month": 320_050}


def test_the_result_says_what_each_answer_added_and_where_it_comes_from(desk, worker, resident):
    sitting = a_sitting(
        worker=worker, resident=resident, answers=answers_to("barthel", walking=None)
    )

    page = desk.get(f"/station/residents/{resident.pk}/sittings/{sitting.pk}/")

    assert "85–100" in page.text and "mild (65 to 95)" in page.text and "intact (100)" in page.text
    assert "1 question was not answered" in page.text
    assert "What each answer added" in page.text and "0–15" in page.text
    assert "MZ/T 039-2013" in page.text and "Version 1, in force from" in page.text
    assert "Perhaps: it follows only if" in page.text


def test_a_line_is_taken_over_by_its_button(desk, worker, resident):
    sitting = a_sitting(worker=worker, resident=resident, answers=answers_to("barthel", option=2))
    address = f"/station/residents/{resident.pk}/sittings/{sitting.pk}/"
    assert "Take over into the needs" in desk.get(address).text

    page = desk.post(f"{address}take/care_severe/", {"care_severe-urgency": "2"}, follow=True)

    assert "Taken over: care at home, 60 hours, severity" in page.text
    assert "Taken over into a need" in desk.get(address).text
    page = desk.post(f"{address}take/care_severe/", {"care_severe-urgency": "2"})
    assert page.status_code == 422
    again = a_sitting(worker=worker, resident=resident, answers=answers_to("barthel", option=2))
    page = desk.get(f"/station/residents/{resident.pk}/sittings/{again.pk}/")
    assert "It replaces the assessment of" in page.text and "60 hours needed" in page.text
    assert desk.post(f"{address}take/nothing/", {}).status_code == 404


def test_assessing_again_compares(desk, worker, resident):
    a_sitting(worker=worker, resident=resident)
    address = f"/station/residents/{resident.pk}/sheets/barthel/"

    page = desk.post(address, {**typed("barthel", option=1), "step": 3, "go": "sign"}, follow=True)

    assert "−50" in page.text or "-50" in page.text
    assert "worse" in page.text and "alone" in page.text


def test_a_second_assessor_does_not_see_the_first_and_both_stand_beside(
    desk, client, worker, resident
):
    first = a_sitting(worker=worker, resident=resident)
    choose = f"/station/residents/{resident.pk}/sheets/"
    assert "?of=" not in desk.get(choose).text
    colleague = a_social_worker(station=station_where(worker))
    signed_in(client, colleague)
    opened(client, resident)
    address = f"{choose}barthel/?of={first.pk}"
    assert f"barthel/?of={first.pk}" in client.get(choose).text

    page = client.post(
        address, {**typed("barthel", walking="little_help"), "step": 3, "go": "sign"}, follow=True
    )

    assert Sitting.objects.get(first=first).by == colleague
    assert "9 of 10 answers that both gave are the same." in page.text
    assert client.get(address).status_code == 404


def test_the_severity_of_a_need_is_scored_and_not_typed(desk, worker, resident):
    need = a_need(worker=worker, resident=resident, kind="meal")
    page = desk.get(f"/station/needs/{need.pk}/assess/")
    address = f"/station/residents/{resident.pk}/sheets/severity_meal/?need={need.pk}"
    assert "Score the severity with questions" in page.text and address in page.text

    page = desk.post(
        address, {**typed("severity_meal", option=1), "step": 1, "go": "sign"}, follow=True
    )
    assert page.request["PATH_INFO"] == f"/station/needs/{need.pk}/assess/"
    assert 'value="30"' in page.text and "disabled" in page.text
    desk.post(
        f"/station/needs/{need.pk}/assess/",
        {"needed": "60", "elsewhere": "0", "severity": "99", "urgency": "1", "words": ""},
    )

    signed = Assessment.objects.get()
    assert (signed.severity, signed.from_sitting.sitting.need) == (30, need)


def test_the_list_tells_every_source_and_how_far_two_agree(desk, worker, resident):
    for n in range(3):
        first = a_sitting(worker=worker, answers=answers_to("barthel", option=n))
        a_second(first, answers=answers_to("barthel", option=n))

    page = desk.get("/station/instruments/")
    assert "Cohen&#x27;s kappa 1.00" in page.text or "Cohen's kappa 1.00" in page.text
    for text in ("GB/T 26341-2010", "Kroenke", "shanqiao"):
        assert text in page.text
    page = desk.get("/station/instruments/barthel/1/")
    assert "Print the empty form" in page.text and "from 45: moderate" in page.text
    assert desk.get("/station/instruments/barthel/9/").status_code == 404


@pytest.mark.parametrize("code", [f.removesuffix("-1.toml") for f in instrument_files()])
def test_every_instrument_is_asked_from_its_first_step_to_its_result(desk, worker, resident, code):
    need = None
    address = f"/station/residents/{resident.pk}/sheets/{code}/"
    if code.startswith("severity_"):
        kind = code.removeprefix("severity_")
        need = a_need(
            worker=worker, resident=resident, kind=kind, item="轮椅" if kind == "goods" else ""
        )
        address += f"?need={need.pk}"
    assert desk.get(address).status_code == 200
    assert desk.get(f"/station/instruments/{code}/1/").status_code == 200

    page = desk.post(address, {**typed(code), "step": 0, "go": "sign"}, follow=True)

    assert page.status_code == 200
    sitting = Sitting.objects.get()
    assert sitting.need == need
    assert desk.get(f"/station/residents/{resident.pk}/sittings/{sitting.pk}/").status_code == 200


def test_nobody_opens_a_sheet_without_a_reason_or_of_another_station(client, worker, resident):
    sitting = a_sitting(worker=worker, resident=resident)
    addresses = ("sheets/", "sheets/barthel/", f"sittings/{sitting.pk}/", "crisis/")
    signed_in(client, worker)
    for address in addresses:
        answer = client.get(f"/station/residents/{resident.pk}/{address}")
        assert answer.status_code == 302
    signed_in(client, a_social_worker())
    for address in addresses:
        assert client.get(f"/station/residents/{resident.pk}/{address}").status_code == 404
    assert not Look.objects.exists()


def test_a_sheet_for_a_need_of_somebody_else_is_not_there(desk, worker, resident):
    need = a_need(worker=worker, kind="meal")
    address = f"/station/residents/{resident.pk}/sheets/severity_meal/"

    for asked in (f"?need={need.pk}", "?need=x", "?of=1", "?of=9999999999999999"):
        assert desk.get(address + asked).status_code == 404
    assert desk.get(f"/station/residents/{resident.pk}/sheets/nothing/").status_code == 404
