"""Finished postings are sealed once, proven, and a change of one is found."""

from datetime import timedelta

import pytest
from django.db import transaction

from shanqiao.apps.books.lines import (
    place_of,
)
from shanqiao.apps.books.models import Block, Posting, Shift
from shanqiao.apps.books.proofs import check_proof, prove
from shanqiao.apps.books.queries import balance
from shanqiao.apps.books.sealing import lay_everything, seal
from shanqiao.apps.books.turns import go_on
from shanqiao.apps.books.verifying import verify
from tests.apps.books_factories import a_gift, a_line, without_triggers
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY


def test_what_is_finished_is_sealed_once_and_proven(committed):
    line = a_line()
    gifts = [a_gift(line, 10, f"g{n}") for n in range(7)]
    bank = place_of(host=line.host, unit="fen")

    assert seal(at=NOON, most=3) == 7
    assert seal(at=NOON) == 0

    assert list(Block.objects.order_by("number").values_list("count", flat=True)) == [3, 3, 1]
    assert (balance(bank), balance(bank, on=TODAY - timedelta(days=1))) == (70, 0)
    assert not list(verify())
    proof = prove(gifts[4])
    assert check_proof(proof)
    assert not check_proof({**proof, "row": proof["row"].replace("|10|", "|11|")})


def test_a_gift_that_is_not_finished_is_left_for_the_next_block(committed):
    line = a_line()
    place_of(host=line.host, unit="fen")
    with transaction.atomic():
        a_gift(line, 10, "slow")  # has an early turn and is committed late

        def meanwhile():
            a_gift(line, 20, "quick")
            return seal(at=NOON)

        assert all_at_once([meanwhile]) == [0]
    assert seal(at=NOON) == 2
    assert not list(verify())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE books_posting SET amount = amount + 1 WHERE id = {}", "posting {}"),
        ("UPDATE books_posting SET about = 'me' WHERE id = {}", "posting {}"),
        ("DELETE FROM books_stretch WHERE posting_id = {0}; DELETE FROM books_posting WHERE id = {0}", "block 1"),
    ],
)  # fmt: skip
def test_a_superuser_who_changes_one_row_is_found_and_the_row_named(committed, change, named):
    line = a_line()
    gifts = [a_gift(line, 10, f"g{n}") for n in range(5)]
    lay_everything()
    seal(at=NOON)

    without_triggers(change.format(gifts[2]))

    assert named.format(gifts[2]) in {found.row for found in verify()}


def test_a_block_that_is_missing_is_told_once(committed):
    line = a_line()
    for n in range(5):
        a_gift(line, 10, f"g{n}")
    seal(at=NOON, most=1)

    without_triggers("DELETE FROM books_block WHERE number = 2")

    told = [found for found in verify() if "is missing" in found.says]
    assert [found.row for found in told] == ["block 3"]


def test_after_a_restore_into_a_younger_database_turns_go_on(committed):
    line = a_line()
    a_gift(line, 10, "before")
    seal(at=NOON)
    # as if these rows came from a database that had done more
    without_triggers("UPDATE books_posting SET turn = turn + 1000000")

    go_on()
    after = a_gift(line, 20, "after")
    go_on()

    assert Posting.objects.get(pk=after).turn > Posting.objects.exclude(pk=after).get().turn
    assert Shift.objects.get().turns >= 1_000_000 - 100
    assert seal(at=NOON) == 2
