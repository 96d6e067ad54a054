import pytest

from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.needs.actions import close_need
from shanqiao.stories.pseudonyms import code_of
from tests.factories import (
    NOON,
    TODAY,
    a_fund,
    a_manager,
    a_plan,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    a_station,
    a_street,
    an_assessed_need,
)

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def manager(fund):
    return a_manager(fund)


@pytest.fixture
def desk(client, manager):
    return signed_in(client, manager)


def proposed(fund, *, count=80_000, purse=None, plan=None, **need):
    return a_proposal(
        need=an_assessed_need(**need), purse=purse or a_purse(fund=fund), count=count, plan=plan
    )


def rows_of(page):
    """The identities of the rows that are shown, in their order."""
    return [record.pk for record in (row.record for row in page.context["table"].paginated_rows)]


def test_the_list_shows_what_is_missing_and_never_a_name(desk, fund):
    worker = a_social_worker()
    resident = a_resident(worker=worker, name="黄伟强", hardship="dibao")
    proposal = proposed(fund, worker=worker, resident=resident, needed=200_000)

    page = desk.get("/fund/proposals/")

    assert "still missing ¥2,000.00" in page.text and code_of(resident.pk) in page.text
    assert "minimum living allowance" in page.text and "Shamian Subdistrict" in page.text
    assert "黄伟强" not in page.text and rows_of(page) == [proposal.pk]


def test_the_gravest_stands_first_and_the_sentence_says_how_many_wait(desk, fund):
    light, grave = proposed(fund, severity=10, urgency=0), proposed(fund, severity=80, urgency=2)

    page = desk.get("/fund/proposals/")

    assert rows_of(page) == [grave.pk, light.pk]
    assert "2 proposals wait for an answer, 1 of them for urgent needs." in page.text


def test_proposals_of_another_fund_are_not_there(desk):
    theirs = a_proposal()

    assert rows_of(desk.get("/fund/proposals/")) == []
    assert desk.get(f"/fund/proposals/{theirs.pk}/").status_code == 404
    desk.post("/fund/proposals/approve/", {"row": theirs.pk})
    assert not Grant.objects.exists()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abcd"),
        ("kind=meal", "b"),
        ("urgency=2", "c"),
        ("place=440106", "d"),
        ("place=440106001", "d"),
        ("place=440103001", "abc"),
        ("least=900", "c"),
        ("most=900", "abd"),
        ("q=石牌", "d"),
        ("waits=me", "bcd"),
        ("kind=meal&urgency=2", ""),
    ],
)
def test_a_list_is_narrowed_by_its_address(desk, fund, manager, query, found):
    east = a_social_worker(station=a_station(street=a_street(code="440106001", name="石牌街道")))
    proposals = {
        "a": proposed(fund, plan=a_plan(by=manager)),
        "b": proposed(fund, kind="meal", count=30, purse=a_purse(fund=fund, kinds=("meal",))),
        "c": proposed(fund, urgency=2, count=90_001),
        "d": proposed(fund, worker=east),
    }

    page = desk.get(f"/fund/proposals/?{query}&sort=pk")

    assert set(rows_of(page)) == {proposals[name].pk for name in found}


def test_a_resident_is_found_by_the_code_and_by_nothing_else(desk, fund):
    proposal, _other = proposed(fund), proposed(fund)
    code = code_of(proposal.need.resident_id)

    assert rows_of(desk.get("/fund/proposals/", {"q": code})) == [proposal.pk]
    assert rows_of(desk.get("/fund/proposals/", {"q": "黄伟强"})) == []


def test_htmx_gets_the_list_alone(desk, fund):
    proposed(fund)

    page = desk.get("/fund/proposals/", headers={"HX-Request": "true", "HX-Target": "list"})

    assert "<tbody>" in page.text and "<h1" not in page.text


def test_a_long_list_asks_no_more_than_a_short_one(desk, fund, django_assert_max_num_queries):
    purse, plan = a_purse(fund=fund, received=100_000_000), a_plan()
    for _ in range(30):
        proposed(fund, purse=purse, plan=plan)

    with django_assert_max_num_queries(22):
        page = desk.get("/fund/proposals/")

    assert len(rows_of(page)) == 25


def test_the_export_holds_all_pages_and_no_names(desk, fund):
    purse, plan = a_purse(fund=fund, received=100_000_000), a_plan()
    for _ in range(30):
        proposed(fund, purse=purse, plan=plan)

    file = desk.get("/fund/proposals/?export=csv")

    text = file.content.decode("utf-8-sig")
    assert text.count("\n") == 31 and "800" in text and "黄伟强" not in text


def test_why_this_one_opens_as_a_part_and_as_a_page(desk, fund):
    worker = a_social_worker()
    resident = a_resident(worker=worker, born_on=TODAY.replace(year=1950))
    purse = a_purse(fund=fund, eligible="age >= 60")
    other = a_purse(eligible="age < 18")
    proposal = proposed(fund, purse=purse, worker=worker, resident=resident)

    part = desk.get(
        f"/fund/proposals/{proposal.pk}/",
        headers={"HX-Request": "true", "HX-Target": "why-body"},
    )
    page = desk.get(f"/fund/proposals/{proposal.pk}/")

    assert "<h1" not in part.text and "<h1" in page.text
    for answer in (part, page):
        assert "It is near." in answer.text and "The givers ask for: 60 or older." in answer.text
        assert other.name_en in answer.text and "It asks for: younger than 18." in answer.text
        assert "Nothing stands in the way." in answer.text and "黄伟强" not in answer.text


def test_what_stands_in_the_way_is_told_before_one_presses(desk, fund):
    proposal = proposed(fund)
    close_need(need=proposal.need, why="withdrawn", by=a_social_worker(), at=NOON)

    page = desk.get(f"/fund/proposals/{proposal.pk}/")

    assert "It would be refused:" in page.text and "The need is closed." in page.text


def test_somebody_without_a_seat_finds_a_closed_door(client):
    desk = signed_in(client, a_social_worker())

    assert desk.get("/fund/proposals/").status_code == 403


def test_an_answered_proposal_says_how_it_was_answered(desk, fund, manager):
    proposal = proposed(fund)
    approve_proposal(proposal=proposal, by=manager, at=NOON)

    page = desk.get(f"/fund/proposals/{proposal.pk}/")

    assert "This proposal was approved." in page.text and "Approve…" not in page.text


def test_an_empty_list_says_what_the_place_is_for(desk):
    assert "No proposal waits for your funds." in desk.get("/fund/proposals/").text
