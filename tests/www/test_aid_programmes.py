from datetime import timedelta

import pytest

from shanqiao.apps.delivery.actions import pay_grant
from shanqiao.apps.matching.actions import approve_proposal, decline_proposal
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.paying.returning import take_money_back
from shanqiao.apps.programmes.actions import end_programme
from shanqiao.apps.programmes.applying import refuse_application, withdraw_application
from shanqiao.apps.programmes.models import AidProgramme, Application, Refusal
from shanqiao.apps.record.models import Look
from shanqiao.stories.pseudonyms import code_of
from tests.factories import NOON, TODAY, a_cashier, a_fund, a_handler, a_manager, a_social_worker
from tests.programmes import Aid

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def aid():
    return Aid()


@pytest.fixture
def station(client, aid):
    return signed_in(client, aid.worker)


def test_the_manager_announces_a_programme(client, aid):
    desk = signed_in(client, aid.manager)
    assert "/fund/aid/new/" in desk.get("/fund/aid/").text
    assert desk.get("/fund/aid/new/").text.count('type="checkbox" name="kinds"') == len(Kind)
    typed = {
        "purse": aid.purse.pk,
        "name": "助学",
        "name_en": "Schooling aid",
        "purpose": "学费",
        "kinds": ["cash_medical"],
        "most": "1234.50",
        "source": "会议纪要",
        "first_on": TODAY.isoformat(),
    }
    wrong = desk.post("/fund/aid/new/", {**typed, "kinds": ["meal"]})
    assert wrong.status_code == 422 and "for other kinds" in wrong.text

    answer = desk.post("/fund/aid/new/", typed)

    programme = AidProgramme.objects.latest("pk")
    assert answer.url == f"/fund/aid/{programme.pk}/"
    page = desk.get(answer.url).text
    assert "Schooling aid" in page and "¥1,234.50" in page and "takes applications" in page


def test_only_the_manager_announces_and_ends(client, aid):
    for person in (aid.handler, a_cashier(aid.fund)):
        desk = signed_in(client, person)
        assert desk.get("/fund/aid/new/").status_code == 403
        assert desk.get(f"/fund/aid/{aid.programme.pk}/end/").status_code == 403
        assert "/fund/aid/new/" not in desk.get("/fund/aid/").text
    other = signed_in(client, a_manager(a_fund()))
    assert other.get(f"/fund/aid/{aid.programme.pk}/").status_code == 404
    assert other.get(f"/fund/aid/{aid.programme.pk}/end/").status_code == 404

    desk = signed_in(client, aid.manager)
    desk.post(f"/fund/aid/{aid.programme.pk}/end/", {"why": "spent"})
    assert "“spent”" in desk.get(f"/fund/aid/{aid.programme.pk}/").text
    assert "Serious illness aid" in desk.get("/fund/aid/?which=over").text
    assert "Nothing fits" in desk.get("/fund/aid/?which=open").text


def test_a_station_sees_the_programmes_of_a_need_and_applies(station, aid):
    need = aid.need()
    assert f"/station/needs/{need.pk}/programmes/" in station.get(f"/station/needs/{need.pk}/").text
    offers = station.get(f"/station/needs/{need.pk}/programmes/").text
    where = f"/station/needs/{need.pk}/apply/{aid.programme.pk}/"
    assert where in offers and "Apply, for up to ¥500.00" in offers
    assert "住院自付部分" in station.get(where).text
    too_much = station.post(where, {"count": "500.01", "words": "x"})
    assert too_much.status_code == 422 and "At most ¥500.00" in too_much.text

    answer = station.post(where, {"count": "300", "words": "手术自付"})

    assert answer.url == f"/station/needs/{need.pk}/"
    page = station.get(answer.url).text
    assert "waits for the fund" in page and Application.objects.get().count == 30_000
    assert "No other aid programme" in station.get(f"/station/needs/{need.pk}/programmes/").text


def test_applying_looks_at_the_resident(station, aid):
    need = aid.need()
    before = Look.objects.count()

    station.get(f"/station/needs/{need.pk}/apply/{aid.programme.pk}/")

    look = Look.objects.order_by("pk").last()
    assert Look.objects.count() == before + 1
    assert (look.resident, look.by) == (need.resident_id, aid.worker.username)


def test_another_station_neither_sees_nor_applies(client, aid):
    need, application = aid.need(), aid.apply()
    other = signed_in(client, a_social_worker())

    for where in ("programmes/", f"apply/{aid.programme.pk}/"):
        assert other.get(f"/station/needs/{need.pk}/{where}").status_code == 404
    where = f"/station/needs/{application.need_id}/applications/{application.pk}/withdraw/"
    assert other.post(where).status_code == 404
    assert signed_in(client, aid.handler).get(f"/station/needs/{need.pk}/").status_code == 403


def test_the_station_takes_an_application_back(station, aid):
    application = aid.apply()
    where = f"/station/needs/{application.need_id}/applications/{application.pk}/withdraw/"
    assert where in station.get(f"/station/needs/{application.need_id}/").text

    station.post(where)

    page = station.get(f"/station/needs/{application.need_id}/").text
    assert "taken back by the station" in page and where not in page


def test_a_programme_that_does_not_fit_says_why(client):
    aid = Aid(eligible="age >= 60")
    need = aid.need()

    offers = signed_in(client, aid.worker).get(f"/station/needs/{need.pk}/programmes/").text

    assert "not known about the resident" in offers and "/apply/" not in offers


