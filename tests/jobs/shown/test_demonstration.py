"""The generated city as people find it on the first day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count, F, Q, Sum

from shanqiao.apps.crises.queries import due_steps
from shanqiao.apps.delivery.models import Payment, Receipt
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.funds.models import Fund, Movement, Purse, Seat
from shanqiao.apps.inquiries.models import InquiryRow
from shanqiao.apps.instruments.models import Sitting
from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.matching.models import Cover, Decline, Grant, Plan, Proposal, Release, Share
from shanqiao.apps.matching.planning import propose_plan, replay_plan
from shanqiao.apps.needs.actions import assess_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.programmes.models import Application
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.residents.models import (
    Departure,
    Household,
    IdentityDocument,
    Name,
    PhoneNumber,
    Resident,
    SearchTerm,
)
from shanqiao.engines.identity import is_credit_code, read_resident_id
from shanqiao.jobs.demonstration.tutorial import NAME
from shanqiao.stories.checks import run_checks
from shanqiao.stories.programmes import with_state
from shanqiao.stories.stages import Stage, with_stage
from tests.jobs.tiny import MONDAY

MIDNIGHT = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Shanghai"))


pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def test_it_has_the_size_that_was_promised():
    assert Station.objects.count() == 24
    assert Station.objects.values("street__district").distinct().count() == 11
    # with the one of the tutorial, the patient, twenty of ten pairs, and one known elsewhere
    assert Resident.objects.count() == 423
    assert Need.objects.count() == 606
    assert Organisation.objects.count() == 12
    assert Fund.objects.count() == 30
    assert 50 <= Purse.objects.count() <= 70
    assert set(Need.objects.values_list("kind", flat=True)) == set(Kind.values)


def test_residents_have_a_past_papers_and_households():
    assert Name.objects.filter(kind="former").exists()
    assert PhoneNumber.objects.filter(whose="own").exists()
    assert IdentityDocument.objects.filter(kind="disability_card").exists()
    assert Household.objects.filter(memberships__relation="spouse").exists()
    assert Departure.objects.exists()
    found = set(SearchTerm.objects.values_list("resident", flat=True))
    assert found == set(Resident.objects.values_list("pk", flat=True))


def test_needs_stand_at_every_stage():
    standing = dict(with_stage(Need.objects.all()).values_list("stage").annotate(Count("pk")))

    assert set(standing) == set(Stage.values)
    assert min(standing.values()) >= 15


def test_every_list_of_every_desk_has_something_to_show():
    assert Proposal.objects.waiting().count() >= 30
    assert set(Decline.objects.values_list("reason", flat=True)) == set(Decline.Reason.values)
    assert Grant.objects.filter(release=None, payment=None).count() >= 15
    assert Release.objects.exists()
    assert Payment.objects.filter(receipt=None).count() >= 15
    assert set(Receipt.objects.values_list("says", flat=True)) == set(Receipt.Word.values)
    assert set(Look.objects.values_list("reason", flat=True)) >= {
        "registering", "assessing", "confirming", "checking", "asked",
    }  # fmt: skip
    assert set(Need.objects.values_list("closed_why", flat=True)) >= {"met", "withdrawn", ""}
    assert set(InquiryRow.objects.values_list("answer", flat=True)) >= {"no", "partly"}


def test_the_people_one_signs_in_as_have_work_waiting():
    station, manager, cashier = (
        Person.objects.get(username=name) for name in ("station", "manager", "cashier")
    )
    here = station.posts.get().station
    funds = Fund.objects.seating(manager)

    assert with_stage(Need.objects.known_to(here)).filter(stage=Stage.TOLD).exists()
    assert Proposal.objects.waiting().filter(purse__fund__in=funds).count() >= 5
    assert Grant.objects.filter(
        purse__fund__in=Fund.objects.seating(cashier), payment=None, release=None
    ).exists()


def test_an_aid_programme_has_applications_at_every_stage():
    standing = dict(
        with_state(Application.objects.all()).values_list("state").annotate(Count("pk"))
    )
    station = Person.objects.get(username="station").posts.get().station

    assert set(standing) == {"waiting", "accepted", "refused", "withdrawn", "granted", "paid"}
    assert Application.objects.filter(station=station).count() >= 2
    by_hand = Proposal.objects.waiting().asked_by_hand()
    assert by_hand.filter(acceptance=None).count() == 1  # a top-up


def test_some_were_assessed_with_instruments_and_one_answer_meant_danger():
    station = Person.objects.get(username="station")

    assert set(Sitting.objects.values_list("edition__code", flat=True)) >= {"barthel", "phq9"}
    assert Sitting.objects.filter(first__isnull=False).count() == 1
    assert Sitting.objects.filter(
        need__isnull=False, edition__code__startswith="severity_"
    ).exists()
    assert len(due_steps(station, MIDNIGHT)) == 5  # of six, one is done


def test_the_last_three_months_are_published_one_after_the_other():
    statements = Statement.objects.order_by("month")

    assert [f"{s.month:%Y-%m}" for s in statements] == ["2026-08", "2026-09", "2026-10"]
    assert [f"{s.published_at.astimezone(MIDNIGHT.tzinfo):%m-%d}" for s in statements] == [
        "09-05", "10-05", "11-05",
    ]  # fmt: skip


def test_nothing_happened_today_or_later_but_the_first_plan():
    late = Entry.objects.filter(at__gte=MIDNIGHT).exclude(act="matching.propose")

    assert not late.exists()
    assert Plan.objects.latest("proposed_at").proposed_at == MIDNIGHT
    assert not Look.objects.filter(at__gte=MIDNIGHT).exists()


def test_people_work_on_weekdays_in_the_daytime():
    by_people = Entry.objects.exclude(by="clock").exclude(act="disclosure.publish")
    instants = [at.astimezone(MIDNIGHT.tzinfo) for at in by_people.values_list("at", flat=True)]

    assert {at.weekday() for at in instants} <= {0, 1, 2, 3, 4}
    assert all(8 <= at.hour < 20 for at in instants)


def test_asking_for_a_plan_again_changes_nothing():
    waiting = Proposal.objects.waiting().count()

    _plan, is_new = propose_plan(at=MIDNIGHT + timedelta(hours=9))

    assert not is_new
    assert Proposal.objects.waiting().count() == waiting


def test_the_last_plan_can_be_replayed():
    replay_plan(plan=Plan.objects.latest("proposed_at"))


def test_no_need_is_covered_twice_and_every_total_is_the_sum_of_its_rows():
    standing = Grant.objects.filter(release=None)
    covered = dict(standing.values_list("need").annotate(Sum("count")))
    shared = {
        (purse, resident): count
        for purse, resident, count in standing.values_list("purse", "need__resident").annotate(
            Sum("count")
        )
    }

    assert {c.need_id: c.granted for c in Cover.objects.exclude(granted=0)} == covered
    assert not Cover.objects.filter(granted__gt=F("needed") - F("elsewhere")).exists()
    assert {
        (s.purse_id, s.resident_id): s.granted for s in Share.objects.exclude(granted=0)
    } == shared


def test_no_purse_promises_what_it_does_not_have_and_its_totals_are_its_postings():
    moved = {
        (purse, out_of, into): count
        for purse, out_of, into, count in Movement.objects.values_list(
            "purse", "out_of", "into"
        ).annotate(Sum("count"))
    }

    for purse in Purse.objects.all():

        def sum_of(out_of, into, purse=purse):
            return moved.get((purse.pk, out_of, into), 0)

        given = sum_of("promised", "given")
        elsewhere = ("invested", "purses")
        assert purse.received == sum(
            sum_of(where, "free") for where in ("givers", "property", *elsewhere)
        )
        assert purse.given == given + sum(
            sum_of("free", where) for where in ("management", *elsewhere)
        )
        assert purse.promised == sum_of("free", "promised") - sum_of("promised", "free") - given
        assert purse.free >= 0


def test_what_the_supervisor_checks_holds():
    results = run_checks(at=MIDNIGHT)

    assert [result.check.code for result in results if not result.holds] == []
    assert all(result.looked_at for result in results)


def test_who_proposes_who_approves_and_who_pays_are_three_people():
    assert not Grant.objects.filter(
        Q(approved_by=F("proposed_by")) | Q(approved_by=F("assessed_by"))
    ).exists()
    assert not Payment.objects.filter(
        Q(paid_by=F("approved_by")) | Q(paid_by=F("proposed_by"))
    ).exists()
    assert not (
        Seat.objects.values("person")
        .annotate(roles=Count("role", distinct=True))
        .filter(roles__gt=1)
        .exists()
    )


def test_whoever_a_station_opened_is_on_record():
    confirmed = Receipt.objects.count()

    assert Look.objects.filter(reason="confirming").count() == confirmed
    assert Look.objects.filter(reason="registering").count() == Need.objects.count() - 1


def test_every_resident_is_generated_and_nobody_s_number_is_used():
    for resident in Resident.objects.all():
        assert resident.phone.startswith("020-0")
        assert "示例" in resident.address
        assert not resident.id_number or resident.id_number[14:17] in {"996", "997", "998", "999"}
        assert resident.born_on is None or resident.born_on.year > 1926


def test_numbers_are_well_formed_all_the_same():
    some = Resident.objects.exclude(id_token="").order_by("id_token")[:25]

    for resident in some:
        read = read_resident_id(resident.id_number)
        assert (read.born_on, read.sex, read.tail) == (
            resident.born_on, resident.sex, resident.id_tail,
        )  # fmt: skip
    assert all(is_credit_code(o.uscc) for o in Organisation.objects.all())


def test_hosts_say_that_they_are_invented_and_may_raise_money():
    for host in Organisation.objects.all():
        assert host.name.endswith("（演示）")
        assert host.name_en.endswith("(demonstration)")
        assert host.fundraising_certificates.filter(
            valid_from__lte=MONDAY, valid_to__gte=MONDAY
        ).exists()


def test_the_need_of_the_tutorial_goes_to_those_one_can_sign_in_as():
    need = Need.objects.get(resident__name=NAME, kind=Kind.CASH_MEDICAL)
    worker, manager = (Person.objects.get(username=name) for name in ("station", "manager"))
    assert not need.assessments.exists()
    assert need.told_to.username == "colleague"
    assert need.station == worker.posts.get().station

    at = MIDNIGHT + timedelta(hours=10)
    assess_need(
        need=need, needed=1_200_000, elsewhere=300_000, severity=80, urgency=2, by=worker, at=at
    )
    propose_plan(at=at, by=Person.objects.get(username="handler"))

    proposals = list(need.proposals.waiting())
    assert {p.purse.fund for p in proposals} <= set(Fund.objects.seating(manager))
    assert sum(p.count for p in proposals) >= 800_000
    for proposal in proposals:
        approve_proposal(proposal=proposal, by=manager, at=at)


def test_the_progress_grows_to_the_end(city):
    assert city == sorted(city)
    assert city[-1] == 1.0
