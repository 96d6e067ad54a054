import re

import pytest

from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.changing import add_name
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Care, Consent, Resident
from shanqiao.www.station.finding import sign
from tests.factories import NOON, TODAY, a_need, a_resident, a_social_worker, station_where

pytestmark = pytest.mark.django_db
NUMBER = "440103194503051234"


def with_check_digit(number):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(n) * w for n, w in zip(number[:17], weights, strict=True))
    return number[:17] + "10X98765432"[total % 11]


ID = with_check_digit(NUMBER)  # generated; a man born on 5 March 1945
NEED = {
    "need-kind": "cash_medical",
    "need-words": "The pills cost more than his pension.",
    "need-open_on": "2026-05-06",
    "need-due_on": "2026-11-02",
    "need-agrees": "yes",
}


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


def somebody(worker, **facts):
    return {
        "resident-name": "黄伟强",
        "resident-id_number": ID,
        "resident-street": station_where(worker).street_id,
        "resident-hardship": "dibao",
        "resident-disability": "2",
        "resident-local": "yes",
        "resident-illness": "chronic",
        **facts,
    }


def test_a_need_of_somebody_new_is_registered_in_one_piece(desk, worker):
    page = desk.post("/station/register/new/", somebody(worker) | NEED, follow=True)

    need = Need.objects.select_related("resident").get()
    resident = need.resident
    assert (resident.name, resident.sex, str(resident.born_on)) == ("黄伟强", "male", "1945-03-05")
    assert (resident.hardship, resident.disability, resident.local) == ("dibao", 2, True)
    assert (resident.id_number, resident.illness) == (ID, "chronic")
    assert Consent.objects.get().given is True
    assert Look.objects.first().reason == Look.Reason.REGISTERING
    assert page.request["PATH_INFO"] == f"/station/needs/{need.pk}/"
    assert (
        "Registered for 黄伟强: medical costs, needed from 6 May 2026 to 2 November 2026."
        in page.text
    )


def test_for_a_child_under_14_a_guardian_agrees(desk, worker):
    child = somebody(worker) | {"resident-id_number": "", "resident-sex": "female"}
    child |= {"resident-born_on": "2020-01-01", "resident-disability": ""} | NEED
    refused = desk.post("/station/register/new/", child)
    assert refused.status_code == 422 and "a guardian agrees for them" in refused.text
    assert not Resident.objects.exists()
    spoken = {"need-guardian": "陈女士", "need-relation": "母亲"}

    desk.post("/station/register/new/", child | spoken)

    consent = Consent.objects.get()
    assert (consent.giver, consent.guardian, consent.relation) == ("guardian", "陈女士", "母亲")


def test_nothing_is_saved_where_one_part_is_wrong_and_nothing_typed_is_lost(desk, worker):
    wrong = somebody(worker) | NEED | {"need-due_on": "2026-05-01"}

    page = desk.post("/station/register/new/", wrong)

    assert page.status_code == 422
    assert not Resident.objects.exists()
    assert 'value="黄伟强"' in page.text
    assert "The pills cost more than his pension." in page.text
    assert "This day is before the first one." in page.text


def test_a_wrong_identity_number_is_refused_in_words(desk, worker):
    wrong = somebody(worker, **{"resident-id_number": ID[:-1] + ("0" if ID[-1] != "0" else "1")})

    page = desk.post("/station/register/new/", wrong | NEED)

    assert "This is no valid identity number." in page.text
    assert not Need.objects.exists()


def test_nobody_is_refused_help_for_having_no_number_at_hand(desk, worker):
    without = somebody(worker, **{"resident-id_number": "", "resident-sex": "male"})

    desk.post("/station/register/new/", without | NEED)

    assert Need.objects.get().resident.id_token == ""


def test_the_number_is_checked_as_one_types(desk, worker):
    page = desk.post(
        "/station/register/new/",
        {"resident-id_number": ID},
        headers={"HX-Request": "true", "HX-Target": "id-number-says"},
    )

    assert "born on 5 March 1945" in page.text
    assert "<form" not in page.text
    assert not Resident.objects.exists()


def test_a_namesake_is_shown_before_a_second_row_is_made(desk, worker):
    a_resident(worker=worker, name="黄伟强")
    without = somebody(worker, **{"resident-id_number": "", "resident-sex": "male"}) | NEED

    page = desk.post("/station/register/new/", without)
    assert "Is it the same person?" in page.text
    assert Resident.objects.count() == 1
    desk.post("/station/register/new/", without | {"resident-is_another": "on"})

    assert Resident.objects.count() == 2


def test_the_same_number_is_the_same_person_whoever_registered_them(desk, worker):
    known = a_resident(name="黄伟强", id_number=ID)

    desk.post("/station/register/new/", somebody(worker) | NEED)

    assert Resident.objects.get() == known
    assert Care.objects.filter(resident=known, until=None).count() == 2


