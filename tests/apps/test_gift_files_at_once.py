"""Files of gifts under attack: two people, two workers, the same rows at the same moment."""

from shanqiao.apps.giving import working
from shanqiao.apps.giving.actions import known_or_registered
from shanqiao.apps.giving.filing import ask_to_take_gifts, hand_in_gifts
from shanqiao.apps.giving.judging import Row
from shanqiao.apps.giving.models import Donor, Gift, GiftFile
from shanqiao.apps.giving.working import look_through, take_rows_in
from shanqiao.apps.record.models import Entry
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY, a_cashier
from tests.gift_files import LATER, a_purse_that_gets
from tests.giving import a_gift


def rows_of(count):
    """Every second with a giver who is known by a telephone, every third without a number."""
    return [
        Row(
            line=n + 2,
            name=f"善人{n}",
            phone=f"139{n // 2:08d}" if n % 2 else "",
            uscc="",
            amount=100 + n,
            on=TODAY,
            reference=f"A{n}" if n % 3 else "",
            wish="",
            cells=[str(n)],
        )
        for n in range(count)
    ]


def asked(purse, rows):
    by = a_cashier(purse.fund)
    file = hand_in_gifts(purse=purse, how="bank", name="x.csv", content=b"x", by=by, at=NOON)
    look_through(gift_file=file, headings=[], rows=rows, at=NOON)
    return ask_to_take_gifts(gift_file=file, with_doubles=True, by=by, at=LATER)


def test_two_workers_at_one_file_take_each_row_once(committed, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 5)
    purse, rows = a_purse_that_gets(), rows_of(40)
    file = asked(purse, rows)

    outcomes = all_at_once([lambda: take_rows_in(gift_file=file, rows=rows, at=LATER)] * 2)

    file.refresh_from_db()
    purse.refresh_from_db()
    assert outcomes == [None, None]
    assert (file.new, file.known, file.wrong, file.done) == (40, 0, 0, 40)
    assert (Gift.objects.count(), purse.received) == (40, sum(row.amount for row in rows))
    assert Entry.objects.filter(act="giving.take_file").count() == 1


def test_two_files_with_the_same_rows_in_another_order_bring_each_once(committed, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 5)
    purse, rows = a_purse_that_gets(), rows_of(40)
    first, second = asked(purse, rows), asked(purse, rows[::-1])

    outcomes = all_at_once(
        [
            lambda: take_rows_in(gift_file=first, rows=rows, at=LATER),
            lambda: take_rows_in(gift_file=second, rows=rows[::-1], at=LATER),
        ]
    )

    assert outcomes == [None, None]
    files = GiftFile.objects.all()
    assert sum(file.new for file in files) == sum(file.known for file in files) == 40
    assert [file.wrong for file in files] == [0, 0]
    assert Gift.objects.count() == Donor.objects.count() == 40
    purse.refresh_from_db()
    assert purse.received == sum(row.amount for row in rows)


def test_a_giver_written_down_by_hand_meanwhile_is_one_giver(committed, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 10)
    purse, rows = a_purse_that_gets(), rows_of(20)
    file = asked(purse, rows)

    def by_hand(row):
        donor = known_or_registered(host=purse.fund.host, at=LATER, **row.giver)
        return a_gift(donor=donor, purse=purse, key=f"by hand {row.line}", amount=5)

    outcomes = all_at_once(
        [
            lambda: take_rows_in(gift_file=file, rows=rows, at=LATER),
            *[lambda row=row: by_hand(row) for row in rows[1::2]],
        ]
    )

    assert not [one for one in outcomes if isinstance(one, Exception)]
    file.refresh_from_db()
    assert (file.new, file.wrong) == (20, 0)
    assert Donor.objects.exclude(phone_token="").count() == 10
