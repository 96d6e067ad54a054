from functools import partial

from shanqiao.apps.matching.asking import CannotAsk
from shanqiao.apps.matching.models import Proposal
from tests.apps.crowd import all_at_once
from tests.asking import Team
from tests.factories import an_assessed_need


def test_of_two_who_ask_at_once_for_the_last_fen_one_is_told(committed):
    need = an_assessed_need(needed=100_000)
    teams = [Team() for _ in range(6)]

    outcomes = all_at_once([partial(team.ask, need=need, count=60_000) for team in teams])

    assert sum(isinstance(outcome, Proposal) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotAsk) for outcome in outcomes) == 5


def test_of_two_who_ask_at_once_for_the_last_fen_of_a_purse_one_is_told(committed):
    team = Team(received=100_000)
    needs = [an_assessed_need(needed=100_000) for _ in range(6)]

    outcomes = all_at_once([partial(team.ask, need=need, count=60_000) for need in needs])

    assert sum(isinstance(outcome, Proposal) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotAsk) for outcome in outcomes) == 5
