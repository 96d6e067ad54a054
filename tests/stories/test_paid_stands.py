"""Money that came back is told as what came back, and not among what was given."""

from datetime import timedelta

import pytest

from shanqiao.apps.delivery.actions import CannotConfirm, confirm_receipt, pay_grant
from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.disclosure.facts import met_by
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.facts import key
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.matching.queries import city_on
from shanqiao.apps.needs.models import Need
from shanqiao.apps.paying.returning import take_money_back
from shanqiao.apps.places.models import Station
from shanqiao.apps.programmes.models import Application
from shanqiao.stories.city import city_figures, last_midnight
from shanqiao.stories.fund_today import changes_since_yesterday
from shanqiao.stories.grants import State, with_state
from shanqiao.stories.programmes import programmes_of
from shanqiao.stories.programmes import with_state as applications_with_state
from shanqiao.stories.stages import Stage, reached, with_stage
from shanqiao.stories.station_day import changes_at, figures_of
from shanqiao.stories.station_lists import to_confirm
from tests.factories import (
    NOON,
    a_cashier,
    a_document,
    a_grant,
    a_manager,
    a_payment,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
    station_where,
)
from tests.months import help_people
from tests.programmes import Aid

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
TOMORROW = NOON + timedelta(days=1)


def back(payment, count, *, at=LATER, reference="1"):
    take_money_back(
        payment=payment,
        count=count,
        reference=f"back {payment.pk} {reference}",
        why="The account was closed.",
        by=payment.paid_by,
        at=at,
    )


def test_a_programme_tells_what_was_paid_and_stands_and_what_came_back(django_assert_num_queries):
    aid, payments = Aid(), []
    cashier = a_cashier(aid.fund)
    for count in (10_000, 20_000, 30_000):
        made = aid.accept(aid.apply(count=count)).proposal
        grant = approve_proposal(proposal=made, by=aid.manager, at=NOON)
        payments.append(pay_grant(grant=grant, reference=str(count), by=cashier, at=NOON))
    back(payments[0], 10_000)
    back(payments[1], 5_000)
    back(payments[1], 3_000, reference="2")
    aid.apply(count=1_000)

    with django_assert_num_queries(1):
        [row] = list(programmes_of(aid.manager))

    assert (row.applied, row.accepted, row.granted, row.paid, row.back) == (4, 3, 3, 2, 2)
    assert (row.applied_sum, row.accepted_sum) == (61_000, 60_000)
    assert (row.granted_sum, row.paid_sum, row.back_sum) == (42_000, 42_000, 18_000)


def test_a_month_of_the_city_counts_what_stands():
    payments = help_people(7, count=10_000)
    for payment in payments[:2]:
        back(payment, 10_000)
    back(payments[2], 4_000)
    now = last_midnight(at=TOMORROW)
    assert city_figures(as_of=now).helped == 5 and city_figures(as_of=now).given == 46_000

    back(payments[3], 10_000, at=TOMORROW)

    assert city_figures(as_of=now).given == 46_000  # what came back today shows tomorrow
    after = city_figures(as_of=last_midnight(at=TOMORROW + timedelta(days=1)))
    assert (after.helped, after.given) == (0, None)  # four people look like nobody


def test_what_came_back_entirely_is_confirmed_by_nobody_and_lacks_again():
    worker = a_social_worker()
    need = an_assessed_need(needed=10_000, worker=worker)
    purse = a_purse()
    grant = a_grant(proposal=a_proposal(need=need, purse=purse, count=10_000))
    payment = a_payment(grant=grant)
    assert list(to_confirm(station_where(worker))) == [payment]
    back(payment, 4_000)
    assert list(to_confirm(station_where(worker))) == [payment]
    assert with_state(Grant.objects.all()).get().state == State.PAID
    assert with_stage(Need.objects.all()).get().stage == Stage.GIVEN

    back(payment, 6_000, reference="2")

    assert list(to_confirm(station_where(worker))) == []
    assert with_state(Grant.objects.all()).get().state == State.BACK
    assert with_stage(Need.objects.all()).get().stage == Stage.ASSESSED
    assert reached(need) == {Stage.TOLD, Stage.ASSESSED, Stage.PROPOSED}
    with pytest.raises(CannotConfirm, match="came back to the fund"):
        confirm_receipt(
            payment=payment,
            says=Receipt.Word.RECEIVED,
            witness=Receipt.Witness.RESIDENT,
            evidence=a_document(by=worker),
            by=worker,
            at=LATER,
        )


def test_an_application_whose_money_came_back_says_so():
    aid = Aid()
    application = aid.apply(count=10_000)
    grant = approve_proposal(proposal=aid.accept(application).proposal, by=aid.manager, at=NOON)
    payment = pay_grant(grant=grant, reference="1", by=a_cashier(aid.fund), at=NOON)

    back(payment, 10_000)

    [told] = applications_with_state(Application.objects.all())
    assert told.state == "back"


def test_a_need_whose_money_came_back_is_not_met():
    need = an_assessed_need(needed=10_000)
    purse = a_purse()
    payment = a_payment(grant=a_grant(proposal=a_proposal(need=need, purse=purse, count=10_000)))
    assert list(met_by(TOMORROW)) == [need]

    back(payment, 1)
    assert not met_by(TOMORROW).exists()
    assert list(met_by(LATER)) == [need]  # as it was then

    more = a_grant(proposal=a_proposal(need=need, purse=purse, count=1))
    a_payment(grant=more)
    assert list(met_by(TOMORROW)) == [need]


def test_a_station_is_told_what_came_back_and_counts_what_stands():
    worker = a_social_worker()
    station = Station.objects.get(posts__person=worker)
    payments = []
    for _ in range(2):
        need = an_assessed_need(worker=worker, resident=a_resident(worker=worker))
        proposal = a_proposal(need=need, purse=a_purse(), count=3_000)
        payments.append(a_payment(grant=a_grant(proposal=proposal)))
    back(payments[0], 3_000)
    back(payments[1], 1_000)

    figures = figures_of(station, at=TOMORROW)
    told = changes_at(station, since=NOON)

    assert (figures.helped, figures.given) == (1, 2_000)
    came = [(c.need, c.row.count) for c in told if c.what == "came_back"]
    assert sorted(count for _need, count in came) == [1_000, 3_000]
    assert {need for need, _count in came} == {p.grant.need for p in payments}


def test_the_day_of_a_fund_tells_what_was_paid_and_what_came_back():
    purse = a_purse()
    payment = a_payment(grant=a_grant(proposal=a_proposal(purse=purse, count=300)))
    back(payment, 100)

    told = {code: rest for code, *rest in changes_since_yesterday(a_manager(purse.fund), at=LATER)}

    assert told["paid"] == [1, 300] and told["returned"] == [1, 100]


def test_the_next_plan_counts_for_the_limit_of_a_person_only_what_they_kept():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    purse = a_purse(person_cap=10_000)
    need = an_assessed_need(worker=worker, resident=resident, needed=30_000)
    payment = a_payment(grant=a_grant(proposal=a_proposal(need=need, purse=purse, count=10_000)))
    assert city_on(at=TOMORROW).before.rows() == [(key(purse.pk), key(resident.pk), 10_000, False)]

    back(payment, 4_000)
    assert city_on(at=TOMORROW).before.rows() == [(key(purse.pk), key(resident.pk), 6_000, False)]

    back(payment, 6_000, reference="2")
    assert city_on(at=TOMORROW).before.rows() == []
