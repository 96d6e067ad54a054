from datetime import timedelta

import pytest
from django.utils.translation import override

from shanqiao.apps.matching.actions import decline_proposal
from shanqiao.stories.pseudonyms import code_of
from shanqiao.stories.why import why_this
from tests.factories import (
    NOON,
    TODAY,
    a_fund,
    a_grant,
    a_manager,
    a_plan,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    a_street,
    an_assessed_need,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def an_older_resident(worker, **facts):
    return a_resident(worker=worker, born_on=TODAY - timedelta(days=70 * 366), **facts)


def test_other_purses_are_told_with_what_they_have_left_or_what_they_ask_for():
    worker = a_social_worker()
    need = an_assessed_need(worker=worker, resident=an_older_resident(worker, local=True))
    open_one = a_purse(received=500)
    children = a_purse(eligible="age < 18")
    elsewhere = a_purse(streets=[a_street(code="440106001", name="石牌街道").code])
    ill = a_purse(eligible='illness == "serious"')
    past = a_purse(valid_from=TODAY - timedelta(days=30), valid_to=TODAY)
    a_purse(kinds=("meal",), received=10)
    proposal = a_proposal(need=need, purse=a_purse())
    a_proposal(purse=open_one, count=200)

    why = why_this(proposal)

    assert [(o.purse, o.left) for o in why.fitting] == [(past, 1_000_000), (open_one, 300)]
    assert {o.purse: o.says for o in why.failing} == {
        children: "It asks for: younger than 18.",
        elsewhere: "It gives only in: Shamian Subdistrict.",
        ill: "Not known about the resident: illness.",
    }


def test_a_purse_that_has_given_one_person_all_it_gives_is_told_as_used_up_for_them():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    need = an_assessed_need(worker=worker, resident=resident, kind="cash_living")
    purse = a_purse(kinds=("cash_living", "cash_medical"), person_cap=500)
    for person in (resident, a_resident(worker=worker)):
        medical = an_assessed_need(worker=worker, resident=person)
        a_grant(proposal=a_proposal(need=medical, purse=purse, count=500))
    still_may = an_assessed_need(worker=worker, kind="cash_living")

    mine = why_this(a_proposal(need=need, purse=a_purse(kinds=("cash_living",))))
    theirs = why_this(a_proposal(need=still_may, purse=purse))

    assert {o.purse: o.says for o in mine.failing} == {
        purse: "The resident has had all that this purse gives one person."
    }
    assert [o.code for o in theirs.needs] == []


def test_what_givers_ask_about_is_told_and_nothing_else():
    worker = a_social_worker()
    resident = an_older_resident(worker, local=None, hardship="dibao", phone="13800000000")
    proposal = a_proposal(
        need=an_assessed_need(worker=worker, resident=resident),
        purse=a_purse(eligible='age >= 60 && (local || hardship == "dibao")'),
    )

    assert why_this(proposal).asked == [
        ("age", "70"),
        ("hardship", "minimum living allowance"),
        ("household registration in the city", "not known"),
    ]


def test_other_needs_of_the_same_purse_are_told_gravest_first_and_without_names():
    purse = a_purse()
    need = an_assessed_need(severity=50, urgency=1)
    graver = an_assessed_need(severity=90, urgency=2, needed=7_000, elsewhere=1_000)
    lighter = an_assessed_need(severity=5, urgency=0)
    an_assessed_need(kind="cash_living")
    a_proposal(need=graver, count=6_000)

    why = why_this(a_proposal(need=need, purse=purse))

    assert (why.all_needs, why.graver) == (2, 1)
    first, second = why.needs
    assert (first.code, first.missing, first.proposed) == (
        code_of(graver.resident_id),
        6_000,
        6_000,
    )
    assert first.graver and not second.graver
    assert second.code == code_of(lighter.resident_id)


def test_a_purse_that_declined_this_need_says_so():
    need, fund = an_assessed_need(), a_fund()
    declined = a_purse(fund=fund)
    decline_proposal(
        proposal=a_proposal(need=need, purse=declined),
        reason="purpose",
        by=a_manager(fund),
        at=NOON,
    )

    why = why_this(a_proposal(need=need, plan=None))

    assert [o.says for o in why.failing] == [
        "It asks for: the fund has neither declined this need nor asked for it by hand."
    ]


def test_facts_without_this_need_tell_nothing():
    plan = a_plan()
    proposal = a_proposal(plan=plan)

    assert why_this(proposal) is None
