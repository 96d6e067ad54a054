from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.www.parts.amounts import AmountField
from shanqiao.www.parts.words import day, moment, month, quantity, when, yuan, yuan_short


@pytest.mark.parametrize(
    ("count", "unit", "english"),
    [
        (123_450, "fen", "¥1,234.50"),
        (-5, "fen", "−¥0.05"),
        (0, "fen", "¥0.00"),
        (1, "meal", "1 meal"),
        (1_200, "meal", "1,200 meals"),
        (12, "hour", "12 hours"),
        (3, "visit", "3 visits"),
        (None, "fen", "–"),
    ],
)
def test_a_quantity_is_told_as_people_say_it(count, unit, english):
    with override("en"):
        assert quantity(count, unit) == english


def test_a_unit_nobody_knows_is_no_quantity():
    with pytest.raises(ValueError, match="no words for the unit"):
        quantity(1, "bushel")


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (99_900, "¥999", "¥999"),
        (12_345_600, "¥12.35万", "¥123.46k"),
        (10_500_000_000, "¥1.05亿", "¥105M"),
    ],
)
def test_large_figures_are_short_in_both_languages(fen, chinese, english):
    with override("zh-hans"):
        assert yuan_short(fen) == chinese
    with override("en"):
        assert yuan_short(fen) == english


def test_days_are_written_out_in_both_languages():
    with override("zh-hans"):
        assert (day(date(2026, 3, 5)), month(date(2026, 3, 1))) == ("2026年3月5日", "2026年3月")
    with override("en"):
        assert (day(date(2026, 3, 5)), month(date(2026, 3, 1))) == ("5 March 2026", "March 2026")


def test_an_instant_is_told_in_the_time_of_the_city():
    late_in_greenwich = datetime(2026, 3, 4, 20, 5, tzinfo=UTC)

    with override("en"):
        assert moment(late_in_greenwich) == "5 March 2026, 04:05"


@given(fen=st.integers(min_value=0, max_value=10**11))
def test_what_is_typed_in_yuan_is_kept_to_the_fen(fen):
    typed = yuan(fen).removeprefix("¥").replace(",", "")

    assert AmountField(unit="fen").clean(typed) == fen


@given(count=st.integers(min_value=0, max_value=10**9))
def test_a_kept_amount_is_shown_as_it_was_typed(count):
    field = AmountField(unit="fen")

    assert field.clean(field.prepare_value(count)) == count


@pytest.mark.parametrize("typed", ["1.005", "-1", "1e30", "NaN", "twelve"])
def test_no_amount_is_made_of_what_is_none(typed):
    with pytest.raises(forms.ValidationError):
        AmountField(unit="fen").clean(typed)


def test_an_instant_is_readable_by_machines_too():
    with override("en"):
        said = when(datetime(2026, 3, 4, 20, 5, 7, 142_204, tzinfo=UTC))

    assert said == '<time datetime="2026-03-05T04:05:07+08:00">5 March 2026, 04:05</time>'
