from datetime import date, timedelta

import pytest

from shanqiao.apps.giving.filing import (
    CannotTakeFile,
    Row,
    forget_gift_files,
    give_up_gift_file,
    hand_in_gifts,
    judge_rows,
    take_gift_file,
)
from shanqiao.apps.giving.models import Donor, Gift, GiftFile
from tests.factories import NOON, TODAY, a_cashier, a_purse
from tests.giving import a_certified_host, a_donor, a_fund, a_gift

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse():
    return a_purse(fund=a_fund(host=a_certified_host()), received=0)


def a_row(line=2, **facts):
    told = {"name": "何善心", "phone": "", "uscc": "", "amount": 2_000, "on": TODAY}
    return Row(line=line, **(told | {"reference": "", "wish": ""} | facts))


def taken(purse, rows, *, with_doubles=True):
    by = a_cashier(purse.fund)
    file = hand_in_gifts(purse=purse, how="bank", name="五月.csv", content=b"x", by=by, at=NOON)
    return take_gift_file(
        gift_file=file, rows=rows, wrong=0, with_doubles=with_doubles, by=by, at=NOON
    )[0]


def kinds(purse, rows):
    return [judged.what for judged in judge_rows(rows, purse=purse, how="bank")]


def test_a_file_taken_in_twice_adds_nothing(purse):
    rows = [a_row(reference="A1"), a_row(3, name="", amount=500), a_row(4, amount=700)]

    first, second = (taken(purse, rows) for _ in "ab")

    assert (first.new, first.known) == (3, 0)
    assert (second.new, second.known) == (0, 3)
    purse.refresh_from_db()
    assert (purse.received, Gift.objects.count()) == (3_200, 3)


def test_another_export_with_some_of_the_rows_adds_only_the_others(purse):
    taken(purse, [a_row(reference="A1"), a_row(3, amount=700)])

    file = taken(purse, [a_row(9, amount=700), a_row(10, amount=900)])

    assert (file.new, file.known) == (1, 1)


def test_two_equal_rows_are_two_gifts_and_shown_as_likely_doubles(purse):
    rows = [a_row(2), a_row(3)]
    assert kinds(purse, rows) == ["new", "double"]

    file = taken(purse, rows)

    assert (file.new, file.suspicious) == (2, 1)
    assert kinds(purse, rows) == ["known", "known"]


def test_likely_doubles_can_be_left_out(purse):
    file = taken(purse, [a_row(2), a_row(3)], with_doubles=False)

    assert (file.new, file.suspicious, Gift.objects.count()) == (1, 1, 1)


def test_what_looks_like_a_gift_that_is_there_says_like_which(purse):
    donor = a_donor(host=purse.fund.host, name="何善心")
    gift = a_gift(donor=donor, purse=purse, amount=2_000)

    [judged] = judge_rows([a_row(reference="B7")], purse=purse, how="bank")

    assert (judged.what, judged.like) == ("double", gift.number)


def test_one_number_of_a_bank_is_one_gift(purse):
    twice = [a_row(2, reference="A1"), a_row(3, reference="A1")]
    assert kinds(purse, twice) == ["new", "known"]

    file = taken(purse, [*twice, a_row(4, reference="A1", amount=1)])

    assert (file.new, file.known, file.wrong) == (1, 1, 1)
    assert Gift.objects.count() == 1


def test_givers_are_known_by_name_and_telephone_and_nobody_is_one(purse):
    rows = [a_row(2, phone="13800138000"), a_row(3, phone="13800138000", on=date(2026, 5, 1))]

    taken(purse, [*rows, a_row(4, name=""), a_row(5, name="", amount=10)])

    assert Donor.objects.filter(host=purse.fund.host).count() == 2


def test_a_row_that_is_refused_stops_no_other(purse):
    by = a_cashier(purse.fund)
    said = {"how": "platform", "platform": "tencent", "name": "x.csv", "content": b"x"}
    file = hand_in_gifts(purse=purse, by=by, at=NOON, **said)

    file, refused = take_gift_file(
        gift_file=file,
        rows=[a_row(2, amount=0), a_row(3)],
        wrong=1,
        with_doubles=True,
        by=by,
        at=NOON,
    )

    assert (file.new, file.wrong) == (1, 2)
    assert refused[0][0] == 2
    assert "more than nothing" in refused[0][1]


def test_a_file_is_forgotten_once_it_is_taken_in_or_given_up(purse):
    file = taken(purse, [a_row()])
    assert file.content is None
    with pytest.raises(CannotTakeFile):
        give_up_gift_file(gift_file=file, by=file.by, at=NOON)

    other = hand_in_gifts(purse=purse, how="bank", name="x", content=b"x", by=file.by, at=NOON)
    give_up_gift_file(gift_file=other, by=file.by, at=NOON)

    assert GiftFile.objects.get(pk=other.pk).content is None


def test_a_file_nobody_took_in_is_forgotten_after_ninety_days(purse):
    by = a_cashier(purse.fund)
    told = {"purse": purse, "how": "bank", "name": "x.csv", "content": b"x", "by": by}
    old = hand_in_gifts(at=NOON - timedelta(days=90), **told)
    young = hand_in_gifts(at=NOON - timedelta(days=89), **told)

    assert (forget_gift_files(at=NOON), forget_gift_files(at=NOON)) == (1, 0)

    old.refresh_from_db(), young.refresh_from_db()
    assert (old.content, old.name) == (None, "")
    assert young.content == b"x"
