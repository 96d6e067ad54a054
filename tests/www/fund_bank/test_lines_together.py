"""Several lines of a bank that are one movement, or several: shown and taken back as a whole."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.bank.matching import match_lines
from shanqiao.apps.bank.models import Match, StatementLine
from shanqiao.apps.funds.actions import receive_gift
from tests.factories import NOON
from tests.www.test_fund_bank import taken

pytestmark = pytest.mark.django_db
MATCHED = "/fund/bank/reconcile/matched/"


def a_box(purse, *, count=500, key="box", on=date(2026, 5, 6)):
    """A coin box, counted as one movement."""
    return receive_gift(purse=purse, count=count, key=key, about="箱款", at=NOON, on=on)


def in_lines(desk, account, *amounts, words="现金存入", day=6):
    """Lines as the bank wrote the money of the box down, in the order of the file."""
    rows = "".join(
        f"2026-05-{day:02},{amount},{words} {n}\n" for n, amount in enumerate(amounts, 1)
    )
    statement = taken(desk, account, text=f"date,amount,memo\n{rows}")
    lines = list(StatementLine.objects.order_by("-pk")[: len(amounts)][::-1])
    assert statement and len(lines) == len(amounts)
    return lines


def test_all_lines_of_a_match_are_shown_exported_and_taken_back(desk, account, purse):
    lines = in_lines(desk, account, "3.00", "2.00")
    match = match_lines(lines=lines, postings=[a_box(purse)], by=None, at=NOON)

    page = desk.get(MATCHED).text

    assert "2 lines together" in page and "¥5.00" in page
    for said in ("6 May 2026 · ¥3.00 · 现金存入 1", "6 May 2026 · ¥2.00 · 现金存入 2"):
        assert said in page
        assert said in desk.get(f"{MATCHED}{match.pk}/").text
    assert "2 lines together: ¥5.00" in desk.get(f"{MATCHED}{match.pk}/").text
    text = desk.get(f"{MATCHED}?export=csv").content.decode()
    assert "5.0" in text and "现金存入 1; 现金存入 2" in text
    desk.post(f"{MATCHED}{match.pk}/", {"why": "two boxes"})
    assert "2 lines not found" in desk.get("/fund/bank/reconcile/").text


def test_a_match_is_found_by_the_day_of_any_of_its_lines(desk, account, purse):
    lines = [
        *in_lines(desk, account, "3.00"),
        *in_lines(desk, account, "2.00", words="余款", day=9),
    ]
    match_lines(lines=lines, postings=[a_box(purse)], by=None, at=NOON)

    assert "1 match." in desk.get(MATCHED, {"since": "2026-05-08"}).text
    assert "1 match." in desk.get(MATCHED, {"until": "2026-05-07"}).text
    assert "1 match." not in desk.get(MATCHED, {"since": "2026-05-10"}).text
    assert "1 match." in desk.get(MATCHED, {"sort": "-amount"}).text


def test_the_list_of_matches_asks_as_much_for_many_as_for_one(desk, account, purse):
    lines = in_lines(desk, account, *(["1.00"] * 9))
    match_lines(lines=lines[:1], postings=[a_box(purse, count=100)], by=None, at=NOON)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(MATCHED)
        return len(queries)

    asked()
    one = asked()
    for n in range(1, 9, 2):
        box = a_box(purse, count=200, key=f"box {n}")
        match_lines(lines=lines[n : n + 2], postings=[box], by=None, at=NOON)

    assert asked() == one
    assert Match.objects.count() == 5


def test_lines_that_are_one_movement_together_are_matched_by_one_click(desk, account, purse):
    first, second = in_lines(desk, account, "3.00", "2.00")
    box = a_box(purse)
    words = "with 1 further line, together ¥5.00: 6 May 2026 · gift · 箱款"
    page = desk.get("/fund/bank/reconcile/").text
    assert page.count(f"the same as {words}") == 2
    assert words in desk.get(f"/fund/bank/reconcile/{first.pk}/").text
    pressed = {"line": [first.pk, second.pk], "posting": box.pk}

    page = desk.post("/fund/bank/reconcile/match/", pressed, follow=True).text

    assert "Matched." in page and "Every line of your accounts was found" in page
    assert set(Match.objects.get().lines.values_list("line", flat=True)) == {first.pk, second.pk}
    assert desk.post("/fund/bank/reconcile/match/", pressed).status_code == 404


def test_a_movement_says_which_lines_it_may_be(desk, account, purse):
    first, second = in_lines(desk, account, "3.00", "2.00")
    box = a_box(purse)

    page = desk.get(f"/fund/bank/reconcile/books/{box.pk}/").text

    assert "In the statement it may be" in page
    assert "2 lines together, the first: 6 May 2026 · ¥3.00 · 现金存入 1" in page
    for line in (first, second):
        assert f'<input type="hidden" name="line" value="{line.pk}">' in page


def test_several_lines_and_a_group_of_one_day_are_matched_by_one_click(desk, account, purse):
    lines = in_lines(desk, account, "4.00", "2.00", words="结算")
    for count in (100, 200, 300):
        a_box(purse, count=count, key=f"gift {count}")
    page = desk.get("/fund/bank/reconcile/").text
    assert "with 1 further line, together ¥6.00: 3 movements of 6 May 2026 (gift)" in page
    group = {"line": [line.pk for line in lines], "group": "kind:gift:2026-05-06"}

    desk.post("/fund/bank/reconcile/match/", group)

    match = Match.objects.get()
    assert (match.line_count, match.size) == (2, 3)


def test_a_line_that_was_matched_meanwhile_is_not_matched_again_with_others(desk, account, purse):
    first, second = in_lines(desk, account, "3.00", "2.00")
    match_lines(lines=[second], postings=[a_box(purse, count=200)], by=None, at=NOON)
    box = a_box(purse, key="five")

    pressed = {"line": [first.pk, second.pk], "posting": box.pk}
    answer = desk.post("/fund/bank/reconcile/match/", pressed)

    assert answer.status_code == 404 and Match.objects.count() == 1
