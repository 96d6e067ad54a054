from datetime import timedelta

import pytest

from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.models import Proposal
from shanqiao.stories.pseudonyms import code_of
from tests.asking import WHY, Team
from tests.factories import NOON, a_cashier, a_fund, a_handler, a_proposal, an_assessed_need

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def team():
    return Team()


@pytest.fixture
def desk(client, team):
    return signed_in(client, team.handler)


@pytest.fixture
def granted(team):
    need = an_assessed_need(needed=100_000)
    proposal = a_proposal(need=need, purse=team.purse, count=60_000)
    return approve_proposal(proposal=proposal, by=team.manager, at=NOON)


def test_the_handler_tops_a_grant_up_and_the_manager_approves_it(desk, client, team, granted):
    page = desk.get(f"/fund/grants/{granted.pk}/")
    assert f"/fund/grants/{granted.pk}/top-up/" in page.text
    assert "The need still lacks ¥400.00; the purse has ¥9,400.00 free." in page.text
    form = desk.get(f"/fund/grants/{granted.pk}/top-up/")
    assert 'value="400"' in form.text or 'value="400.00"' in form.text
    assert code_of(granted.need.resident_id) in form.text

    answer = desk.post(f"/fund/grants/{granted.pk}/top-up/", {"count": "400", "why": WHY})

    proposal = Proposal.objects.waiting().get()
    assert answer.url == f"/fund/proposals/{proposal.pk}/"
    assert (proposal.count, proposal.proposed_by) == (40_000, team.handler)
    shown = desk.get(answer.url).text
    assert WHY in shown and f"Asked for by hand by {team.handler}" in shown
    manager = signed_in(client, team.manager)
    assert "by hand" in manager.get("/fund/proposals/?source=hand").text
    manager.post("/fund/proposals/approve/", {"row": proposal.pk})
    story = manager.get(f"/fund/grants/{team.purse.grants.latest('pk').pk}/").text
    assert "¥400.00 were asked for by hand" in story and "the plan it came from" not in story


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("400.01", "The need lacks ¥400.00; please ask for no more than that."),
        ("0", "greater than or equal"),
        ("1.234", "at most two decimals"),
    ],
)
def test_the_form_says_how_much_it_may_be(desk, granted, typed, says):
    answer = desk.post(f"/fund/grants/{granted.pk}/top-up/", {"count": typed, "why": WHY})

    assert answer.status_code == 422 and says in answer.text
    assert not Proposal.objects.waiting().exists()


def test_the_form_says_what_the_purse_has_left(client):
    small = Team(received=70_000)
    proposal = a_proposal(need=an_assessed_need(), purse=small.purse, count=60_000)
    grant = approve_proposal(proposal=proposal, by=small.manager, at=NOON)

    answer = signed_in(client, small.handler).post(
        f"/fund/grants/{grant.pk}/top-up/", {"count": "100.01", "why": WHY}
    )

    assert "The purse has ¥100.00 left; please ask for no more than that." in answer.text


def test_it_says_why_a_grant_cannot_be_topped_up_now(desk, team, granted):
    team.ask(need=granted.need, count=10_000)

    page = desk.get(f"/fund/grants/{granted.pk}/top-up/")

    assert "Answer that proposal first" in page.text and "<textarea" not in page.text
    assert "Top up…" not in desk.get(f"/fund/grants/{granted.pk}/").text


def test_only_who_runs_the_fund_tops_up(client, team, granted):
    where = f"/fund/grants/{granted.pk}/top-up/"

    assert signed_in(client, a_cashier(team.fund)).get(where).status_code == 403
    assert "Top up…" not in client.get(f"/fund/grants/{granted.pk}/").text
    assert signed_in(client, a_handler(a_fund())).get(where).status_code == 404


def test_what_was_asked_for_is_taken_back(desk, team, granted):
    proposal = team.ask(need=granted.need, count=10_000)
    where = f"/fund/proposals/{proposal.pk}/withdraw/"
    assert where in desk.get(f"/fund/proposals/{proposal.pk}/").text

    desk.post(where)

    assert not Proposal.objects.waiting().exists()
    assert "took back what it had asked for" in desk.get(f"/fund/proposals/{proposal.pk}/").text


def test_a_proposal_of_a_plan_is_not_taken_back(desk, team):
    proposal = a_proposal(purse=team.purse)

    assert desk.post(f"/fund/proposals/{proposal.pk}/withdraw/").status_code == 404
    assert "/withdraw/" not in desk.get(f"/fund/proposals/{proposal.pk}/").text


def test_what_no_plan_proposes_any_more_is_asked_for_by_hand(desk, team):
    need = an_assessed_need(needed=100_000)
    proposal = a_proposal(need=need, purse=team.purse, count=60_000)
    where = f"/fund/proposals/{proposal.pk}/ask/"
    assert desk.get(where).status_code == 404  # it waits still
    Proposal.objects.update(closed_at=NOON, closed_how="replanned")
    assert where in desk.get(f"/fund/proposals/{proposal.pk}/").text

    answer = desk.post(where, {"count": "1000", "why": WHY})

    asked = Proposal.objects.waiting().get()
    assert answer.url == f"/fund/proposals/{asked.pk}/" and asked.count == 100_000
    assert signed_in(desk, a_handler(a_fund())).get(where).status_code == 404


def test_today_counts_what_was_asked_for_by_hand(client, team):
    team.ask(need=an_assessed_need(), count=10_000, at=NOON + timedelta(hours=1))

    assert "New proposals" in signed_in(client, team.manager).get("/fund/").text
