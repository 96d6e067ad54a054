"""Receipts and letters in bulk: what is missing is issued once, and the file is there, whole, or says why not."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest

from shanqiao.apps.receipts.actions import void_receipt
from shanqiao.apps.receipts.models import DonationReceipt, LetterRun
from shanqiao.apps.receipts.runs import KEPT, CannotAskForLetters, forget_letters
from shanqiao.jobs import letters
from shanqiao.jobs.letters import run_letters
from tests.factories import NOON, TODAY, a_cashier, a_person, a_purse
from tests.giving import a_donor, a_gift
from tests.receipts import a_fund_with_a_book, a_gift_to_receipt, a_receipt, a_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund():
    return a_fund_with_a_book()


def test_the_receipts_of_some_days_are_issued_and_set_in_one_file(fund):
    cashier = a_cashier(fund)
    old = a_receipt(gift=a_gift_to_receipt(fund=fund), by=cashier)
    for _ in range(3):
        a_gift_to_receipt(fund=fund)
    a_gift_to_receipt(fund=fund, waives_receipt=True)
    a_gift_to_receipt(fund=fund, on=TODAY - timedelta(days=1))

    run = run_letters(run=a_run(by=cashier), at=NOON)

    run = LetterRun.objects.get(pk=run.pk)
    assert (run.total, run.done, run.left_out, run.says) == (4, 4, 0, "")
    assert run.file.startswith(b"%PDF-") and run.file_name == "receipts-20260506-20260506.pdf"
    assert list(old.book.receipts.values_list("number", flat=True).order_by("number")) == [
        1,
        2,
        3,
        4,
    ]


def test_asked_for_twice_nothing_is_issued_twice(fund):
    cashier = a_cashier(fund)
    a_gift_to_receipt(fund=fund)
    first, second = a_run(by=cashier), a_run(by=cashier)

    run_letters(run=first, at=NOON)
    run_letters(run=first, at=NOON)
    run_letters(run=second, at=NOON)

    assert DonationReceipt.objects.count() == 1
    assert LetterRun.objects.filter(done=1, total=1).count() == 2


def test_a_worker_that_died_is_followed_by_another_that_begins_where_the_numbers_are(
    fund, monkeypatch
):
    run = a_run(by=a_cashier(fund))
    for _ in range(4):
        a_gift_to_receipt(fund=fund)
    with monkeypatch.context() as dying:
        dying.setattr(letters, "set_letters", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_letters(run=run, at=NOON)

    run_letters(run=run, at=NOON)

    assert DonationReceipt.objects.count() == 4
    assert LetterRun.objects.get(pk=run.pk).file.startswith(b"%PDF-")


def test_many_letters_become_several_files_in_one(fund, monkeypatch):
    monkeypatch.setattr(letters, "PIECE", 2)
    for _ in range(5):
        a_gift_to_receipt(fund=fund)

    run = run_letters(run=a_run(by=a_cashier(fund)), at=NOON)

    folder = ZipFile(io.BytesIO(LetterRun.objects.get(pk=run.pk).file))
    assert folder.namelist() == [f"receipts-00{n}.pdf" for n in (1, 2, 3)]
    assert all(folder.read(name).startswith(b"%PDF-") for name in folder.namelist())


def test_a_void_receipt_is_in_no_file(fund):
    receipt = a_receipt(gift=a_gift_to_receipt(fund=fund))
    void_receipt(receipt=receipt, why="wrong", by=receipt.handler, at=NOON)

    run = run_letters(run=a_run(by=receipt.handler), at=NOON)

    assert "nothing to make a letter of" in LetterRun.objects.get(pk=run.pk).says


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["certificates", "thanks", "summaries"])
def test_every_kind_of_letter_is_made(fund, kind, language):
    giver = a_donor(host=fund.host, name="黄伟强")
    purse = a_purse(fund=fund, received=0)
    for _ in range(2):
        a_gift(donor=giver, purse=purse, wish="designated", wish_words="长者午餐 #*_$[x]")
    a_gift(purse=a_purse(received=0))  # another host's

    run = run_letters(run=a_run(by=a_cashier(fund), kind=kind, language=language), at=NOON)

    run = LetterRun.objects.get(pk=run.pk)
    assert run.total == (1 if kind == "summaries" else 2)
    assert run.file.startswith(b"%PDF-")
    assert not DonationReceipt.objects.exists()


def test_letters_are_forgotten_after_thirty_days(fund):
    a_gift_to_receipt(fund=fund)
    run = run_letters(run=a_run(by=a_cashier(fund)), at=NOON)

    forget_letters(at=NOON + KEPT - timedelta(seconds=1))
    assert LetterRun.objects.get(pk=run.pk).file
    forget_letters(at=NOON + KEPT)

    run = LetterRun.objects.get(pk=run.pk)
    assert (run.file, run.forgotten_at) == (None, NOON + KEPT)


def test_only_people_of_a_fund_ask_and_days_run_forward(fund):
    with pytest.raises(CannotAskForLetters, match="handler or the cashier of a fund"):
        a_run(by=a_person())
    with pytest.raises(CannotAskForLetters, match="not after the last"):
        a_run(by=a_cashier(fund), first_on=TODAY, last_on=TODAY - timedelta(days=1))
