"""An aid programme: announced by a manager, applied to by stations, accepted by a handler, approved by somebody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from shanqiao.apps.funds.actions import give_seat
from shanqiao.apps.matching.actions import approve_proposal, decline_proposal, release_grant
from shanqiao.apps.matching.asking import withdraw_asking
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.programmes.actions import (
    CannotAnnounceProgramme,
    CannotEndProgramme,
    end_programme,
)
from shanqiao.apps.programmes.applying import (
    CannotAccept,
    CannotApply,
    CannotRefuse,
    CannotWithdrawApplication,
    refuse_application,
    withdraw_application,
)
from shanqiao.apps.programmes.models import Acceptance, AidProgramme, Application, Refusal
from shanqiao.apps.programmes.queries import accepted_for, programmes_for, room_in
from shanqiao.apps.record.models import Entry
from tests.factories import (
    NOON,
    TODAY,
    a_cashier,
    a_fund,
    a_handler,
    a_manager,
    a_resident,
    a_social_worker,
    an_assessed_need,
)
from tests.programmes import Aid

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def aid():
    return Aid()


def test_a_station_applies_the_handler_accepts_and_the_manager_approves(aid):
    application = aid.apply(count=30_000)

    acceptance = aid.accept(application, count=25_000)
    grant = approve_proposal(proposal=acceptance.proposal, by=aid.manager, at=LATER)

    grant.refresh_from_db()
    assert (grant.proposed_by, grant.applied_by, grant.count) == (aid.handler, aid.worker, 25_000)
    assert grant.basis["why"]["zh"] == "大病关爱计划：手术自付部分"
    application.refresh_from_db()
    assert (application.closed_how, application.station) == (
        "accepted",
        aid.worker.posts.get().station,
    )
    acts = Entry.objects.filter(act__startswith="programmes.").order_by("pk")
    assert [a.act for a in acts] == ["programmes.announce", "programmes.apply", "programmes.accept"]


def test_only_the_manager_announces_and_only_for_what_the_givers_gave(aid):
    for stranger in (aid.handler, a_cashier(aid.fund), a_manager(a_fund())):
        with pytest.raises(CannotAnnounceProgramme, match="Only the fund manager"):
            aid.announce(by=stranger, kinds=["cash_medical"], most_per_person=1)
    for wrong, says in (
        ({"kinds": ["meal"]}, "for other kinds"),
        ({"kinds": []}, "with which kinds"),
        ({"most_per_person": 0}, "how much at most"),
        ({"purpose": " "}, "what it helps with"),
        ({"last_on": TODAY - timedelta(days=1)}, "begins before it ends"),
        ({"first_on": aid.purse.valid_to + timedelta(days=1)}, "have ended by then"),
    ):
        with pytest.raises(CannotAnnounceProgramme, match=says):
            aid.announce(**{"kinds": ["cash_medical"], "most_per_person": 1, **wrong})


def test_a_programme_ends_once_and_what_waits_is_still_answered(aid):
    application = aid.apply()
    with pytest.raises(CannotEndProgramme, match="Only the fund manager"):
        end_programme(programme=aid.programme, why="spent", by=aid.handler, at=NOON)
    with pytest.raises(CannotEndProgramme, match="Say why"):
        end_programme(programme=aid.programme, why=" ", by=aid.manager, at=NOON)

    end_programme(programme=aid.programme, why="spent", by=aid.manager, at=NOON)

    with pytest.raises(CannotEndProgramme, match="ended already"):
        end_programme(programme=aid.programme, why="spent", by=aid.manager, at=NOON)
    with pytest.raises(CannotApply, match="no applications today"):
        aid.apply()
    aid.accept(application)


def test_a_programme_is_open_on_its_days_for_its_kinds(aid):
    need, later = aid.need(), TODAY + timedelta(days=10)
    short = aid.announce(kinds=["cash_medical"], most_per_person=1, last_on=TODAY)
    aid.announce(kinds=["cash_medical"], most_per_person=1, first_on=later)

    assert list(programmes_for(need, on=TODAY)) == [aid.programme, short]
    assert list(programmes_for(aid.need(kind="cash_living"), on=TODAY)) == []
    with pytest.raises(CannotApply, match="helps with something else"):
        aid.apply(need=aid.need(kind="cash_living"))


def test_only_the_station_of_the_resident_applies(aid):
    need = aid.need()
    for stranger in (a_social_worker(), aid.handler):
        with pytest.raises(CannotApply, match="Only the station"):
            aid.apply(need=need, by=stranger)


def test_what_stands_in_the_way_of_the_purse_stands_in_the_way_of_its_programme():
    aid = Aid(eligible="age >= 60")
    with pytest.raises(CannotApply, match="not known about the resident"):
        aid.apply()
    closed = aid.need(resident=a_resident(worker=aid.worker, born_on=TODAY.replace(year=1950)))
    close_need(need=closed, why="met", by=aid.worker, at=NOON)
    with pytest.raises(CannotApply, match="The need is closed"):
        aid.apply(need=closed)


def test_no_more_is_applied_for_or_accepted_than_the_programme_gives_or_the_need_lacks(aid):
    with pytest.raises(CannotApply, match="more than the need lacks"):
        aid.apply(count=50_001)
    small = aid.need(needed=20_000)
    with pytest.raises(CannotApply, match="more than the need lacks"):
        aid.apply(need=small, count=20_001)
    application, of_small = aid.apply(count=30_000), aid.apply(need=small, count=20_000)

    with pytest.raises(CannotAccept, match="more than the programme gives"):
        aid.accept(application, count=50_001)
    with pytest.raises(CannotAccept, match="The need lacks less"):
        aid.accept(of_small, count=20_001)


def test_one_person_gets_no_more_over_several_applications(aid):
    need = aid.need(needed=200_000)
    first = aid.accept(aid.apply(need=need, count=30_000))
    grant = approve_proposal(proposal=first.proposal, by=aid.manager, at=NOON)

    assert accepted_for(aid.programme, need.resident) == 30_000
    assert room_in(aid.programme, need, at=NOON) == (20_000, ())
    with pytest.raises(CannotApply, match="more than the need lacks"):
        aid.apply(need=need, count=20_001)
    second = aid.accept(aid.apply(need=need, count=20_000))
    withdraw_asking(proposal=second.proposal, by=aid.handler, at=NOON)
    release_grant(grant=grant, why="x", by=aid.manager, at=NOON)
    assert accepted_for(aid.programme, need.resident) == 0


def test_one_application_for_a_need_waits_at_a_programme(aid):
    need = aid.need()
    first = aid.apply(need=need)

    with pytest.raises(CannotApply, match="waits for this programme's answer"):
        aid.apply(need=need)
    withdraw_application(application=first, by=aid.worker, at=NOON)
    with pytest.raises(CannotWithdrawApplication, match="answered or taken back"):
        withdraw_application(application=first, by=aid.worker, at=NOON)
    second = aid.apply(need=need)
    with pytest.raises(CannotWithdrawApplication, match="Only the station"):
        withdraw_application(application=second, by=a_social_worker(), at=NOON)
    aid.accept(second)
    with pytest.raises(CannotApply, match="Answer that proposal first"):
        aid.apply(need=need)


def test_who_applied_neither_accepts_nor_approves():
    aid = Aid()
    both = aid.worker
    give_seat(fund=aid.fund, person=both, role="proposes", at=NOON)
    application = aid.apply()
    with pytest.raises(CannotAccept, match="You applied for this"):
        aid.accept(application, by=both)


@pytest.mark.parametrize(
    ("reason", "again", "after_looking_again"),
    [
        ("purpose", False, False),
        ("helped", False, True),
        ("unclear", True, True),
        ("spent", True, True),
    ],
)
def test_a_refusal_has_its_consequence(aid, reason, again, after_looking_again):
    need = aid.need()
    refusal = refuse_application(
        application=aid.apply(need=need), reason=reason, words="x", by=aid.handler, at=NOON
    )
    assert Refusal.objects.get() == refusal

    def may_apply():
        try:
            withdraw_application(application=aid.apply(need=need), by=aid.worker, at=NOON)
        except CannotApply:
            return False
        return True

    assert may_apply() is again
    assess_need(need=need, needed=100_000, severity=50, urgency=1, by=aid.worker, at=LATER)
    assert may_apply() is after_looking_again


def test_an_application_is_answered_once_and_by_its_fund(aid):
    application = aid.apply()
    for stranger in (a_cashier(aid.fund), a_handler(a_fund()), aid.worker):
        with pytest.raises(CannotAccept, match="Only the handler or the manager"):
            aid.accept(application, by=stranger)
        with pytest.raises(CannotRefuse, match="Only the handler or the manager"):
            refuse_application(application=application, reason="spent", by=stranger, at=NOON)
    aid.accept(application)

    with pytest.raises(CannotRefuse, match="answered or taken back"):
        refuse_application(application=application, reason="spent", by=aid.handler, at=NOON)
    with pytest.raises(CannotAccept, match="answered or taken back"):
        aid.accept(application)


def test_what_the_manager_declined_may_be_applied_for_again(aid):
    need = aid.need()
    acceptance = aid.accept(aid.apply(need=need))
    until_on = TODAY + timedelta(days=1)

    decline_proposal(
        proposal=acceptance.proposal, reason="not_now", until_on=until_on, by=aid.manager, at=NOON
    )

    with pytest.raises(CannotApply, match="paused"):
        aid.apply(need=need)
    assert aid.apply(need=need, at=NOON + timedelta(days=2))


def test_the_tables_hold_whatever_is_written_into_them(aid):
    """Somebody writes past the actions."""
    need = aid.need(needed=200_000)
    application = aid.apply(need=need)
    row = {
        "programme": aid.programme,
        "need": need,
        "count": 1,
        "unit": "fen",
        "words": "x",
        "station": application.station,
        "applied_by": aid.worker,
        "applied_at": NOON,
    }
    with pytest.raises(IntegrityError, match="one_application_waits"), transaction.atomic():
        Application.objects.create(**row)
    with pytest.raises(IntegrityError, match="applies_for_something"), transaction.atomic():
        Application.objects.create(**{**row, "need": aid.need(), "words": ""})
    for model, change in (
        (Application, {"count": 2}),
        (Application, {"applied_by": aid.handler}),
        (AidProgramme, {"most_per_person": 10**9}),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Application.objects.all().delete()
    aid.accept(application)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Application.objects.update(closed_at=None, closed_how="")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Acceptance.objects.update(accepted_by=aid.manager)


def test_an_acceptance_is_for_what_was_applied_for_and_within_the_most(aid):
    application, need = aid.apply(), aid.need(needed=200_000)
    other, too_much = an_assessed_need(), aid.apply(need=need, count=1)
    row = {"accepted_at": NOON, "accepted_by": aid.handler, "applied_by": aid.worker}

    wrong = aid.ask(need=other, count=1)
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        Acceptance.objects.create(application=application, proposal=wrong, **row)
    large = aid.ask(need=need, count=50_001)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(application=too_much, proposal=large, **row)
    mine = aid.ask(need=application.need, count=1)
    with pytest.raises(IntegrityError, match="does_not_accept"), transaction.atomic():
        Acceptance.objects.create(
            application=application,
            proposal=mine,
            applied_by=aid.handler,
            accepted_by=aid.worker,
            accepted_at=NOON,
        )
