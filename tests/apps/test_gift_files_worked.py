"""The work on a file of gifts: some rows at a time, interrupted, begun again, given up, forgotten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.giving import working
from shanqiao.apps.giving.filing import (
    CannotTakeFile,
    ask_to_take_gifts,
    forget_gift_files,
    give_up_gift_file,
)
from shanqiao.apps.giving.models import Donor, FileRow, Gift, GiftFile
from shanqiao.apps.giving.working import look_through, take_rows_in
from tests.factories import NOON
from tests.gift_files import (
    LATER,
    a_purse_that_gets,
    a_row,
    a_wrong_row,
    asked,
    handed_in,
    kept,
    read,
    some_rows,
    taken,
    why,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse():
    return a_purse_that_gets()


def test_what_only_the_database_refuses_is_kept_with_its_reason_too(purse, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 4)
    rows = some_rows(10)
    file = asked(purse, rows, platform="tencent")  # a bank is no platform

    take_rows_in(gift_file=file, rows=rows, at=LATER)

    file.refresh_from_db()
    assert (file.new, file.wrong, file.rows.count()) == (0, 10, 10)
    assert "names one" in why(file.rows.get(line=2))["en"]
    assert not Donor.objects.filter(host=purse.fund.host).exists()


def test_what_is_interrupted_goes_on_and_doubles_nothing(purse, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 4)
    rows = [a_row(1), *some_rows(5), a_wrong_row(8), a_row(9), a_row(10), a_row(11, phone="12")]
    file = asked(purse, rows)

    class Killed(Exception):
        pass

    def killed_in_the_second_batch():
        for row in rows:
            if row.line == 8:
                raise Killed
            yield row

    with pytest.raises(Killed):
        take_rows_in(gift_file=file, rows=killed_in_the_second_batch(), at=LATER)
    file.refresh_from_db()
    assert (file.done, file.new, file.taken_at) == (4, 4, None)
    take_rows_in(gift_file=file, rows=rows, at=LATER)
    take_rows_in(gift_file=file, rows=rows, at=LATER)

    file.refresh_from_db()
    assert (file.new, file.known, file.suspicious, file.wrong) == (8, 0, 2, 2)
    assert Gift.objects.count() == 8
    assert kept(file) == [(8, "wrong"), (11, "refused")]


def test_reading_that_is_begun_again_begins_anew(purse, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 2)
    rows = [a_wrong_row(2), a_row(3), a_wrong_row(4), a_row(5, amount=1)]
    file = handed_in(purse)

    def given_up_in_between():
        yield from rows[:3]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        look_through(gift_file=file, headings=[], rows=given_up_in_between(), at=NOON)
    look_through(gift_file=file, headings=[], rows=rows, at=NOON)

    file.refresh_from_db()
    assert (file.total, file.wrong, kept(file)) == (4, 2, [(2, "wrong"), (4, "wrong")])


def test_a_file_given_up_while_it_is_read_leaves_nothing(purse, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 1)
    file = handed_in(purse)

    def rows():
        yield a_wrong_row(2)
        give_up_gift_file(gift_file=file, by=file.by, at=NOON)
        yield a_wrong_row(3)

    look_through(gift_file=file, headings=[], rows=rows(), at=NOON)

    file.refresh_from_db()
    assert (file.read_at, file.rows.count()) == (None, 0)


def test_five_hundred_rows_ask_no_more_than_fifty(purse):
    def queries(count, tag):
        rows = [
            a_row(n, reference=f"{tag}{n}", name=f"{tag}{n}", phone=f"139{n:08d}", amount=n + 1)
            for n in range(count)
        ]
        file = handed_in(purse, how="platform", platform="tencent")
        with CaptureQueriesContext(connection) as reading:
            look_through(gift_file=file, headings=[], rows=rows, at=NOON)
        ask_to_take_gifts(gift_file=file, with_doubles=True, by=file.by, at=LATER)
        with CaptureQueriesContext(connection) as taking:
            take_rows_in(gift_file=file, rows=rows, at=LATER)
        assert Gift.objects.filter(reference__startswith=tag).count() == count
        return len(reading), len(taking)

    few, many = queries(50, "few"), queries(500, "many")

    assert many[0] <= few[0] and many[1] <= few[1]


def test_only_what_is_read_and_can_be_used_is_taken(purse):
    file = handed_in(purse)
    with pytest.raises(CannotTakeFile, match="read before"):
        ask_to_take_gifts(gift_file=file, with_doubles=True, by=file.by, at=NOON)

    working.cannot_be_used(gift_file=file, says={"zh": "不行", "en": "no"}, at=NOON)

    with pytest.raises(CannotTakeFile, match="read before"):
        ask_to_take_gifts(gift_file=file, with_doubles=True, by=file.by, at=NOON)
    take_rows_in(gift_file=file, rows=[a_row()], at=NOON)
    assert not Gift.objects.exists()


def test_taking_is_asked_for_once(purse):
    file = asked(purse, [a_row()])

    again = ask_to_take_gifts(gift_file=file, with_doubles=False, by=file.by, at=LATER)

    assert again.with_doubles
    with pytest.raises(CannotTakeFile, match="being taken in"):
        give_up_gift_file(gift_file=file, by=file.by, at=LATER)


def test_a_file_is_forgotten_once_it_is_taken_in_or_given_up(purse):
    file = taken(purse, [a_row()])
    assert (file.content, file.first_rows) == (None, "")
    with pytest.raises(CannotTakeFile):
        give_up_gift_file(gift_file=file, by=file.by, at=NOON)

    other = read(purse, [a_row(), a_wrong_row()])
    give_up_gift_file(gift_file=other, by=file.by, at=NOON)

    other.refresh_from_db()
    assert (other.content, other.first_rows, other.rows.count()) == (None, "", 0)
    with pytest.raises(CannotTakeFile, match="already"):
        ask_to_take_gifts(gift_file=other, with_doubles=True, by=file.by, at=LATER)


def test_a_file_and_its_rows_are_forgotten_after_ninety_days(purse):
    old = read(purse, [a_wrong_row()], at=NOON - timedelta(days=90))
    young = handed_in(purse, at=NOON - timedelta(days=89))

    assert (forget_gift_files(at=NOON), forget_gift_files(at=NOON)) == (1, 0)

    old.refresh_from_db(), young.refresh_from_db()
    assert (old.content, old.name, old.headings) == (None, "", "")
    assert not FileRow.objects.exists()
    assert young.content == b"x"


def test_a_file_being_taken_in_is_not_forgotten_meanwhile(purse):
    rows = [a_row()]
    file = read(purse, rows, at=LATER - timedelta(days=90))
    ask_to_take_gifts(gift_file=file, with_doubles=True, by=file.by, at=LATER)

    assert forget_gift_files(at=LATER) == 0
    assert forget_gift_files(at=LATER + timedelta(days=1)) == 1


def test_files_handed_in_before_there_were_headings_have_none():
    with connection.schema_editor(collect_sql=True) as editor:
        written = editor.effective_default(GiftFile._meta.get_field("headings"))

    assert bytes(getattr(written, "obj", written)) == b""
