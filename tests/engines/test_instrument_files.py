"""Every file of an instrument is whole, in two languages, and says where it comes from; faults are told with their lines."""

import re
from collections import Counter
from pathlib import Path

import pytest

from shanqiao.data.instruments import instrument_files
from shanqiao.engines.assessing import CannotReadInstrument, read_instrument

FILES = instrument_files()
HOW_TO = Path(__file__).parents[2] / "docs/how-to/add-an-instrument.md"


def test_every_file_of_an_instrument_is_whole_and_says_where_it_comes_from():
    seen = Counter()
    for name, text in FILES.items():
        read = read_instrument(text)
        assert name == f"{read.code}-{read.version}.toml"
        assert read.source and read.evidence and read.since
        assert read.words.zh and read.words.en and read.about.zh and read.about.en
        seen[read.code, read.version] += 1
        assert not any(
            words == "?" for item in read.items for words in (item.words.zh, item.words.en)
        )
    assert max(seen.values()) == 1


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("source = ", "origin = "), 4, "no such key"),
        (('en = "Feeding"', ""), 24, "zh and in en"),
        (('points = 10, zh = "自己吃', 'points = 1.5, zh = "自己吃'), 24, "whole number"),
        (('code = "bathing"', 'code = "feeding"'), 36, "already"),
        (('group = "toilet"', 'group = "nowhere"'), 68, "no such group"),
        (("from = 45", "from = 0"), 141, "low to high"),
        (('bands = ["severe"]', 'bands = ["grave"]'), 161, "no such bands"),
        (("days = 30", "days = 0"), 164, "1 to 366"),
        (("[[scales]]", "[[scales"), 134, "TOML"),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_line(change, line, says):
    text = FILES["barthel-1.toml"].replace(*change, 1)

    with pytest.raises(CannotReadInstrument) as refused:
        read_instrument(text)

    told = refused.value.faults
    assert any((fault.line, says in fault.en) == (line, True) for fault in told), told
    assert all(fault.zh for fault in told)


def test_a_division_by_what_may_be_negative_is_a_fault():
    text = FILES["household_economy-1.toml"].replace("least = 1\nmost = 30\n", "", 1)

    with pytest.raises(CannotReadInstrument, match="least = 0"):
        read_instrument(text)


def test_the_example_of_the_how_to_is_an_instrument():
    [example] = re.findall(r"^```toml\n(.*?)^```", HOW_TO.read_text(), re.M | re.S)

    assert read_instrument(example).code == "loneliness"
