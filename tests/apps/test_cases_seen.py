"""Who may open a case, what each may read of it, and that a merge of two records changes neither."""

import pytest
from django.db import IntegrityError

from shanqiao.apps.cases.actions import CannotOpenCase, accept_handover
from shanqiao.apps.cases.models import Case, Contact, CounsellingNote
from shanqiao.apps.cases.queries import (
    case_of,
    guides,
    handles,
    to_accept,
    to_approve,
    worker_of,
    works_on,
)
from shanqiao.apps.cases.working import (
    CannotFinishAction,
    CannotWriteContact,
    CannotWriteSupervision,
    finish_action,
    write_supervision,
)
from shanqiao.apps.people.actions import end_post, give_post
from shanqiao.apps.people.models import Post
from shanqiao.apps.people.queries import counsels, station_of, stations_of, supervises_station
from shanqiao.apps.sameness.actions import undo_merge
from shanqiao.apps.sameness.queries import records_of
from shanqiao.stories.caseload import caseload_of
from shanqiao.stories.casework import (
    cases_for,
    count_waiting,
    other_cases,
    story_of_case,
)
from tests.apps.sameness_factories import a_worker_in, an_adjudicator, merged
from tests.cases import DAY, LATER, Casework, a_worker_at
from tests.factories import NOON, TODAY, a_person, a_resident, a_station, a_supervisor

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Casework()


def words_read(case, reader):
    return {one.words for one in story_of_case(case, reader=reader)}


def test_each_role_of_a_station_stands_beside_the_others():
    first, second = a_station(), a_station()
    person = a_worker_at(first)
    assert (station_of(person), counsels(person), supervises_station(person)) == (first, None, None)

    for role, station in ((Post.Role.COUNSELLOR, first), (Post.Role.STATION_SUPERVISOR, second)):
        give_post(person=person, role=role, station=station, at=NOON)

    assert (station_of(person), counsels(person), supervises_station(person)) == (
        first,
        first,
        second,
    )
    assert stations_of(person) == [first, second]
    assert stations_of(a_person()) == []


@pytest.mark.parametrize("role", [Post.Role.COUNSELLOR, Post.Role.STATION_SUPERVISOR])
def test_a_post_at_a_station_names_its_station(role):
    with pytest.raises(IntegrityError, match="people_station_for_social_workers"):
        give_post(person=a_person(), role=role, at=NOON)


def test_who_may_open_a_case_and_who_may_not(station):
    case, elsewhere = station.open(), Casework()
    neighbour = a_worker_in("440103002")

    for person in (station.worker, station.supervisor):
        assert case_of(case.pk, person) == case
    for person in (
        *(station.colleague, station.counsellor, neighbour, a_supervisor(), an_adjudicator()),
        *(elsewhere.worker, elsewhere.supervisor, elsewhere.counsellor),
    ):
        assert case_of(case.pk, person) is None
        assert not cases_for(person, on=TODAY).exists()
    assert handles(station.worker, case) and not handles(station.supervisor, case)
    assert guides(station.supervisor, case) and not works_on(station.supervisor, case)


def test_a_colleague_learns_that_there_is_a_case_and_whom_to_ask(station):
    case = station.open()

    assert other_cases(station.colleague, [station.resident.pk], station=station.station) == [
        (case, False, station.worker.name)
    ]
    assert other_cases(station.worker, [station.resident.pk], station=station.station)[0][1]
    assert other_cases(station.worker, [station.resident.pk], station=a_station()) == []


def test_who_leaves_the_station_opens_its_cases_no_longer(station):
    case = station.open()

    end_post(post=station.worker.posts.get(), at=LATER)

    assert case_of(case.pk, station.worker) is None
    assert not works_on(station.worker, case)
    assert case_of(case.pk, station.supervisor) == case


def test_what_is_restricted_is_read_by_worker_writer_and_supervisor(station):
    case = station.open()
    station.bring(case)
    station.bring(case, station.colleague, "colleague")
    station.contact(case, words="ordinary")
    station.contact(case, words="restricted", level=Contact.Level.RESTRICTED)
    station.contact(case, words="mine", level=Contact.Level.RESTRICTED, by=station.colleague)

    for reader in (station.worker, station.supervisor):
        assert {"ordinary", "restricted", "mine"} <= words_read(case, reader)
    assert words_read(case, station.colleague) >= {"ordinary", "mine", None}
    assert "restricted" not in words_read(case, station.colleague)
    assert not {"restricted", "mine"} & words_read(case, station.counsellor)


