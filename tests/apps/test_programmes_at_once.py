from functools import partial

from shanqiao.apps.programmes.applying import CannotAccept, CannotApply
from shanqiao.apps.programmes.models import Acceptance, Application
from shanqiao.apps.programmes.queries import accepted_for
from tests.apps.crowd import all_at_once
from tests.factories import a_handler, a_resident
from tests.programmes import Aid

TWO = ("cash_medical", "cash_living")


def test_of_several_who_apply_for_one_need_at_once_one_applies(committed):
    aid = Aid()
    need = aid.need()

    outcomes = all_at_once([partial(aid.apply, need=need) for _ in range(8)])

    assert sum(isinstance(outcome, Application) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotApply) for outcome in outcomes) == 7


def test_of_several_who_accept_at_once_for_one_person_nobody_passes_the_most(committed):
    """Two needs of one resident, each applied for with more than half of what the programme gives one person."""
    aid = Aid(kinds=TWO)
    resident = a_resident(worker=aid.worker)
    applications = [
        aid.apply(need=aid.need(resident=resident, kind=kind), count=30_000) for kind in TWO
    ]
    handlers = [a_handler(aid.fund) for _ in range(6)]

    outcomes = all_at_once(
        [
            partial(aid.accept, application, by=handler)
            for application in applications
            for handler in handlers
        ]
    )

    assert sum(isinstance(outcome, Acceptance) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CannotAccept) for outcome in outcomes) == 11
    assert accepted_for(aid.programme, resident) == 30_000
