"""A station takes in its old lists of cases and contacts: what comes of each row."""

from datetime import date

import pytest

from shanqiao.apps.cases.models import Case
from shanqiao.apps.cases.queries import worker_of
from shanqiao.apps.earlier.actions import CannotTakeEarlier
from shanqiao.apps.earlier.models import EarlierCase, EarlierContact
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Departure
from tests.factories import NOON
from tests.old_lists import (
    LATER,
    Desk,
    an_old_list,
    answers,
    came,
    case,
    contact,
    still_open,
    taken,
    why_wrong,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def test_a_case_that_had_ended_is_kept_and_opens_nothing(desk):
    found = an_old_list(case(ended_on="2023-11-30", ended_why="目标达成"), by=desk.worker)
    assert answers(found) == ["kept"]

    taken(found, by=desk.worker)

    row = EarlierCase.objects.get()
    assert (row.began_on, row.ended_on, row.case) == (date(2023, 5, 4), date(2023, 11, 30), None)
    assert (row.number, row.ended_why, row.words) == ("2023-01", "目标达成", "已能自理")
    assert row.resident == desk.weiqiang
    assert Case.objects.count() == 0
    assert found.content is None and found.rows.get().cells == ""


def test_a_case_that_is_still_open_becomes_a_case_of_today(desk):
    found = an_old_list(still_open(problem="独居"), by=desk.worker)
    assert answers(found) == ["opens"]

    taken(found, by=desk.worker)

    new = Case.objects.get()
    assert (new.resident, new.opened_at, worker_of(new)) == (desk.weiqiang, LATER, desk.worker)
    assert "独居" in new.judgement and "2023-05-04" in new.judgement
    assert EarlierCase.objects.get().case == new and EarlierCase.objects.get().opened


def test_the_supervisor_opens_for_whose_name_stands_in_the_row(desk):
    found = an_old_list(still_open(worker=desk.colleague.name), by=desk.supervisor)

    taken(found, by=desk.supervisor)

    assert worker_of(Case.objects.get()) == desk.colleague


def test_a_worker_does_not_take_in_the_open_cases_of_others_but_their_closed_ones(desk):
    found = an_old_list(
        still_open(worker=desk.colleague.name),
        case(number="2", worker=desk.colleague.name),
        by=desk.worker,
    )

    assert answers(found) == ["wrong", "kept"]
    assert "Only the supervisor" in why_wrong(found)


def test_an_open_case_names_somebody_who_works_here(desk):
    found = an_old_list(still_open(worker="早已离职"), by=desk.supervisor)

    assert "Nobody of this name works" in why_wrong(found)


def test_where_a_case_is_open_already_the_row_goes_to_it(desk):
    there = desk.open(resident=desk.weiqiang)
    found = an_old_list(still_open(), still_open(number="2"), by=desk.worker)
    assert answers(found) == ["tied", "tied"]

    taken(found, by=desk.worker)

    assert set(EarlierCase.objects.values_list("case", "opened")) == {(there.pk, False)}


def test_two_open_rows_of_one_person_open_one_case(desk):
    found = an_old_list(still_open(), still_open(number="2"), by=desk.worker)
    assert answers(found) == ["opens", "tied"]

    taken(found, by=desk.worker)

    assert came(found) == ["opened", "tied"]
    assert Case.objects.count() == 1


def test_what_was_opened_meanwhile_is_seen_when_the_list_is_taken_in(desk):
    found = an_old_list(still_open(), by=desk.worker)
    there = desk.open(resident=desk.weiqiang, by=desk.colleague)

    taken(found, by=desk.worker)

    assert (came(found), EarlierCase.objects.get().case) == (["tied"], there)


def test_a_dead_resident_has_no_open_case_but_what_had_ended(desk):
    write_departure(
        resident=desk.weiqiang,
        kind=Departure.Kind.DIED,
        on=NOON.date(),
        words="家属告知",
        by=desk.worker,
        at=NOON,
    )
    found = an_old_list(still_open(), case(number="2"), by=desk.worker)

    assert answers(found) == ["wrong", "kept"]
    assert "has died" in why_wrong(found)


def test_contacts_stand_beside_the_resident(desk):
    found = an_old_list(
        contact(),
        contact(done_on="2023-06-01", kind="聚餐", minutes=""),
        by=desk.worker,
        kind="contacts",
    )

    taken(found, by=desk.worker)

    rows = EarlierContact.objects.order_by("done_on")
    assert [(row.kind, row.minutes) for row in rows] == [("visit", 60), ("other", None)]
    assert rows[1].words == "聚餐：初次家访"


def test_the_same_rows_with_those_of_the_next_month_bring_only_the_new_ones(desk):
    taken(an_old_list(case(), still_open(number="7"), by=desk.worker), by=desk.worker)

    later = an_old_list(
        case(), still_open(number="7"), case(number="8", began_on="2024-01-02"), by=desk.worker
    )
    assert answers(later) == ["known", "known", "kept"]
    taken(later, by=desk.worker)

    assert came(later) == ["skipped", "skipped", "kept"]
    assert (EarlierCase.objects.count(), Case.objects.count()) == (3, 1)


def test_a_row_that_stands_twice_in_a_list_comes_once(desk):
    found = an_old_list(contact(), contact(), by=desk.worker, kind="contacts")

    assert answers(found) == ["kept", "again"]
    assert found.rows.get(line=3).same_as == 2
    assert came(taken(found, by=desk.worker)) == ["kept", "skipped"]


def test_the_same_file_opens_the_list_that_is_there(desk):
    first = an_old_list(case(), by=desk.worker)

    assert an_old_list(case(), by=desk.worker, read=False) == first
    assert an_old_list(case(), by=desk.worker, read=False, kind="contacts") != first
    with pytest.raises(CannotTakeEarlier, match=desk.worker.name):
        an_old_list(case(), by=desk.colleague, read=False)