def test_a_counsellors_notes_are_read_by_them_and_the_supervisor_alone(station):
    case = station.open()
    station.bring(case)
    other = a_worker_at(station.station, Post.Role.COUNSELLOR)
    station.bring(case, other)
    note = "梦见儿子"
    with pytest.raises(CannotWriteContact, match="by counsellors"):
        station.contact(case, words=note, level=Contact.Level.COUNSELLING)

    contact = station.contact(
        case, words=note, level=Contact.Level.COUNSELLING, by=station.counsellor
    )

    assert (contact.words, CounsellingNote.objects.get().words) == ("", note)
    for reader in (station.counsellor, station.supervisor):
        assert note in words_read(case, reader)
    for reader in (station.worker, other, station.colleague):
        assert note not in words_read(case, reader)
        assert None in words_read(case, reader)
    end_post(post=station.counsellor.posts.get(), at=LATER)
    assert note not in words_read(case, station.counsellor)


def test_supervision_is_read_by_the_two_who_talked(station):
    case = station.open()
    station.bring(case, station.colleague, "colleague")
    talk = write_supervision(
        worker=station.worker,
        held_on=TODAY,
        advice="先稳定关系",
        cases=[case],
        actions=[("联系居委", TODAY + DAY)],
        by=station.supervisor,
        at=LATER,
    )

    assert "先稳定关系" in words_read(case, station.worker)
    assert "先稳定关系" not in words_read(case, station.colleague)
    [action] = talk.actions.all()
    with pytest.raises(CannotFinishAction, match="the two who agreed"):
        finish_action(action=action, words="done", by=station.colleague, at=LATER)
    finish_action(action=action, words="已联系", by=station.worker, at=LATER)
    with pytest.raises(CannotFinishAction, match="already"):
        finish_action(action=action, words="again", by=station.worker, at=LATER)
    for wrong in (
        {"by": station.worker},
        {"worker": station.supervisor},
        {"worker": Casework().worker},
        {"held_on": TODAY + DAY},
        {"advice": " "},
        {"cases": [Casework().open()]},
    ):
        facts = {
            "worker": station.worker,
            "held_on": TODAY,
            "advice": "x",
            "by": station.supervisor,
            "at": LATER,
        }
        with pytest.raises(CannotWriteSupervision):
            write_supervision(**{**facts, **wrong})


def test_what_waits_is_told_to_whom_it_waits_for(station):
    case = station.open()
    transfer = station.hand_over(case)
    other = Casework()
    plan = other.planned()

    assert list(to_accept(station.colleague)) == [transfer]
    assert list(to_approve(other.supervisor)) == [plan]
    assert not to_approve(station.supervisor).exists() and not to_approve(other.worker).exists()
    assert count_waiting(station.colleague, on=TODAY) == (1, 0)
    accept_handover(transfer=transfer, by=station.colleague, at=LATER)
    assert not to_accept(station.colleague).exists()
    assert count_waiting(station.colleague, on=TODAY + 15 * DAY) == (1, 1)


def test_the_caseload_counts_for_each_worker(station):
    station.at_work()
    theirs = a_resident(worker=station.worker, name="李秀英")
    station.open(resident=theirs, by=station.colleague)

    loads = {load.worker: load for load in caseload_of(station.station, on=TODAY)}
    later = {load.worker: load for load in caseload_of(station.station, on=TODAY + 15 * DAY)}

    assert (loads[station.worker].open, loads[station.worker].stages["work"]) == (1, 1)
    assert (loads[station.colleague].open, loads[station.colleague].overdue) == (1, 0)
    assert (later[station.colleague].overdue, later[station.worker].this_week) == (1, 1)
    assert loads[station.counsellor].open == 0


def theirs(resident, *, at):
    return other_cases(at.worker, records_of(resident), station=at.station)


def everything():
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (Case, *(rel.related_model for rel in Case._meta.related_objects))
    }


def test_16_roles_on_cases_survive_a_merge_of_two_records(station):
    elsewhere = Casework()
    case, other = station.open(), elsewhere.open()
    station.bring(case)
    before = everything()

    merged(station.resident, elsewhere.resident)

    assert everything() == before
    for one, of in ((case, station), (other, elsewhere)):
        assert worker_of(one) == of.worker
        assert case_of(one.pk, of.supervisor) == one
        assert theirs(elsewhere.resident, at=of) == [(one, True, of.worker.name)]
    assert case_of(case.pk, station.counsellor) == case
    assert case_of(case.pk, elsewhere.worker) is None


def test_17_parted_again_each_finds_their_own_case(station):
    elsewhere = Casework()
    case, other = station.open(), elsewhere.open()
    merge = merged(station.resident, elsewhere.resident)
    before = everything()

    undo_merge(merge=merge, why="two cards", by=an_adjudicator(), at=LATER)

    assert everything() == before
    assert theirs(station.resident, at=station) == [(case, True, station.worker.name)]
    assert theirs(elsewhere.resident, at=station) == []
    assert worker_of(other) == elsewhere.worker


def test_a_person_with_two_records_at_a_station_has_one_open_case_there(station):
    twin = a_resident(worker=station.worker, name="黄偉强")
    merged(station.resident, twin)
    station.open()

    with pytest.raises(CannotOpenCase, match="of this person already"):
        station.open(resident=twin)
