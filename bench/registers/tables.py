"""The tables beside this file, each read once; data/SOURCE.md says where they come from."""

from functools import cache
from pathlib import Path

import polars as pl

DATA = Path(__file__).parent / "data"
PLACES = Path(__file__).parents[2] / "shanqiao" / "data"


@cache
def table(name):
    """One of our tables, texts as they stand, numbers as numbers."""
    return pl.read_csv(DATA / f"{name}.csv")


@cache
def places(name):
    """A table of `shanqiao/data`, every cell a text."""
    return pl.read_csv(PLACES / f"{name}.csv", infer_schema=False)


@cache
def spelled(how):
    """A spelling of every character and surname of ours.

    Args:
        how: traditional, pinyin or cantonese.

    Returns:
        two dictionaries, for characters in given names and for surnames.
    """
    given, surnames = table("characters"), table("surnames")
    return (
        dict(zip(given["character"], given[how], strict=True)),
        dict(zip(surnames["surname"], surnames[how], strict=True)),
    )


@cache
def sounding_like():
    """For each character those of the same syllable, tones left aside."""
    return _others(table("homophones")["characters"])


@cache
def looking_like():
    """For each character those that a tired eye takes for it."""
    return _others(table("lookalikes")["characters"])


def _others(groups):
    others = {}
    for group in groups:
        for character in group:
            others.setdefault(character, "")
            others[character] += group.replace(character, "")
    return others