def test_without_a_yes_the_need_is_kept_and_no_word_is_put_in_their_mouth(desk, worker):
    desk.post("/station/register/new/", somebody(worker) | NEED | {"need-agrees": "no"})

    page = desk.get(f"/station/needs/{Need.objects.get().pk}/")

    assert not Consent.objects.exists()
    assert "not yet asked whether help may be looked for" in page.text


def test_goods_say_which(desk, worker):
    page = desk.post("/station/register/new/", somebody(worker) | NEED | {"need-kind": "goods"})

    assert "Please say which goods are needed." in page.text


@pytest.mark.parametrize("typed", ["hwq", "黄伟", "{tail}"])
def test_own_residents_are_found_by_name_pinyin_or_tail(desk, worker, typed):
    mine = a_resident(worker=worker, name="黄伟强", id_number=ID)
    a_resident(name="黄伟全")

    page = desk.post("/station/register/", {"q": typed.format(tail=ID[-4:])})

    assert [resident for resident, *_rest in page.context["search"].found] == [mine]


def test_others_residents_are_found_by_the_full_number_alone(desk):
    a_resident(name="黄伟强", id_number=ID)

    by_name = desk.post("/station/register/", {"q": "黄伟强"})
    by_number = desk.post("/station/register/", {"q": ID.lower()})

    assert "Your station knows nobody whom this fits." in by_name.text
    assert "exists at another station" in by_number.text
    assert "伟强" not in by_number.text.replace(ID, "")


def test_by_name_and_birthday_the_city_says_only_that_there_is_somebody(desk, worker):
    a_resident(name="黄伟强", id_number=ID, address="沙面大街1号")

    page = desk.post("/station/register/", {"q": "黃偉強 1945-03-05"})

    assert "A record exists at another station" in page.text
    assert "/register/known/" not in page.text and "沙面" not in page.text
    entry = Entry.objects.get(act="residents.ask_city")
    assert (entry.by, entry.why) == (worker.username, "name and birthday")


def test_it_is_said_by_what_somebody_was_found(desk, worker):
    mine = a_resident(worker=worker, name="黄志豪", phone="13823456780")
    add_name(resident=mine, kind="former", written="黄伟强", by=worker, at=NOON)

    page = desk.post("/station/register/", {"q": "hwq 6780"})

    [(_resident, _known, why, _left)] = page.context["search"].found
    assert why == ["former name (initials)", "phone (last four places)"]


def test_somebody_new_takes_the_name_along_and_never_a_number(desk):
    assert "?name=%E9%BB%84" in desk.post("/station/register/", {"q": "黄伟强"}).text
    assert "?name=" not in desk.post("/station/register/", {"q": "黄 1958"}).text


def test_the_dead_are_found_and_nothing_is_registered_for_them(desk, worker):
    mine = a_resident(worker=worker, name="黄伟强")
    known = sign(mine)
    write_departure(resident=mine, kind="died", on=TODAY, words="女儿", by=worker, at=NOON)

    page = desk.post("/station/register/", {"q": "hwq"})
    assert "died · 6 May 2026" in page.text
    assert "/register/known/" not in page.text
    form = desk.post(f"/station/register/known/{known}/", NEED)

    assert form.status_code == 422
    assert "has died" in form.text
    assert not Need.objects.exists()


def test_a_search_costs_few_questions_with_many(desk, worker, django_assert_max_num_queries):
    for n in range(25):
        a_resident(worker=worker, name=f"黄伟{'明强文华英'[n % 5]}")

    with django_assert_max_num_queries(12):
        page = desk.post("/station/register/", {"q": "hw"}, headers={"HX-Request": "true"})
    assert "These are the best twenty." in page.text


def test_the_search_never_puts_a_number_into_an_address(desk):
    page = desk.post("/station/register/", {"q": ID})

    assert not any(ID in link for link in re.findall(r'(?:href|action)="([^"]*)"', page.text))


def test_a_known_resident_only_tells_the_need(desk, worker):
    mine = a_resident(worker=worker, name="黄伟强")
    found = desk.post("/station/register/", {"q": "hwq"})
    address = re.search(r'href="(/station/register/known/[^"]+)"', found.text).group(1)

    form = desk.get(address)
    assert "A need of 黄伟强" in form.text
    assert "Identity number" not in form.text
    desk.post(address, NEED)

    assert Need.objects.get().resident == mine


def test_an_address_somebody_made_up_opens_nobody(desk):
    theirs = a_resident()

    assert desk.get(f"/station/register/known/{theirs.pk}/").status_code == 404
    assert desk.get(f"/station/register/known/{theirs.pk}:1abc:forged/").status_code == 404


def test_a_second_open_need_of_one_kind_is_refused_with_what_to_do(desk, worker):
    need = a_need(worker=worker, resident=a_resident(worker=worker, name="黄伟强", id_number=ID))

    page = desk.post("/station/register/new/", somebody(worker) | NEED)

    assert "assess that one again instead" in page.text
    assert Need.objects.get() == need
