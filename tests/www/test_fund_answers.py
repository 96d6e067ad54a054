import pytest

from shanqiao.apps.matching.models import Decline, Grant, Proposal
from tests.factories import (
    a_cashier,
    a_fund,
    a_handler,
    a_manager,
    a_plan,
    a_proposal,
    a_purse,
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


def proposed(fund, *, count=80_000, purse=None, plan=None):
    return a_proposal(
        need=an_assessed_need(), purse=purse or a_purse(fund=fund), count=count, plan=plan
    )


def test_the_preview_says_what_each_purse_gives_and_who_is_refused_and_changes_nothing(desk, fund):
    purse = a_purse(fund=fund, received=100_000)
    plan = a_plan()
    proposals = [proposed(fund, purse=purse, plan=plan, count=60_000) for _ in "ab"]

    page = desk.get("/fund/proposals/approve/", {"row": [p.pk for p in proposals]})

    assert "1 will be approved" in page.text and "1 would be refused" in page.text
    assert "This fund has not enough left for that." in page.text
    (taking,) = page.context["takings"]
    assert (taking.count, taking.left) == (60_000, 40_000)
    assert not Grant.objects.exists()


def test_approving_several_tells_what_came_of_each_and_offers_undo(desk, fund):
    purse = a_purse(fund=fund, received=100_000)
    plan = a_plan()
    proposals = [proposed(fund, purse=purse, plan=plan, count=60_000) for _ in "ab"]

    page = desk.post("/fund/proposals/approve/", {"row": [p.pk for p in proposals]}, follow=True)

    grant = Grant.objects.get()
    assert "1 grant is promised now" in page.text and "1 was refused" in page.text
    assert "not enough left" in page.text and f"/fund/grants/take-back/?row={grant.pk}" in page.text


def test_pressing_approve_twice_promises_once(desk, fund):
    proposal = proposed(fund)

    for _ in "ab":
        page = desk.post("/fund/proposals/approve/", {"row": proposal.pk}, follow=True)

    assert Grant.objects.count() == 1 and "answered already" in page.text


def test_everything_that_only_my_word_is_missing_for_is_previewed_at_once(desk, fund, manager):
    plan = a_plan()
    mine = [proposed(fund, plan=plan) for _ in "abc"]
    proposed(fund, plan=a_plan(by=manager))

    page = desk.get("/fund/proposals/approve/?every=mine")

    assert [told.row.pk for told, _problems in page.context["going"]] == [p.pk for p in mine]


def test_declining_says_the_consequence_of_each_reason_and_keeps_what_was_typed(desk, fund):
    proposal = proposed(fund)

    form = desk.get("/fund/proposals/decline/", {"row": proposal.pk})
    again = desk.post(
        "/fund/proposals/decline/",
        {"row": proposal.pk, "reason": "not_now", "words": "the year is closed"},
    )

    assert "Nobody is proposed for it until it is assessed again." in form.text
    assert again.status_code == 422 and "Say until which day" in again.text
    assert "the year is closed" in again.text and not Decline.objects.exists()


def test_declining_several_with_a_reason(desk, fund):
    plan = a_plan()
    proposals = [proposed(fund, plan=plan) for _ in "ab"]

    page = desk.post(
        "/fund/proposals/decline/",
        {"row": [p.pk for p in proposals], "reason": "look_again", "words": "", "until_on": ""},
        follow=True,
    )

    assert "2 proposals were declined." in page.text
    assert set(Decline.objects.values_list("reason", flat=True)) == {"look_again"}
    assert not Proposal.objects.waiting().exists()


def test_not_now_pauses_the_purse_until_the_day_that_was_named(desk, fund):
    purse, plan = a_purse(fund=fund), a_plan()
    proposals = [proposed(fund, purse=purse, plan=plan) for _ in "ab"]

    desk.post(
        "/fund/proposals/decline/",
        {"row": [p.pk for p in proposals], "reason": "not_now", "until_on": "2026-06-01"},
    )

    assert {str(pause.until_on) for pause in purse.pauses.all()} == {"2026-06-01"}


def test_a_day_that_has_passed_is_no_day_until_which_to_wait(desk, fund):
    answer = desk.post(
        "/fund/proposals/decline/",
        {"row": proposed(fund).pk, "reason": "not_now", "until_on": "2026-05-05"},
    )

    assert "That day has passed." in answer.text and not Decline.objects.exists()


@pytest.mark.parametrize("seated", [a_handler, a_cashier])
def test_only_the_manager_decides(client, fund, seated):
    desk, proposal = signed_in(client, seated(fund)), proposed(fund)

    assert desk.get("/fund/proposals/").status_code == 200
    assert "Approve…" not in desk.get(f"/fund/proposals/{proposal.pk}/").text
    for page in ("approve", "decline"):
        answer = desk.post(f"/fund/proposals/{page}/", {"row": proposal.pk})
        assert answer.status_code == 403 and "Only the fund manager" in answer.text
    assert not Grant.objects.exists() and not Decline.objects.exists()


def test_nonsense_in_the_address_is_not_found_and_nothing_chosen_leads_back(desk):
    assert desk.get("/fund/proposals/approve/?row=7%20or%201").status_code == 404
    assert desk.get("/fund/proposals/approve/").url == "/fund/proposals/"
