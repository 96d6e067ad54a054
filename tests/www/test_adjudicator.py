"""The desk of those who decide whether two records are one person."""

import pytest

from shanqiao.apps.matching.models import Finding
from shanqiao.apps.places.models import District
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.sameness.actions import decide_pair, look_at_pair
from shanqiao.apps.sameness.asking import ask_stations
from shanqiao.apps.sameness.models import Decision, Merge, Pair, SamePerson
from shanqiao.stories.one_person import settle_pair
from shanqiao.stories.pseudonyms import code_of
from tests.apps.sameness_factories import a_pair, a_worker_in, an_adjudicator, merged
from tests.factories import (
    NOON,
    a_need,
    a_resident,
    a_social_worker,
    a_supervisor,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """An adjudicator of the whole city before the screen."""
    person = an_adjudicator()
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    "address", ["", "pairs/", "pairs/next/", "pairs/1/", "second/", "history/", "findings/"]
)
@pytest.mark.parametrize("somebody", [a_social_worker, a_supervisor])
def test_the_desk_is_closed_to_who_works_elsewhere(client, address, somebody):
    client.force_login(somebody())

    assert client.get(f"/adjudicator/{address}").status_code == 403


@pytest.mark.usefixtures("person")
def test_the_list_names_nobody_and_opens_with_filters_in_its_address(client):
    pair = a_pair(a_resident(name="司徒静"), a_resident(name="司徒靖"), probability=0.9)

    everything = client.get("/adjudicator/pairs/").text
    likely, very = (client.get(f"/adjudicator/pairs/?likely={x}").text for x in ("likely", "very"))

    assert code_of(pair.first_id) in everything and "司徒" not in everything
    assert f"/pairs/{pair.pk}/" in likely and f"/pairs/{pair.pk}/" not in very
    assert "1 pair waits." in everything


@pytest.mark.usefixtures("person")
def test_a_district_sees_no_pair_of_another(client):
    here, there = a_worker_in("440103001"), a_worker_in("440104001")
    pair = a_pair(a_resident(worker=here), a_resident(worker=there))
    client.force_login(an_adjudicator(district=District.objects.get(code="440103")))

    assert f"/pairs/{pair.pk}/" not in client.get("/adjudicator/pairs/").text
    for address in ("", "same/"):
        assert client.get(f"/adjudicator/pairs/{pair.pk}/{address}").status_code == 404
    assert client.post(f"/adjudicator/pairs/{pair.pk}/distinct/", {"why": "x"}).status_code == 404
    assert not Look.objects.exists()


def test_a_pair_shows_both_records_marks_what_differs_and_writes_both_looks_down(client, person):
    pair = a_pair(a_resident(name="黃偉強"), a_resident(name="黄伟强"))

    page = client.get(f"/adjudicator/pairs/{pair.pk}/").text

    assert "<mark>黃偉</mark>" in page.replace("</mark><mark>", "") or "<mark>黃偉強</mark>" in page
    assert "same name, traditional and simplified" in page
    assert set(Look.objects.values_list("resident", "by", "reason")) == {
        (pk, person.username, "same_person") for pk in (pair.first_id, pair.second_id)
    }


@pytest.mark.usefixtures("person")
def test_a_pair_somebody_else_looks_at_is_not_opened(client):
    pair, other = a_pair(), an_adjudicator()
    client.get(f"/adjudicator/pairs/{pair.pk}/")
    client.force_login(other)

    answer = client.get(f"/adjudicator/pairs/{pair.pk}/", follow=True)

    assert answer.redirect_chain[-1][0] == "/adjudicator/pairs/"
    assert "is looking at this pair" in answer.text


@pytest.mark.usefixtures("person")
def test_the_next_pair_is_the_likeliest_nobody_looks_at(client):
    pairs = [a_pair(probability=p) for p in (0.6, 0.9, 0.8)]
    claimed = pairs[1]
    other = an_adjudicator()
    client.force_login(other)
    client.get(f"/adjudicator/pairs/{claimed.pk}/")
    client.force_login(an_adjudicator())

    first = client.get("/adjudicator/pairs/next/")
    second = client.get(f"/adjudicator/pairs/next/?after={pairs[2].pk}")

    assert first["Location"] == f"/adjudicator/pairs/{pairs[2].pk}/"
    assert second["Location"] == f"/adjudicator/pairs/{pairs[0].pk}/"


def test_what_follows_is_shown_before_two_records_become_one(client, person):
    one, other = an_assessed_need(), an_assessed_need()
    pair = a_pair(one.resident, other.resident)
    address = f"/adjudicator/pairs/{pair.pk}/same/"

    before = client.get(address).text
    nothing = SamePerson.objects.exists()
    answer = client.post(address, {"why": "the same card"}, follow=True)

    assert "There twice: medical costs" in before and str(one.station) in before
    assert not nothing and Merge.objects.get().merged_by == person
    assert answer.redirect_chain[-1][0] == f"/adjudicator/findings/{Finding.objects.get().pk}/"


