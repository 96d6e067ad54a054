"""How linkage is judged: the fast counts are the slow counts, and the intervals are what they claim."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.registers import judge
from bench.registers.clusters import clusters_by, joined

KINDS = ("homophone", "moved")
registrations = st.lists(
    st.tuples(
        st.integers(0, 4),  # person
        st.integers(0, 4),  # cluster
        st.lists(st.sampled_from(KINDS), unique=True),
        st.sampled_from([None, 1, 2]),  # group of a hard negative
    ),
    min_size=1,
    max_size=14,
)


def tables(rows):
    rids = list(range(len(rows)))
    persons, clusters, kinds, groups = zip(*rows, strict=True)
    truth = pl.DataFrame(
        {"rid": rids, "pid": persons, "kinds": list(kinds)},
        schema_overrides={"kinds": pl.List(pl.String)},
    )
    hard = pl.DataFrame(
        {"kind": ["twins"] * len(rows), "group": groups, "rid": rids},
        schema_overrides={"group": pl.Int64},
    )
    return pl.DataFrame({"rid": rids, "cluster": clusters}), truth, hard.drop_nulls()


def share(part, whole):
    return part / whole if whole else None


@settings(deadline=None)
@given(registrations)
def test_the_fast_figures_are_the_slow_figures(rows):
    found = judge(*tables(rows))

    pairs = list(combinations(rows, 2))
    true = [pair for pair in pairs if pair[0][0] == pair[1][0]]
    predicted = [pair for pair in pairs if pair[0][1] == pair[1][1]]
    both = [pair for pair in true if pair[0][1] == pair[1][1]]
    assert (found.found, found.predicted, found.true) == (len(both), len(predicted), len(true))
    expected = (
        share(len(both), len(predicted)),
        share(len(both), len(true)),
        share(2 * len(both), len(predicted) + len(true)),
    )
    for figure, slow in zip((found.precision, found.recall, found.f1), expected, strict=True):
        assert (figure and figure[0]) == (slow and pytest.approx(slow))


@settings(deadline=None)
@given(registrations)
def test_recall_by_corruption_counts_pairs_of_which_a_side_has_it(rows):
    found = judge(*tables(rows)).kinds

    for kind in KINDS:
        pairs = [p for p in combinations(rows, 2) if kind in p[0][2] or kind in p[1][2]]
        true = [p for p in pairs if p[0][0] == p[1][0]]
        hit = [p for p in true if p[0][1] == p[1][1]]
        told = found.filter(kind=kind).select("pairs", "found").rows()
        assert told == ([(len(true), len(hit))] if any(kind in row[2] for row in rows) else [])


@settings(deadline=None)
@given(registrations)
def test_false_merges_are_counted_in_the_groups_they_belong_to(rows):
    found = judge(*tables(rows)).hard

    merged = {}
    for one, other in combinations(rows, 2):
        if one[3] and one[3] == other[3] and one[0] != other[0]:
            merged.setdefault(one[3], []).append(one[1] == other[1])
    wrong = [group for group in merged.values() if any(group)]
    if merged:
        assert found["pairs"].item() == sum(map(len, merged.values()))
        assert found["merged"].item() == sum(map(sum, merged.values()))
        assert found["groups_merged"].item() == len(wrong)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_what_is_joined_in_any_number_of_steps_is_together(edges):
    first, second = (np.array([e[side] for e in edges], dtype=int) for side in (0, 1))
    lowest = joined(first, second, 12)

    slow = list(range(12))
    for _ in range(12):
        for one, other in edges:
            slow[one] = slow[other] = min(slow[one], slow[other])
    assert lowest.tolist() == slow


def test_one_key_or_another_joins_and_an_empty_one_does_not():
    rows = pl.DataFrame({"rid": [1, 2, 3, 4, 5]})
    clusters = clusters_by(
        rows, [pl.Series(["a", "a", "", "", "c"]), pl.Series(["x", "y", "y", None, None])]
    )

    assert clusters["cluster"].to_list() == [0, 0, 0, 3, 4]


def test_a_registration_nobody_mentions_is_by_itself():
    truth = pl.DataFrame({"rid": [1, 2, 3], "pid": [7, 7, 7]})
    found = judge(pl.DataFrame({"rid": [1, 2], "cluster": [3, 3]}), truth)

    assert (found.found, found.predicted, found.true) == (1, 1, 3)


def test_rids_may_be_texts_on_one_side():
    truth = pl.DataFrame({"rid": [1, 2], "pid": [7, 7]})

    assert judge(pl.DataFrame({"rid": ["1", "2"], "cluster": [3, 3]}), truth).recall == (1, 1, 1)


def test_a_registration_in_two_clusters_is_refused():
    truth = pl.DataFrame({"rid": [1, 2], "pid": [7, 7]})
    with pytest.raises(ValueError, match="two clusters"):
        judge(pl.DataFrame({"rid": [1, 1], "cluster": [3, 4]}), truth)


def test_an_interval_is_as_wide_as_the_number_of_people_allows():
    """Of 400 pairs half are found: 0.5 give or take 1.96 times the root of 0.25 / 400."""
    rids = list(range(800))
    truth = pl.DataFrame({"rid": rids, "pid": [rid // 2 for rid in rids]})
    clusters = pl.DataFrame(
        {"rid": rids, "cluster": [rid // 2 if rid < 400 else rid for rid in rids]}
    )
    value, low, high = judge(clusters, truth).recall

    assert value == 0.5
    assert low == pytest.approx(0.451, abs=0.006)
    assert high == pytest.approx(0.549, abs=0.006)
    assert judge(clusters, truth).recall == (value, low, high)


def test_people_thrown_together_are_one_error_and_not_many():
    """45 wrong pairs, of ten people in one heap or of ninety two by two: we know less where it is one heap."""
    rids = list(range(490))
    truth = pl.DataFrame({"rid": rids, "pid": [rid // 2 if rid < 400 else rid for rid in rids]})
    right = pl.DataFrame({"rid": rids[:400], "cluster": [rid // 2 for rid in rids[:400]]})
    heap = pl.DataFrame({"rid": rids[400:410], "cluster": [999] * 10})
    apart = pl.DataFrame({"rid": rids[400:], "cluster": [rid // 2 for rid in rids[400:]]})
    one, many = (judge(pl.concat([right, wrong]), truth).precision for wrong in (heap, apart))

    assert one[0] == many[0] == 200 / 245
    assert one[2] - one[1] > 1.5 * (many[2] - many[1])
