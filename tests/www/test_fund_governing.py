"""The pages of governance, as handler, manager, member and stranger open them."""

import pytest

from shanqiao.apps.governing.models import (
    Interest,
    Member,
    Motion,
    Vote,
)
from shanqiao.apps.governing.queries import rules_of
from tests.factories import (
    TODAY,
    a_fund,
    a_handler,
    a_host,
    a_manager,
    a_person,
)
from tests.governing import (
    a_change,
    a_governed_fund,
    a_member,
    a_motion,
    a_restricted_purse,
    answer,
    members,
)

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_governed_fund()


@pytest.fixture
def handler(fund):
    return a_handler(fund)


@pytest.fixture
def desk(client, handler):
    return signed_in(client, handler)


def test_the_home_tells_who_sits_what_lacks_and_what_is_due(desk, fund, handler):
    motion = a_motion(fund=fund, by=handler)
    a_motion()

    page = desk.get("/fund/governance/")

    assert "5 members on the committee" in page.text and "as it should be" in page.text
    assert page.text.count(motion.title) == 1


def test_a_member_without_a_seat_finds_the_motion_and_answers_it(client, fund):
    motion, member = a_motion(fund=fund), members(fund)[2]
    desk = signed_in(client, member.person)

    assert desk.get("/fund/").headers["Location"] == "/fund/governance/"
    assert motion.title in desk.get("/fund/governance/").text
    page = desk.post(
        f"/fund/governance/motions/{motion.pk}/answer/", {"choice": "yes"}, follow=True
    )

    assert "Your answer is kept" in page.text
    assert Vote.objects.get(motion=motion, member=member).choice == "yes"
    assert desk.get("/fund/balance/").status_code == 403


def test_taking_no_part_declares_the_interest_with_it(client, fund):
    motion, member = a_motion(fund=fund), members(fund)[3]

    signed_in(client, member.person).post(
        f"/fund/governance/motions/{motion.pk}/answer/",
        {"choice": "recused", "words": "亲属在对方单位"},
    )

    assert Interest.objects.get(motion=motion).words == "亲属在对方单位"
    assert Vote.objects.get(motion=motion).choice == "recused"


def test_who_is_bound_is_offered_nothing_but_taking_no_part(client, fund):
    party = a_host()
    motion, member = a_motion(fund=fund, party=party), members(fund)[3]
    desk = signed_in(client, member.person)
    desk.post(
        f"/fund/governance/funds/{fund.pk}/interest/", {"party": party.pk, "words": "在该机构任职"}
    )

    page = desk.get(f"/fund/governance/motions/{motion.pk}/")

    assert page.text.count('type="radio"') == 1
    refused = desk.post(f"/fund/governance/motions/{motion.pk}/answer/", {"choice": "yes"})
    assert refused.status_code == 422 and not Vote.objects.exists()


def test_a_motion_is_put_answered_and_counted_with_its_reasons(desk, fund):
    put = desk.post(
        f"/fund/governance/funds/{fund.pk}/motion/",
        {
            "kind": "closing",
            "title": "Close the fund?",
            "words": "Its work is done.",
            "way": "letter",
            "on": TODAY,
        },
    )
    motion = Motion.objects.get()
    assert put.headers["Location"] == f"/fund/governance/motions/{motion.pk}/"
    early = desk.post(f"/fund/governance/motions/{motion.pk}/count/", follow=True)
    assert "Not everybody has answered" in early.text
    answer(motion, *["yes"] * 5, at=AFTER_NOON)

    page = desk.post(f"/fund/governance/motions/{motion.pk}/count/", follow=True)

    assert "5 of 5 who may decide answered; at least 3 were needed" in page.text


def test_a_handler_appoints_writes_rules_and_lets_somebody_go(client):
    fund = a_fund()
    desk, person = signed_in(client, a_handler(fund)), a_person()
    facts = {"role": "chair", "sent_by": "街道", "since": TODAY}

    unknown = desk.post(
        f"/fund/governance/funds/{fund.pk}/appoint/", facts | {"username": "nobody"}
    )
    assert unknown.status_code == 422 and "Nobody signs in under this name" in unknown.text
    desk.post(f"/fund/governance/funds/{fund.pk}/appoint/", facts | {"username": person.username})
    rules = {"text": "Article 1", "quorum_over": 50, "majority_over": 50, "since": TODAY}
    desk.post(f"/fund/governance/funds/{fund.pk}/rules/", rules)
    again = desk.post(f"/fund/governance/funds/{fund.pk}/rules/", rules)
    member = Member.objects.get(fund=fund)
    desk.post(f"/fund/governance/members/{member.pk}/end/")

    assert again.status_code == 422 and "carried" in again.text
    assert rules_of(fund).count() == 1
    member.refresh_from_db()
    assert member.until == TODAY


def test_the_motions_of_others_and_their_purses_are_not_there(desk):
    motion = a_motion()
    purse = a_restricted_purse()
    change = a_change()

    for path in (
        f"motions/{motion.pk}/",
        f"funds/{motion.fund_id}/",
        f"purposes/{purse.pk}/",
        f"changes/{change.pk}/",
        f"funds/{motion.fund_id}/motion/",
    ):
        assert desk.get(f"/fund/governance/{path}").status_code == 404
    assert motion.title not in desk.get("/fund/governance/motions/").text


def test_a_list_of_motions_asks_as_often_for_ten_as_for_two(
    desk, fund, handler, django_assert_max_num_queries
):
    for _ in range(2):
        a_motion(fund=fund, by=handler)
    desk.get("/fund/governance/motions/")
    with django_assert_max_num_queries(40) as few:
        desk.get("/fund/governance/motions/")
    for _ in range(8):
        a_motion(fund=fund, by=handler)

    with django_assert_max_num_queries(len(few)):
        page = desk.get("/fund/governance/motions/?state=open")

    assert "10 motions, 10 of them open" in page.text


def test_only_who_runs_the_fund_writes(client, fund):
    person = members(fund)[0].person

    desk = signed_in(client, person)

    assert desk.get(f"/fund/governance/funds/{fund.pk}/appoint/").status_code == 403
    assert desk.get(f"/fund/governance/funds/{fund.pk}/").status_code == 200


def test_a_manager_is_told_of_a_fund_that_lacks_everything(client):
    fund = a_fund()
    a_member(fund=fund)

    page = signed_in(client, a_manager(fund)).get(f"/fund/governance/funds/{fund.pk}/")

    assert "The committee has 1 members; at least 5 are needed." in page.text
