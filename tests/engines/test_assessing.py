"""Scores are intervals that every completion of the missing answers falls into, and two ways lead to them."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanqiao.data.instruments import instrument_files
from shanqiao.engines.assessing import (
    AnswerDoesNotFit,
    Band,
    Group,
    Instrument,
    Item,
    Option,
    Scale,
    Words,
    difference,
    read_instrument,
    score,
)

from .scoring_slowly import band_of, completions, possible_answers, scale_of

SAID = Words("一", "one")
FILES = instrument_files()


@st.composite
def items(draw):
    kinds = draw(
        st.lists(st.sampled_from(["choice", "yesno", "number", "multi"]), min_size=2, max_size=4)
    )
    return tuple(draw(_an_item(kind, f"item_{n}")) for n, kind in enumerate(kinds))


@st.composite
def _an_item(draw, kind, code):
    if kind == "number":
        least = draw(st.integers(0, 3))
        return Item(
            code, "all", kind, SAID, unit="fen", least=least, most=least + draw(st.integers(0, 3))
        )
    few = st.lists(st.integers(0, 9), min_size=2, max_size=3)
    found = draw(few) if kind != "yesno" else [draw(st.integers(0, 9)), 0]
    names = ("yes", "no") if kind == "yesno" else "abc"
    options = tuple(Option(name, p, SAID) for name, p in zip(names, found, strict=False))
    return Item(code, "all", kind, SAID, options=options)


@st.composite
def instruments(draw):
    asked = draw(items())
    codes = tuple(item.code for item in asked)
    bands = tuple(
        Band(f"band_{least}", least, SAID)
        for least in sorted(draw(st.sets(st.integers(-9, 30), max_size=4)))
    )
    weights = tuple(draw(st.integers(-3, 3)) for _ in codes)
    cut = sorted(draw(st.sets(st.integers(-20, 40), min_size=2, max_size=2)))
    ones = (1,) * (len(codes) - 1)
    scales = (
        Scale("summed", SAID, "sum", codes, weights, base=draw(st.integers(-9, 9)), bands=bands),
        Scale("within", SAID, "sum", codes, weights, least=cut[0], most=cut[1], bands=bands),
        Scale("largest", SAID, "most", codes, weights, bands=bands),
        Scale("share", SAID, "ratio", codes[:-1], ones, by=codes[-1:], bands=bands),
        Scale("each", SAID, "per_head", codes[:-1], ones, by=codes[-1:], bands=bands),
    )
    return Instrument(
        "tried",
        "1",
        date(2026, 1, 1),
        "here",
        "own",
        SAID,
        SAID,
        (Group("all", SAID),),
        asked,
        scales,
    )


@st.composite
def answered(draw):
    read = draw(instruments())
    answers = {
        item.code: draw(st.sampled_from(possible_answers(item)))
        for item in read.items
        if draw(st.booleans())
    }
    return read, answers


@settings(max_examples=150, deadline=None)
@given(answered())
def test_the_ends_are_the_least_and_the_most_of_all_completions(case):
    read, answers = case

    result = score(read, answers)

    whole = list(completions(read, answers))
    for found in result.scales:
        slowly = [scale_of(read, found.scale, one) for one in whole]
        assert (found.low, found.high) == (min(slowly), max(slowly)), found.scale.code
        if found.scale.bands:
            seen = {band_of(found.scale, number).code for number in slowly}
            told = [band.code for band in found.bands]
            assert seen <= set(told)  # between two that are reached, all are possible
            assert {told[0], told[-1]} <= seen


@settings(max_examples=100, deadline=None)
@given(answered())
def test_what_items_added_is_what_a_sum_is(case):
    read, answers = case

    found = score(read, answers).of("summed")

    assert found.low == read.scale("summed").base + sum(part.low for part in found.added)
    assert found.high == read.scale("summed").base + sum(part.high for part in found.added)
    assert [part.item for part in found.added if part.answered] == list(
        filter(answers.__contains__, (i.code for i in read.items))
    )


@settings(max_examples=60, deadline=None)
@given(answered(), st.data())
def test_one_more_answer_never_widens_an_interval(case, data):
    read, answers = case
    missing = [item for item in read.items if item.code not in answers]
    if not missing:
        return
    more = answers | {missing[0].code: data.draw(st.sampled_from(possible_answers(missing[0])))}

    for wide, narrow in zip(score(read, answers).scales, score(read, more).scales, strict=True):
        assert wide.low <= narrow.low <= narrow.high <= wide.high


@settings(max_examples=60, deadline=None)
@given(answered(), st.data())
def test_the_difference_holds_for_every_pair_of_completions(case, data):
    read, before = case
    after = {
        item.code: data.draw(st.sampled_from(possible_answers(item)))
        for item in read.items
        if data.draw(st.booleans())
    }

    found = difference(read, before, after)

    for change in found.changes:
        scale = change.after.scale
        was = [scale_of(read, scale, one) for one in completions(read, before)]
        now = [scale_of(read, scale, one) for one in completions(read, after)]
        assert change.low == min(now) - max(was)
        assert change.high == max(now) - min(was)


def test_a_number_without_a_bound_leaves_the_interval_open_and_is_no_zero():
    economy = read_instrument(FILES["household_economy-1.toml"])

    nothing, known = (
        score(economy, {"persons": 2}),
        score(economy, {"persons": 2, "income_month": 600_001}),
    )

    assert (nothing.of("income_per_head").low, nothing.of("income_per_head").high) == (0, None)
    assert (
        known.of("income_per_head").low == known.of("income_per_head").high == Fraction(600_001, 2)
    )


def test_without_income_the_share_is_reckoned_against_one_fen():
    economy = read_instrument(FILES["household_economy-1.toml"])
    spent = dict.fromkeys(
        ("living_year", "medical_year", "education_year", "rehabilitation_year"), 10
    )

    found = score(economy, {"income_year": 0, **spent}).of("rigid_share")

    assert found.low == found.high == 4_000


@pytest.mark.parametrize(
    "answers",
    [
        {"feeding": "well"},
        {"feeding": True},
        {"feeding": ["alone"]},
        {"flying": "alone"},
        {"feeding": 3},
    ],
)
def test_an_answer_that_is_not_offered_is_refused(answers):
    with pytest.raises(AnswerDoesNotFit):
        score(read_instrument(FILES["barthel-1.toml"]), answers)


@pytest.mark.parametrize(
    ("total", "band"),
    [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
     (15, "moderately_severe"), (19, "moderately_severe"), (20, "severe"), (24, "severe")],
)  # fmt: skip
def test_the_bands_of_phq9(total, band):
    phq9 = read_instrument(FILES["phq9-1.toml"])
    steps = ("never", "days", "half", "daily")
    left, answers = total, {}
    for item in phq9.items[:-1]:
        points = min(3, left)
        answers[item.code], left = steps[points], left - points
    answers["harm"] = "never"

    result = score(phq9, answers)

    assert (result.of("depression").low, [b.code for b in result.of("depression").bands]) == (
        total,
        [band],
    )
    assert result.alarms == ()


@pytest.mark.parametrize("answer", ["days", "half", "daily"])
def test_any_answer_but_never_to_the_ninth_item_is_an_alarm(answer):
    result = score(read_instrument(FILES["phq9-1.toml"]), {"harm": answer})

    assert [alarm.danger.kind for alarm in result.alarms] == ["suicide"]


def test_barthel_adds_to_100_and_its_needs_follow_from_the_bands():
    barthel = read_instrument(FILES["barthel-1.toml"])
    best = {item.code: item.options[0].code for item in barthel.items}
    worst = {item.code: item.options[-1].code for item in barthel.items}

    assert score(barthel, best).of("adl").low == 100
    assert score(barthel, best).lines == ()
    [line] = score(barthel, worst).lines
    assert (line.rule.code, line.certain, line.low, line.severity) == ("care_severe", True, 60, 100)
    perhaps = score(barthel, {}).lines
    assert {one.rule.code for one in perhaps} == {"care_severe", "care_moderate", "visits_mild"}
    assert not any(one.certain for one in perhaps)


def test_every_severity_has_100_as_its_most_and_a_reason_for_each_weight():
    files = [text for name, text in FILES.items() if name.startswith("severity_")]

    assert len(files) == 8
    for read in map(read_instrument, files):
        found = score(read, {}).of(read.code)
        assert found.high == 100
        assert all(item.why for item in read.items)