def test_the_handler_sees_applications_without_a_name_and_accepts(client, aid):
    application = aid.apply(count=30_000)
    desk = signed_in(client, aid.handler)
    listed = desk.get("/fund/aid/applications/")
    assert "1 application, 1 of them waits for an answer" in listed.text
    code = code_of(application.need.resident_id)
    assert code in listed.text and "黄伟强" not in listed.text
    page = desk.get(f"/fund/aid/applications/{application.pk}/").text
    assert code in page and "黄伟强" not in page and "手术自付部分" in page
    where = f"/fund/aid/applications/{application.pk}/accept/"
    wrong = desk.post(where, {"count": "500.01"})
    assert wrong.status_code == 422 and "At most ¥500.00" in wrong.text

    desk.post(where, {"count": "250"})

    proposal = Proposal.objects.waiting().get()
    assert (proposal.count, proposal.asking.applied_by) == (25_000, aid.worker)
    assert (
        f"/fund/proposals/{proposal.pk}/"
        in desk.get(f"/fund/aid/applications/{application.pk}/").text
    )
    station = signed_in(client, aid.worker).get(f"/station/needs/{application.need_id}/").text
    assert "accepted, to be approved" in station and "¥250.00 were accepted" in station


def test_the_handler_refuses_with_a_reason_that_the_station_reads(client, aid):
    application = aid.apply()
    desk = signed_in(client, aid.handler)
    where = f"/fund/aid/applications/{application.pk}/refuse/"
    assert desk.post(where, {"reason": "unclear"}).status_code == 422
    assert not Refusal.objects.exists()

    desk.post(where, {"reason": "unclear", "words": "缺发票"})

    assert "缺发票" in desk.get(f"/fund/aid/applications/{application.pk}/").text
    page = signed_in(client, aid.worker).get(f"/station/needs/{application.need_id}/").text
    assert "缺发票" in page and "Apply again with what was missing." in page


def test_only_who_runs_the_fund_answers(client, aid):
    application = aid.apply()
    where = f"/fund/aid/applications/{application.pk}/"
    cashier = signed_in(client, a_cashier(aid.fund))
    assert "/accept/" not in cashier.get(where).text
    assert cashier.post(where + "accept/", {"count": "1"}).status_code == 403
    assert cashier.post(where + "refuse/", {"reason": "spent"}).status_code == 403
    stranger = signed_in(client, a_handler(a_fund()))
    assert stranger.get(where).status_code == 404
    assert stranger.post(where + "accept/", {"count": "1"}).status_code == 404
    assert stranger.get("/fund/aid/applications/").context["table"].rows.__len__() == 0


def test_the_list_is_filtered_sorted_and_exported(client, aid):
    first, second = aid.apply(count=10_000), aid.apply(count=20_000)
    withdraw_application(application=first, by=aid.worker, at=NOON)
    desk = signed_in(client, aid.handler)

    def rows(query):
        page = desk.get(f"/fund/aid/applications/?{query}")
        return [row.record.pk for row in page.context["table"].paginated_rows]

    assert rows("state=waiting") == [second.pk]
    assert rows("sort=-count") == [second.pk, first.pk]
    assert rows(f"programme={aid.programme.pk}&kind=cash_medical") == [second.pk, first.pk]
    assert rows("kind=meal") == []
    assert rows(f"q={code_of(first.need.resident_id)}") == [first.pk]
    assert rows("q=illness") == [second.pk, first.pk]
    file = desk.get("/fund/aid/applications/?export=csv")
    assert "waits for the fund" in file.text and "黄伟强" not in file.text


def test_a_programme_says_what_came_of_it(client, aid):
    accepted = [aid.accept(aid.apply(count=10_000)) for _ in range(3)]
    refuse_application(application=aid.apply(), reason="spent", by=aid.handler, at=NOON)
    aid.apply(count=500)
    grants = [approve_proposal(proposal=a.proposal, by=aid.manager, at=NOON) for a in accepted[:2]]
    pay_grant(grant=grants[0], reference="1", by=a_cashier(aid.fund), at=NOON)
    decline_proposal(proposal=accepted[2].proposal, reason="purpose", by=aid.manager, at=NOON)

    page = signed_in(client, aid.manager).get(f"/fund/aid/{aid.programme.pk}/")

    assert [(many, much) for _words, many, much in page.context["figures"]] == [
        (5, 60_500),
        (3, 30_000),
        (2, 20_000),
        (1, 10_000),
        (0, 0),
    ]
    take_money_back(
        payment=grants[0].payment,
        count=4_000,
        reference="b",
        why="returned",
        by=grants[0].payment.paid_by,
        at=NOON,
    )
    page = signed_in(client, aid.manager).get(f"/fund/aid/{aid.programme.pk}/")
    assert [(many, much) for _words, many, much in page.context["figures"]][3:] == [
        (1, 6_000),
        (1, 4_000),
    ]
    assert "¥40.00" in client.get("/fund/aid/").text
    states = [
        row.record.state
        for row in signed_in(client, aid.handler)
        .get("/fund/aid/applications/?sort=applied_at")
        .context["table"]
        .paginated_rows
    ]
    assert sorted(states) == ["declined", "granted", "paid", "refused", "waiting"]


def test_everybody_reads_which_programmes_are_open_and_nothing_of_persons(client, aid):
    aid.apply()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "/programmes/" in client.get("/needs/").text

    page = client.get("/programmes/").text

    assert "Serious illness aid" in page and "住院自付部分" in page and "¥500.00" in page
    assert "手术自付部分" not in page
    end_programme(programme=aid.programme, why="x", by=aid.manager, at=NOON)
    assert "Serious illness aid" not in client.get("/programmes/").text


def test_the_fund_is_told_how_many_wait(client, aid):
    aid.apply(at=NOON + timedelta(minutes=5))

    page = signed_in(client, aid.handler).get("/fund/")

    place = next(p for p in page.context["frame"].places if p.url_name == "fund:applications")
    assert place.count == 1
