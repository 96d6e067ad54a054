"""Two who do the same with old lists at the same moment, and a worker process that is killed in the middle."""

import pytest

from shanqiao.apps.cases.models import Case
from shanqiao.apps.earlier.actions import CannotTakeEarlier, ask_to_take_earlier_in
from shanqiao.apps.earlier.models import EarlierCase, EarlierContact, EarlierList
from shanqiao.apps.record.models import Entry
from shanqiao.stories import earlier_taken
from shanqiao.stories.earlier_taken import take_earlier_in, undo_earlier
from tests.apps.crowd import all_at_once
from tests.old_lists import LATER, Desk, an_old_list, came, case, contact, still_open, taken


def visits(count, **cells):
    return [contact(words=f"第{n}次", **cells) for n in range(count)]


def asked(found, by):
    ask_to_take_earlier_in(earlier_list=found, whole=False, by_name=False, by=by, at=LATER)


def test_two_who_take_in_one_list_at_the_same_moment_double_nothing(committed, monkeypatch):
    desk = Desk()
    monkeypatch.setattr(earlier_taken, "BATCH", 2)
    rows = [still_open(), *(case(number=f"a{n}") for n in range(9))]
    found = an_old_list(*rows, by=desk.worker)
    asked(found, desk.worker)

    outcomes = all_at_once([lambda: take_earlier_in(earlier_list=found, at=LATER)] * 2)

    assert outcomes == [None, None]
    assert (EarlierCase.objects.count(), Case.objects.count()) == (10, 1)
    assert Entry.objects.filter(act="earlier.taken").count() == 1


def test_two_lists_with_the_same_rows_in_another_order_bring_each_row_once(committed, monkeypatch):
    desk = Desk()
    monkeypatch.setattr(earlier_taken, "BATCH", 3)
    rows = visits(12)
    lists = [
        an_old_list(*some, by=desk.worker, kind="contacts") for some in (rows, [*reversed(rows)])
    ]
    for one in lists:
        asked(one, desk.worker)

    outcomes = all_at_once(
        [lambda one=one: take_earlier_in(earlier_list=one, at=LATER) for one in lists]
    )

    assert outcomes == [None, None]
    assert EarlierContact.objects.count() == 12
    both = [became for one in lists for became in came(one)]
    assert (both.count("kept"), both.count("skipped")) == (12, 12)


def test_two_lists_open_one_case_of_one_person(committed):
    desk = Desk()
    lists = [an_old_list(still_open(number=n), by=desk.worker) for n in "12"]
    for one in lists:
        asked(one, desk.worker)

    all_at_once([lambda one=one: take_earlier_in(earlier_list=one, at=LATER) for one in lists])

    assert Case.objects.count() == 1
    assert sorted(EarlierCase.objects.values_list("opened", flat=True)) == [False, True]


def test_one_file_handed_in_twice_at_the_same_moment_is_one_list(committed):
    desk = Desk()

    outcomes = all_at_once([lambda: an_old_list(case(), by=desk.worker, read=False).pk] * 4)

    assert len(set(outcomes)) == 1
    assert EarlierList.objects.count() == 1


def test_work_on_a_case_and_undoing_its_list_never_both_happen(committed):
    desk = Desk()
    found = taken(an_old_list(still_open(), by=desk.worker), by=desk.worker)
    new = Case.objects.get()

    def undo():
        try:
            undo_earlier(earlier_list=found, why="导错了", by=desk.worker, at=LATER)
        except CannotTakeEarlier:
            return "kept"
        return "undone"

    def work():
        try:
            desk.contact(new)
        except Exception:
            return "refused"
        return "written"

    outcomes = all_at_once([undo, work])

    assert sorted(outcomes) in (["kept", "written"], ["refused", "undone"])


@pytest.mark.django_db
def test_a_kill_in_the_middle_leaves_nothing_half_done(monkeypatch):
    desk = Desk()
    monkeypatch.setattr(earlier_taken, "BATCH", 2)
    found = an_old_list(*visits(7), by=desk.worker, kind="contacts")
    asked(found, desk.worker)
    write = earlier_taken.write_earlier_contact

    def killed(**facts):
        if EarlierContact.objects.count() == 5:
            raise SystemExit
        return write(**facts)

    with monkeypatch.context() as here:
        here.setattr(earlier_taken, "write_earlier_contact", killed)
        with pytest.raises(SystemExit):
            take_earlier_in(earlier_list=found, at=LATER)
    assert EarlierContact.objects.count() == found.rows.exclude(became="").count() == 4

    take_earlier_in(earlier_list=found, at=LATER)
    found.refresh_from_db()
    assert (EarlierContact.objects.count(), found.done, found.taken_at) == (7, 7, LATER)