@pytest.mark.usefixtures("person")
def test_nothing_is_decided_without_a_reason(client):
    pair = a_pair()

    answers = [
        client.post(f"/adjudicator/pairs/{pair.pk}/{what}/", {"why": " ", "words": ""})
        for what in ("same", "distinct", "ask")
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert not Decision.objects.exists()


@pytest.mark.usefixtures("person")
def test_a_risky_one_waits_for_another_person_who_says_yes(client):
    pair = a_pair(probability=0.6)
    client.post(f"/adjudicator/pairs/{pair.pk}/same/", {"why": "the same card"})
    mine = client.get(f"/adjudicator/pairs/{pair.pk}/").text
    decision = Decision.objects.get()
    client.force_login(an_adjudicator())

    theirs = client.get(f"/adjudicator/pairs/{pair.pk}/").text
    silent = client.post(f"/adjudicator/decisions/{decision.pk}/second/", {"agrees": "no"})
    client.post(f"/adjudicator/decisions/{decision.pk}/second/", {"agrees": "yes"})

    assert "You decided this" in mine and "I agree" not in mine
    assert "I agree" in theirs and "not very likely" in theirs
    assert silent.status_code == 302
    assert Merge.objects.get().decision == decision


@pytest.mark.usefixtures("person")
def test_several_pairs_are_told_apart_after_a_preview(client):
    unlikely, likely = a_pair(probability=0.3), a_pair(probability=0.95)
    chosen = {"row": [unlikely.pk, likely.pk]}

    preview = client.get("/adjudicator/pairs/distinct/", chosen).text
    client.post("/adjudicator/pairs/distinct/", {"row": [unlikely.pk], "why": "other ages"})

    assert f'value="{unlikely.pk}" checked' in preview
    assert f'value="{likely.pk}" checked' not in preview
    assert Pair.objects.undecided().get() == likely
    assert "Please choose pairs" in client.get("/adjudicator/pairs/distinct/", follow=True).text


@pytest.mark.usefixtures("person")
def test_a_merge_is_undone_from_the_history_with_a_reason(client):
    merge = merged()
    address = f"/adjudicator/merges/{merge.pk}/undo/"

    history = client.get("/adjudicator/history/").text
    silent = client.post(address, {"why": ""})
    client.post(address, {"why": "two cards"})

    assert address in history and silent.status_code == 422
    assert not SamePerson.objects.exists()
    assert client.get(address).status_code == 404
    assert "two cards" in client.get(f"/adjudicator/pairs/{merge.decision.pair_id}/").text


@pytest.mark.usefixtures("person")
def test_a_pair_told_apart_by_mistake_is_asked_again(client):
    pair = a_pair()
    decide_pair(pair=pair, says="distinct", why="x", by=an_adjudicator(), at=NOON)

    client.post(f"/adjudicator/pairs/{pair.pk}/again/", {"why": ""})
    still = Pair.objects.undecided().exists()
    client.post(f"/adjudicator/pairs/{pair.pk}/again/", {"why": "the card was found"})

    assert not still and Pair.objects.undecided().get() == pair


@pytest.mark.usefixtures("person")
def test_taking_the_list_along_is_on_record_and_names_nobody(client):
    a_pair(a_resident(name="司徒静"), a_resident(name="司徒靖"))

    file = client.get("/adjudicator/pairs/?export=csv").content.decode("utf-8-sig")

    assert "Records" in file and "司徒" not in file
    assert Entry.objects.get(act="record.export").why == "pairs, csv"


def test_the_list_asks_few_questions(client, person, django_assert_max_num_queries):
    for _ in range(10):
        a_pair()

    with django_assert_max_num_queries(30):
        client.get("/adjudicator/pairs/")


def test_a_station_answers_about_its_own_resident_and_sees_no_other(client):
    worker = a_social_worker()
    one, other = a_resident(worker=worker, name="黃偉強"), a_resident(name="黄伟强")
    ask_stations(pair=a_pair(one, other), words="Which card?", by=an_adjudicator(), at=NOON)
    client.force_login(worker)
    asked = f"/station/sameness/questions/{one.cared_for.get().pk and _question_about(one).pk}/"

    today, page = client.get("/station/").text, client.get(asked).text
    client.post(asked, {"words": "the card of 1985"})

    assert "Which card?" in today
    assert "黃偉強" in page and "黄伟强" not in page
    assert _question_about(one).answer.words == "the card of 1985"
    assert (
        client.get(f"/station/sameness/questions/{_question_about(other).pk}/").status_code == 404
    )


def test_a_need_that_is_there_twice_is_settled_at_a_station(client):
    one, other = an_assessed_need(), an_assessed_need()
    pair = a_pair(one.resident, other.resident)
    settle_pair(pair=pair, says="same", why="x", by=an_adjudicator(), at=NOON)
    client.force_login(one.told_to)
    address = f"/station/sameness/findings/{Finding.objects.get().pk}/"

    page = client.get(address).text
    refused = client.post(address, {"how": "one_closed", "why": "agreed"})
    client.post(address, {"how": "both_right", "why": "two operations"})

    assert str(other.station) in page and other.resident.name not in page.replace(
        one.resident.name, ""
    )
    assert refused.status_code == 422 and "Both needs are still open" in refused.text
    assert Finding.objects.get().closed_by == one.told_to


def test_the_residents_page_shows_looks_at_all_their_records(client):
    worker = a_social_worker()
    one, other = a_resident(worker=worker), a_resident()
    a_need(resident=one, worker=worker)
    pair, person = a_pair(one, other), an_adjudicator()
    merged(pair, by=person)
    look_at_pair(pair=pair, by=person, at=NOON)
    client.force_login(worker)
    client.post(f"/station/residents/{one.pk}/", {"reason": "casework"})

    page = client.get(f"/station/residents/{one.pk}/").text

    assert "This person has 2 records" in page
    assert page.count("asking whether two records are one person") == 2


def test_supervision_sees_decisions_by_month_and_what_is_not_settled(client):
    one, other = an_assessed_need(), an_assessed_need()
    pair = a_pair(one.resident, other.resident)
    settle_pair(pair=pair, says="same", why="the same card", by=an_adjudicator(), at=NOON)
    client.force_login(a_supervisor())

    page = client.get("/supervisor/sameness/").text

    assert "the same card" in page and code_of(one.resident_id) in page
    assert one.resident.name not in page
    assert "1 need that is there twice is not settled" in page


def _question_about(resident):
    from shanqiao.apps.sameness.models import Question

    return Question.objects.get(resident=resident)
