"""An old list is undone while nobody worked on what it opened; and who reads what it brought."""

import pytest

from shanqiao.apps.cases.ending import reopen_case
from shanqiao.apps.cases.models import Case, Closure
from shanqiao.apps.earlier.actions import CannotTakeEarlier
from shanqiao.apps.earlier.models import EarlierCase
from shanqiao.apps.record.models import Entry
from shanqiao.stories.before import before_shanqiao, reads_before
from shanqiao.stories.casework import other_cases
from shanqiao.stories.earlier_taken import undo_earlier
from shanqiao.stories.own_sheet import sheet_of
from tests.old_lists import (
    LATER,
    Desk,
    an_old_list,
    answers,
    case,
    contact,
    still_open,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def test_a_list_is_undone_and_what_it_opened_is_closed_as_a_mistake(desk):
    found = taken(an_old_list(still_open(), case(number="2"), by=desk.worker), by=desk.worker)

    undo_earlier(earlier_list=found, why="导错了", by=desk.worker, at=LATER)

    assert not EarlierCase.objects.filter(undone_at=None).exists()
    assert EarlierCase.objects.count() == 2
    closure = Closure.objects.get()
    assert (closure.reason, closure.follow_ups.count()) == ("mistaken", 0)
    assert Entry.objects.get(act="earlier.undo").why == "导错了"
    again = an_old_list(still_open(), case(number="2"), by=desk.worker)
    assert again != found and answers(again) == ["opens", "kept"]


@pytest.mark.parametrize("work", ["contact", "estimated", "appointment", "hand_over", "bring"])
def test_a_list_is_not_undone_once_a_case_was_worked_on(desk, work):
    found = taken(an_old_list(still_open(), by=desk.worker), by=desk.worker)
    getattr(desk, work)(Case.objects.get())

    with pytest.raises(CannotTakeEarlier, match="1 case of this list was worked on"):
        undo_earlier(earlier_list=found, why="导错了", by=desk.worker, at=LATER)

    assert EarlierCase.objects.filter(undone_at=None).count() == 1
    assert Closure.objects.count() == 0


def test_a_list_is_not_undone_once_its_case_ended_or_another_list_tied_a_row_to_it(desk):
    found = taken(an_old_list(still_open(), by=desk.worker), by=desk.worker)
    tied = taken(an_old_list(still_open(number="2"), by=desk.worker), by=desk.worker)
    with pytest.raises(CannotTakeEarlier, match="worked on since"):
        undo_earlier(earlier_list=found, why="导错了", by=desk.worker, at=LATER)

    undo_earlier(earlier_list=tied, why="导错了", by=desk.worker, at=LATER)  # only a row
    desk.close(Case.objects.get())
    with pytest.raises(CannotTakeEarlier, match="worked on since"):
        undo_earlier(earlier_list=found, why="导错了", by=desk.worker, at=LATER)


def test_undoing_says_why_and_is_for_what_was_taken_in(desk):
    found = an_old_list(contact(), by=desk.worker, kind="contacts")
    with pytest.raises(CannotTakeEarlier, match="not taken in yet"):
        undo_earlier(earlier_list=found, why="导错了", by=desk.worker, at=LATER)
    taken(found, by=desk.worker)
    with pytest.raises(CannotTakeEarlier, match="why"):
        undo_earlier(earlier_list=found, why=" ", by=desk.worker, at=LATER)

    undo_earlier(earlier_list=found, why="导错了", by=desk.supervisor, at=LATER)

    assert before_shanqiao([desk.weiqiang.pk], station=desk.station) == []


def test_a_case_closed_as_a_mistake_may_be_opened_again(desk):
    found = taken(an_old_list(still_open(), by=desk.worker), by=desk.worker)
    undo_earlier(earlier_list=found, why="导错了", by=desk.worker, at=LATER)

    reopen_case(case=Case.objects.get(), why="没有错", by=desk.worker, at=LATER)

    assert Case.objects.open().count() == 1


def test_what_was_before_is_read_by_the_supervisor_and_who_may_open_a_case(desk):
    taken(an_old_list(case(), by=desk.worker), by=desk.worker)
    records = [desk.weiqiang.pk]

    def read_it():
        people = (desk.worker, desk.colleague, desk.supervisor)
        return [
            reads_before(who, other_cases(who, records, station=desk.station), station=desk.station)
            for who in people
        ]

    assert read_it() == [False, False, True]
    desk.open(resident=desk.weiqiang)
    assert read_it() == [True, False, True]


def test_what_was_before_stands_in_the_order_of_days(desk):
    taken(an_old_list(case(began_on="2023-05-04"), by=desk.worker), by=desk.worker)
    visits = [contact(done_on="2023-05-09"), contact(done_on="2023-04-01")]
    taken(an_old_list(*visits, by=desk.worker, kind="contacts"), by=desk.worker)

    story = before_shanqiao([desk.weiqiang.pk], station=desk.station)

    assert [one.what for one in story] == ["contact", "case", "contact"]
    assert before_shanqiao([desk.weiqiang.pk], station=Desk().station) == []


def test_the_residents_own_sheet_names_it(desk):
    taken(an_old_list(case(), by=desk.worker), by=desk.worker)
    taken(an_old_list(contact(), by=desk.worker, kind="contacts"), by=desk.worker)

    beside = "\n".join(sheet_of(desk.weiqiang, at=LATER).beside)

    assert "old list of a station has them: 1" in beside
