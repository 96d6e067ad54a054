"""What is always true, attacked: at the database itself and by a crowd of people at the same moment."""

from functools import partial

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shanqiao.apps.books.models import Line, Posting
from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.funds.models import Movement, Purse
from shanqiao.apps.matching.actions import (
    CannotApprove,
    CannotRelease,
    approve_proposal,
    release_grant,
)
from shanqiao.apps.matching.models import Cover, Grant, Plan, Proposal
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.models import Consent, Resident
from tests.apps.crowd import all_at_once
from tests.factories import (
    NOON,
    a_cashier,
    a_fund,
    a_grant,
    a_manager,
    a_payment,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

WORKERS = 50


def outcomes_by_kind(outcomes):
    kinds = {}
    for outcome in outcomes:
        kinds.setdefault(type(outcome), []).append(outcome)
    return kinds


@pytest.mark.thorough
def test_fifty_funds_approving_for_one_need_cover_it_once(committed):
    need = an_assessed_need(needed=100_000)
    proposals = [a_proposal(need=need, count=80_000) for _ in range(WORKERS)]
    managers = [a_manager(p.purse.fund) for p in proposals]

    outcomes = all_at_once(
        [
            partial(approve_proposal, proposal=p, by=m, at=NOON)
            for p, m in zip(proposals, managers, strict=True)
        ]
    )

    assert {kind: len(found) for kind, found in outcomes_by_kind(outcomes).items()} == {
        Grant: 1,
        CannotApprove: WORKERS - 1,
    }
    assert Cover.objects.get(need=need).granted == 80_000
    assert sum(p.promised for p in Purse.objects.all()) == 80_000


def test_fifty_workers_spending_the_last_yuan_of_a_fund_spend_it_once(committed):
    purse = a_purse(fund=a_fund(), received=100)
    managers = [a_manager(purse.fund) for _ in range(WORKERS)]
    proposals = [
        a_proposal(need=an_assessed_need(), purse=purse, count=100) for _ in range(WORKERS)
    ]

    outcomes = all_at_once(
        [
            partial(approve_proposal, proposal=p, by=m, at=NOON)
            for p, m in zip(proposals, managers, strict=True)
        ]
    )

    assert {kind: len(found) for kind, found in outcomes_by_kind(outcomes).items()} == {
        Grant: 1,
        CannotApprove: WORKERS - 1,
    }
    purse.refresh_from_db()
    assert (purse.promised, purse.free) == (100, 0)
    assert Movement.objects.filter(purse=purse, into="promised").count() == 1


@pytest.mark.thorough
def test_fifty_approvals_crossing_over_ten_needs_and_five_purses_all_end(committed):
    needs = [an_assessed_need(needed=100_000) for _ in range(10)]
    purses = [a_purse(received=300_000) for _ in range(5)]
    proposals = [a_proposal(need=n, purse=p, count=30_000) for n in needs for p in purses]
    managers = {p.pk: a_manager(p.fund) for p in purses}

    outcomes = all_at_once(
        [partial(approve_proposal, proposal=p, by=managers[p.purse_id], at=NOON) for p in proposals]
    )

    assert set(outcomes_by_kind(outcomes)) == {Grant, CannotApprove}  # nobody waited in a ring
    granted = Grant.objects.count()
    assert granted == sum(isinstance(o, Grant) for o in outcomes) == 30  # three a need
    assert all(c.granted == 90_000 for c in Cover.objects.all())
    assert sum(p.promised for p in Purse.objects.all()) == granted * 30_000


@pytest.mark.thorough
def test_a_grant_is_paid_or_taken_back_never_both(committed):
    grants = [a_grant(count=1_000) for _ in range(25)]
    cashiers = [a_cashier(g.purse.fund) for g in grants]
    presses = []
    for grant, cashier in zip(grants, cashiers, strict=True):
        presses.append(partial(pay_grant, grant=grant, reference="1", by=cashier, at=NOON))
        presses.append(partial(release_grant, grant=grant, why="no", by=grant.approved_by, at=NOON))

    outcomes = all_at_once(presses)

    refused = [o for o in outcomes if isinstance(o, CannotPay | CannotRelease)]
    assert len(refused) == 25
    for grant in grants:
        was_paid = Payment.objects.filter(grant=grant).exists()
        assert was_paid != hasattr(Grant.objects.get(pk=grant.pk), "release")
        assert Cover.objects.get(need=grant.need).granted == (1_000 if was_paid else 0)


def test_a_plan_computed_by_ten_at_once_is_one_plan(committed):
    a_purse()
    for _ in range(5):
        an_assessed_need()

    outcomes = all_at_once([lambda: propose_plan(at=NOON)] * 10)

    assert sorted(is_new for _plan, is_new in outcomes) == [False] * 9 + [True]
    assert (Plan.objects.count(), Proposal.objects.waiting().count()) == (1, 5)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_cover_and_an_overdrawn_purse():
    grant = a_grant(need=an_assessed_need(needed=100), count=100)

    with pytest.raises(IntegrityError, match="matching_never_cover_twice"), transaction.atomic():
        Cover.objects.filter(need=grant.need).update(granted=101)
    with (
        pytest.raises(IntegrityError, match="books_line_holds_enough"),
        transaction.atomic(),
    ):
        Line.objects.filter(purse=grant.purse_id).update(held=10**9)


@pytest.mark.django_db
def test_the_database_itself_knows_who_proposed_and_who_approved():
    """Whoever writes the row, and whatever it claims, the proposer is the plan's and the approver the grant's."""
    manager = a_manager(a_fund())
    proposal = a_proposal(by=manager)
    row = {
        "proposal": proposal,
        "need": proposal.need,
        "purse": proposal.purse,
        "count": 1,
        "unit": "fen",
    }
    with pytest.raises(IntegrityError, match="proposer_does_not_approve"), transaction.atomic():
        Grant.objects.create(
            **row, basis={}, approved_by=manager, proposed_by=None, approved_at=NOON
        )

    grant = a_grant()
    stranger = a_social_worker()
    with pytest.raises(IntegrityError, match="approver_does_not_pay"), transaction.atomic():
        Payment.objects.create(
            grant=grant,
            count=1,
            unit="fen",
            reference="x",
            approved_by=stranger,
            paid_by=grant.approved_by,
            paid_at=NOON,
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [Entry, Look, Assessment, Consent, Grant, Payment, Posting, Statement]
)
def test_what_was_written_stays_as_written(model):
    a_payment()
    Look.objects.create(by="somebody", resident=1, reason="casework", at=NOON)
    Statement.objects.create(month="2026-04-01", body={}, digest="0" * 64, published_at=NOON)
    before = model.objects.count()

    for attack in (
        f"UPDATE {model._meta.db_table} SET id = id",
        f"DELETE FROM {model._meta.db_table}",
        f"TRUNCATE {model._meta.db_table} CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)

    assert model.objects.count() == before > 0


@pytest.mark.django_db
def test_no_session_passes_a_trigger_by():
    a_grant()
    refused = pytest.raises(DatabaseError, match="Cannot update")

    with pgtrigger.ignore(), refused, transaction.atomic():
        Entry.objects.update(act="nothing")
    with connection.cursor() as cursor:
        said = (
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger"
        )
        cursor.execute(said)
        with refused:
            cursor.execute("UPDATE record_entry SET act = 'nothing'")


@pytest.mark.django_db
def test_a_database_file_alone_does_not_tell_who_is_ill():
    resident = a_resident(phone="13800138000", address="沙面大街1号", illness="serious")

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, address, illness FROM residents_resident")
        kept = b"".join(bytes(cell) for cell in cursor.fetchone())

    assert b"138" not in kept and "沙面".encode() not in kept and b"serious" not in kept
    assert Resident.objects.get(pk=resident.pk).phone == "13800138000"
