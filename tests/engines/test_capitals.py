"""Money in Chinese capitals, read back by somebody who knows nothing of how it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.quantities import in_capitals

FIGURES = {word: n for n, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1_000}
SAID = [  # the examples of 支付结算办法 (银发〔1997〕393号), 附一, and the ends of the scale
    (140_950, "壹仟肆佰零玖元伍角整"),
    (600_714, "陆仟零柒元壹角肆分"),
    (168_032, "壹仟陆佰捌拾元零叁角贰分"),
    (10_700_053, "壹拾万柒仟元零伍角叁分"),
    (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
    (32_504, "叁佰贰拾伍元零肆分"),
    (0, "零元整"),
    (2_000, "贰拾元整"),
    (1_000, "壹拾元整"),
    (5, "伍分"),
    (10_000_000_000, "壹亿元整"),
    (10_000_000_100, "壹亿零壹元整"),
    (1_000_100_000_00, "壹拾亿零壹拾万元整"),
]


def fen_of(words):
    """The slow way back: adds up what it reads, from the left."""
    total = group = figure = 0
    for word in words:
        match word:
            case "万":
                total, group, figure = (total + group + figure) * 10_000, 0, 0
            case "元":
                total, group, figure = (total + group + figure) * 100, 0, 0
            case "角":
                total, figure = total + figure * 10, 0
            case "分":
                total, figure = total + figure, 0
            case "整":
                pass
            case place if place in PLACES:
                group, figure = group + figure * PLACES[place], 0
            case other:
                figure = FIGURES[other]
    return total


@pytest.mark.parametrize(("fen", "words"), SAID, ids=lambda value: str(value))
def test_money_is_written_as_the_rule_shows(fen, words):
    assert in_capitals(fen) == words


@given(st.one_of(st.integers(0, 10**14 - 1), st.integers(0, 10**5)))
def test_what_is_written_reads_back_as_the_same_money(fen):
    whole, _, below = in_capitals(fen).rpartition("元")
    billions, _, rest = whole.rpartition("亿")

    read = fen_of(f"{rest}元") + fen_of(below)
    read += fen_of(f"{billions}元") * 100_000_000 if billions else 0

    assert read == fen


@given(st.integers(0, 10**14 - 1))
def test_no_gap_is_written_twice(fen):
    words = in_capitals(fen)

    assert "零零" not in words
    assert not words.startswith("零") or fen == 0
    assert words.endswith(("整", "分"))


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_there_are_no_words_for_a_debt_or_for_more_than_there_is(fen):
    with pytest.raises(ValueError, match="no words"):
        in_capitals(fen)
