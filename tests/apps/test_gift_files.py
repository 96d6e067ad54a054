"""Files of gifts: each row becomes a gift once, and what becomes none says why."""

from datetime import date

import pytest

from shanqiao.apps.giving.filing import ask_to_take_gifts
from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.giving.queries import told_of_file, told_of_row
from shanqiao.apps.giving.undoing import undo_gift
from shanqiao.apps.giving.working import take_rows_in
from shanqiao.apps.record.models import Entry
from tests.factories import NOON, a_manager
from tests.gift_files import (
    LATER,
    a_purse_that_gets,
    a_row,
    a_wrong_row,
    kept,
    kinds,
    read,
    taken,
    why,
)
from tests.giving import a_donor, a_gift

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse():
    return a_purse_that_gets()


def test_a_file_taken_in_twice_adds_nothing(purse):
    rows = [a_row(reference="A1"), a_row(3, name="", amount=500), a_row(4, amount=700)]

    first, second = (taken(purse, rows) for _ in "ab")

    assert (first.new, first.known, first.fen) == (3, 0, 3_200)
    assert (second.new, second.known, second.fen) == (0, 3, 0)
    purse.refresh_from_db()
    assert (purse.received, Gift.objects.count()) == (3_200, 3)


def test_another_export_with_some_of_the_rows_adds_only_the_others(purse):
    taken(purse, [a_row(reference="A1"), a_row(3, amount=700)])

    file = taken(purse, [a_row(9, amount=700), a_row(10, amount=900)])

    assert (file.new, file.known) == (1, 1)


def test_what_would_become_of_each_row_is_told_before_anything_is_taken(purse):
    taken(purse, [a_row(2, reference="A1", on=date(2026, 5, 1))])
    rows = [
        a_row(2, reference="A1", on=date(2026, 5, 1)),
        a_wrong_row(3),
        a_row(4, amount=30),
        a_row(5, amount=30),
        a_row(6, phone="12"),
        a_row(7, name="李爱心"),
    ]

    file = read(purse, rows)

    assert (file.total, file.known, file.new, file.suspicious, file.wrong) == (6, 1, 2, 1, 2)
    assert (file.fen, file.suspicious_fen) == (2_030, 30)
    assert kept(file) == [(3, "wrong"), (5, "double"), (6, "refused")]
    assert why(file.rows.get(line=3))["column"] == "金额"
    assert "too short" in why(file.rows.get(line=6))["en"]
    assert [row["name"] for row in told_of_file(file)["first_rows"]] == ["何善心", "李爱心"]
    assert Gift.objects.count() == 1


def test_rules_that_no_row_keeps_are_told_of_each_row_before_it_is_taken():
    purse = a_purse_that_gets(valid_from=date(2026, 5, 3))
    rows = [a_row(2, reference="A"), a_row(3, reference="B", on=date(2026, 5, 2))]

    file = read(purse, rows, how="platform", platform="tencent")

    assert (file.new, kept(file)) == (1, [(3, "refused")])
    assert "FR-01" in why(file.rows.get())["en"]


def test_two_equal_rows_are_two_gifts_and_shown_as_likely_doubles(purse):
    rows = [a_row(2), a_row(3)]
    assert kinds(purse, rows) == ["new", "double"]

    file = taken(purse, rows)

    assert (file.new, file.suspicious, kept(file)) == (2, 1, [])
    assert kinds(purse, rows) == ["known", "known"]


def test_likely_doubles_can_be_left_out_and_handed_in_later_alone(purse):
    file = taken(purse, [a_row(2), a_row(3)], with_doubles=False)
    assert (file.new, file.suspicious, Gift.objects.count()) == (1, 1, 1)
    [left] = file.rows.all()
    assert (left.line, left.kind, left.nth, told_of_row(left)[1]) == (3, "double", 2, ["row 3"])

    alone = [a_row(2, nth=left.nth)]

    assert kinds(purse, alone) == ["double"]
    assert taken(purse, alone).new == 1
    assert taken(purse, [a_row(2), a_row(3)]).known == 2


def test_what_looks_like_a_gift_that_is_there_says_like_which(purse):
    donor = a_donor(host=purse.fund.host, name="何善心")
    gift = a_gift(donor=donor, purse=purse, amount=2_000)

    file = taken(purse, [a_row(reference="B7")], with_doubles=False)

    assert (file.new, file.rows.get().like) == (0, gift.number)


def test_a_gift_of_after_the_reading_and_before_the_asking_makes_a_double_too(purse):
    rows = [a_row(2, reference="B7")]
    file = read(purse, rows)
    a_gift(donor=a_donor(host=purse.fund.host, name="何善心"), purse=purse, amount=2_000)

    ask_to_take_gifts(gift_file=file, with_doubles=False, by=file.by, at=LATER)
    take_rows_in(gift_file=file, rows=rows, at=LATER)

    file.refresh_from_db()
    assert (file.new, file.suspicious, kept(file)) == (0, 1, [(2, "double")])


def test_what_was_shown_as_a_double_is_left_out_when_somebody_decides_so(purse):
    rows = [a_row(2, reference="B7")]
    gift = a_gift(donor=a_donor(host=purse.fund.host, name="何善心"), purse=purse, amount=2_000)
    file = read(purse, rows)

    undo_gift(gift=gift, why="错记", by=a_manager(purse.fund), at=NOON)
    ask_to_take_gifts(gift_file=file, with_doubles=False, by=file.by, at=LATER)
    take_rows_in(gift_file=file, rows=rows, at=LATER)

    file.refresh_from_db()
    assert (file.new, file.suspicious, file.rows.get().like) == (0, 1, gift.number)


def test_one_number_of_a_bank_is_one_gift(purse):
    twice = [a_row(2, reference="A1"), a_row(3, reference="A1")]
    assert kinds(purse, twice) == ["new", "known"]

    file = taken(purse, [*twice, a_row(4, reference="A1", amount=1)])

    assert (file.new, file.known, file.wrong) == (1, 1, 1)
    assert "Line 2 bears the same number" in why(file.rows.get(line=4))["en"]
    assert Gift.objects.count() == 1


def test_a_number_that_another_gift_bears_is_told_of_and_not_passed_by(purse):
    taken(purse, [a_row(2, reference="A1")])

    file = taken(purse, [a_row(7, reference="A1", amount=1)])

    assert (file.new, file.known, file.wrong) == (0, 0, 1)
    said = why(file.rows.get())
    assert Gift.objects.get().number in said["en"] and Gift.objects.get().number in said["zh"]


def test_givers_are_known_by_name_and_telephone_and_nobody_is_one(purse):
    rows = [a_row(2, phone="13800138000"), a_row(3, phone="13800138000", on=date(2026, 5, 1))]

    taken(purse, [*rows, a_row(4, name=""), a_row(5, name="", amount=10)])

    assert Donor.objects.filter(host=purse.fund.host).count() == 2


def test_a_row_that_is_refused_stops_no_other_and_is_kept_with_its_reason(purse):
    rows = [a_row(2, phone="12"), a_wrong_row(3), a_row(4), a_row(5, amount=0)]

    file = taken(purse, rows)

    assert (file.new, file.wrong) == (1, 3)
    assert kept(file) == [(2, "refused"), (3, "wrong"), (5, "refused")]
    said = why(file.rows.get(line=5))
    assert "more than nothing" in said["en"] and said["zh"] != said["en"]
    assert Entry.objects.filter(act="giving.take_file").count() == 1
