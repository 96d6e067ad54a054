from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from shanqiao.apps.giving.undoing import undo_gift
from shanqiao.apps.receipts.actions import void_receipt
from tests.factories import NOON, a_cashier, a_manager
from tests.giving import a_donor, a_gift
from tests.receipts import a_fund_with_a_book, a_gift_to_receipt, a_receipt
from tests.stories.test_followed import help_from

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
WRONG = "No gift is found by this number and these digits."


@pytest.fixture(autouse=True)
def the_day_after(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=1))


def a_gift_with_a_phone(*, amount=20_000, phone=PHONE):
    fund = a_fund_with_a_book()
    donor = a_donor(host=fund.host, phone=phone)
    return a_gift_to_receipt(fund=fund, donor=donor, amount=amount)


def ask(client, number, tail):
    return client.post(
        "/gift/", {"number": number, "tail": tail}, headers={"accept-language": "en"}
    )


def read(client):
    return client.get("/gift/found/", headers={"accept-language": "en"}).text


def test_a_giver_finds_their_gift_by_its_number(client):
    gift = a_gift_with_a_phone()

    assert ask(client, gift.number, "5678").headers["Location"] == "/gift/found/"
    page = read(client)
    assert "What became of your ¥200.00" in page
    assert gift.donor.name not in page  # a stranger who guessed would learn it


def test_a_giver_finds_their_gift_by_the_number_of_the_receipt(client):
    receipt = a_receipt(gift=a_gift_with_a_phone())

    assert ask(client, receipt.figures, "5678").status_code == 302
    assert ask(client, f"{receipt.book.code} · {receipt.figures}", "5678").status_code == 302
    assert ask(client, f"{receipt.book.code} {receipt.figures}", " 5678 ").status_code == 302


def test_a_void_receipt_finds_nothing(client):
    receipt = a_receipt(gift=a_gift_with_a_phone())
    void_receipt(receipt=receipt, why="wrong name", by=a_cashier(receipt.gift.purse.fund), at=NOON)

    assert ask(client, receipt.figures, "5678").status_code == 422


@pytest.mark.parametrize(
    ("number", "tail"),
    [
        ("JZ2026-9999999", "5678"),
        ("right", "5679"),
        ("JZ2025-0000001", "5678"),
        ("no number at all", "5678"),
        ("９９９９", "5678"),
        ("9" * 40, "5678"),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(client, number, tail):
    gift = a_gift_with_a_phone()

    answer = ask(client, gift.number if number == "right" else number, tail)

    assert answer.status_code == 422
    assert WRONG in answer.text


def test_two_givers_with_one_ending_are_not_taken_for_each_other(client):
    first, second = a_receipt(gift=a_gift_with_a_phone()), a_receipt(gift=a_gift_with_a_phone())
    assert first.figures == second.figures  # two charities, the first number of each

    assert ask(client, first.figures, "5678").status_code == 422


def test_a_gift_without_a_telephone_is_found_by_nobody(client):
    gift = a_gift_with_a_phone(phone="")

    assert ask(client, gift.number, "0000").status_code == 422
    assert ask(client, gift.number, "").status_code == 422


def test_nobody_sees_a_gift_who_did_not_find_it(client):
    a_gift_with_a_phone()

    assert client.get("/gift/found/").headers["Location"] == "/gift/"
    assert client.get("/gift/found/proof.json").status_code == 404


def test_after_half_an_hour_the_gift_is_asked_for_again(client, monkeypatch):
    ask(client, a_gift_with_a_phone().number, "5678")
    later = NOON + timedelta(days=1, minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert client.get("/gift/found/").status_code == 302


def test_one_address_tries_ten_times_a_minute(client):
    answers = [ask(client, f"JZ2026-{n}", "5678").status_code for n in range(11)]

    assert answers == [422] * 10 + [429]


def test_one_number_is_tried_ten_times_an_hour_from_wherever(client):
    gift = a_gift_with_a_phone()
    answers = [
        client.post(
            "/gift/",
            {"number": f"jz2026-{'0' * n}{gift.pk}", "tail": f"{n:04d}"},  # written in many ways
            REMOTE_ADDR=f"203.0.113.{n}",
        ).status_code
        for n in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_help_to_few_is_not_told(client):
    gift = a_gift_with_a_phone()
    help_from(gift.purse, 9)
    ask(client, gift.number, "5678")

    page = read(client)

    assert "fewer than 10" in page
    assert "help that is still too new to tell" in page
    assert "medical costs" not in page


def test_help_to_many_is_told_and_drawn(client):
    gift = a_gift_with_a_phone()
    help_from(gift.purse, 12)
    ask(client, gift.number, "5678")

    page = read(client)

    assert "medical costs" in page and "at least 10 people" in page and "May 2026" in page
    assert '"type": "sankey"' in page


def test_a_gift_that_was_undone_went_back(client):
    gift = a_gift_with_a_phone()
    undo_gift(gift=gift, why="written down twice", by=a_manager(gift.purse.fund), at=NOON)
    ask(client, gift.number, "5678")

    assert "gone back to you" in read(client)


def test_the_page_asks_few_questions(client, django_assert_max_num_queries):
    gift = a_gift_with_a_phone()
    help_from(gift.purse, 12)
    ask(client, gift.number, "5678")

    with django_assert_max_num_queries(16):
        read(client)


def test_before_the_keeper_came_nothing_is_sealed(client):
    ask(client, a_gift_with_a_phone().number, "5678")

    assert "It is not sealed yet" in read(client)
    assert client.get("/books/").status_code == 200


def test_blocks_are_asked_for_by_number(client):
    assert client.get("/books/blocks.json?after=0").json() == {"blocks": [], "next": None}
    assert client.get("/books/blocks.json?after=x").status_code == 400


def test_another_gift_of_the_same_telephone_is_not_shown(client):
    gift = a_gift_with_a_phone()
    other = a_gift(purse=gift.purse, donor=gift.donor, amount=77_700)
    ask(client, gift.number, "5678")

    page = read(client)

    assert gift.number in page and other.number not in page
