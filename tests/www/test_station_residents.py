import pytest

from shanqiao.apps.people.actions import end_post
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import latest_word
from tests.factories import NOON, a_need, a_resident, a_social_worker, station_where

pytestmark = pytest.mark.django_db
ADDRESS = "沙面大街1号"


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def resident(worker):
    return a_resident(worker=worker, name="黄伟强", address=ADDRESS)


def opened(desk, resident, reason="casework", **words):
    return desk.post(f"/station/residents/{resident.pk}/", {"reason": reason, **words}, follow=True)


def test_nobody_sees_a_resident_without_a_reason(desk, resident):
    page = desk.get(f"/station/residents/{resident.pk}/")

    assert "Why do you open this page?" in page.text
    assert ADDRESS not in page.text
    assert not Look.objects.exists()


def test_with_a_reason_the_page_opens_and_the_look_is_on_record(desk, worker, resident):
    page = opened(desk, resident)

    assert ADDRESS in page.text
    look = Look.objects.get()
    assert (look.by, look.resident, look.reason) == (worker.username, resident.pk, "casework")
    assert worker.name in page.text


def test_a_look_the_resident_asked_for_says_what_they_asked(desk, resident):
    page = opened(desk, resident, reason="asked")

    assert page.status_code == 422
    assert "what the resident asked" in page.text
    opened(desk, resident, reason="asked", words="who looked at my data")
    assert Look.objects.get().words == "who looked at my data"


def test_the_resident_can_be_told_who_looked(desk, client, worker, resident):
    colleague = a_social_worker(station=station_where(worker))
    opened(desk, resident)
    client.force_login(colleague)

    page = opened(client, resident, reason="asked", words="who looked")

    assert [name for _look, name in page.context["looks"]] == [colleague.name, worker.name]


def test_consent_is_given_and_withdrawn_before_a_witness(desk, worker):
    resident = a_resident(worker=worker, agrees=False)
    address = f"/station/residents/{resident.pk}/consent/"
    opened(desk, resident)

    page = desk.post(address, {"says": "yes"}, follow=True)
    assert "agrees that help is looked for" in page.text
    assert latest_word(resident, Consent.Purpose.FINDING_HELP) is True
    page = desk.post(address, {"says": "no"}, follow=True)

    assert "no longer agrees" in page.text
    assert latest_word(resident, Consent.Purpose.FINDING_HELP) is False
    assert {c.witnessed_by for c in resident.consents.all()} == {worker}


def test_asking_for_consent_needs_a_press_not_a_link(desk, resident):
    assert desk.get(f"/station/residents/{resident.pk}/consent/").status_code == 405


def test_the_list_names_no_more_than_it_needs(desk, worker, resident):
    a_need(worker=worker, resident=resident)

    page = desk.get("/station/residents/")

    assert "黄伟强" in page.text
    assert ADDRESS not in page.text
    assert page.context["table"].rows[0].record.open_needs == 1


def test_an_export_of_residents_is_on_record(desk, worker, resident):
    desk.get("/station/residents/?export=xlsx")

    entry = Entry.objects.get(act="station.export_residents")
    assert (entry.by, entry.why) == (worker.username, "xlsx")


def test_residents_are_filtered_by_their_word(desk, worker, resident):
    a_resident(worker=worker, name="陈秀兰", sex="female", agrees=False)

    page = desk.get("/station/residents/", {"agrees": "never"})

    assert [row.record.name for row in page.context["table"].rows] == ["陈秀兰"]


def test_who_has_left_the_station_sees_nothing_any_more(desk, worker, resident):
    opened(desk, resident)
    end_post(post=worker.posts.get(), by=None, at=NOON)

    assert desk.get(f"/station/residents/{resident.pk}/").status_code == 403


def test_a_resident_nobody_named_is_not_there(desk):
    assert desk.get("/station/residents/424242/").status_code == 404


def test_a_list_of_residents_costs_no_more_questions_with_many(
    desk, worker, django_assert_max_num_queries
):
    for n in range(12):
        a_need(worker=worker, resident=a_resident(worker=worker, name=f"某{n}"))

    with django_assert_max_num_queries(16):
        desk.get("/station/residents/")
