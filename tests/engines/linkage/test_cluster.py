"""Who is put together, and what a person has to decide."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.linkage import (
    REASONS,
    STEPS,
    CannotReadRegister,
    Reason,
    Thresholds,
    cluster,
    link,
    link_changed,
    normalise,
    read_model,
)
from tests.engines.linkage.registers import number_of, patient, registers
from tests.engines.linkage.slowly_linked import clusters_slowly

AT = Thresholds(ask=0.5, same=0.99, together=0.5)
STANDARD = read_model()
HIS, TWINS = number_of("44010219500102123"), number_of("44010219500102131")
HOME = {
    "dob": "1950-01-02",
    "phone": "83330918",
    "address": "文德北路12号502",
    "station_street": "北京街",
    "gender": "男",
}


def pairs(chances):
    rows = [(a, b, chance) for (a, b), chance in chances.items()]
    schema = {"first": pl.UInt32, "second": pl.UInt32, "probability": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def clustered(chances, numbers, **more):
    return cluster(pairs(chances), np.array(numbers, dtype=np.uint64), AT, **more)


def together(found):
    return {frozenset(np.flatnonzero(found.cluster == one)) for one in set(found.cluster)}


def linked(*rows):
    """Clusters of rows of a small register, and (rid_a, rid_b, reason) of the queue."""
    columns = dict.fromkeys(key for row in rows for key in row)
    register = pl.DataFrame(
        [{"rid": rid, **columns, **row} for rid, row in enumerate(rows)], infer_schema_length=None
    )
    found = link(register, STANDARD)
    return found.clusters["cluster"].to_list(), found.queue.select(
        "rid_a", "rid_b", "reason"
    ).rows()


def test_a_chain_of_likeness_is_not_one_person():
    """Each end is like the middle, and the ends are surely two people."""
    found = clustered({(0, 1): 0.97, (1, 2): 0.9, (0, 2): 0.001}, [0, 0, 0])

    assert together(found) == {frozenset({0, 1}), frozenset({2})}
    assert found.queue.rows() == [
        (0, 1, 0.97, Reason.UNSURE),
        (1, 2, 0.9, Reason.AGAINST),
    ]


def test_two_valid_numbers_are_never_one_person_whatever_else_is_said():
    found = clustered({(0, 1): 1.0, (1, 2): 1.0, (0, 2): 1.0}, [7, 0, 8])

    assert together(found) == {frozenset({0, 1}), frozenset({2})}
    assert {(a, b, reason) for a, b, _, reason in found.queue.rows()} == {
        (0, 2, Reason.NUMBERS),
        (1, 2, Reason.NUMBERS),
    }


def test_a_crowd_is_shown_to_a_person():
    everybody = {(a, b): 1.0 for b in range(6) for a in range(b)}

    found = clustered(everybody, [0] * 6, most=4)

    assert max(map(len, together(found))) <= 4
    assert {reason for *_, reason in found.queue.rows()} == {Reason.CROWD}


def test_what_sure_pairs_settle_is_not_asked():
    found = clustered({(0, 1): 0.999, (1, 2): 0.999, (0, 2): 0.7}, [0, 0, 0])

    assert together(found) == {frozenset({0, 1, 2})}
    assert found.queue.is_empty()


def test_pairs_that_met_by_no_key_are_looked_at_within_a_part():
    asked = []

    def more(first, second):
        asked.extend(zip(first.tolist(), second.tolist(), strict=True))
        return np.full(len(first), 0.001)

    found = clustered({(0, 1): 0.97, (1, 2): 0.9}, [0] * 4, more=more)

    assert asked == [(0, 2)]
    assert together(found) == {frozenset({0, 1}), frozenset({2}), frozenset({3})}


chances = st.sampled_from([0.0, 0.001, 0.2, 0.49, 0.5, 0.51, 0.8, 0.95, 0.999, 1.0])


@st.composite
def likenesses(draw):
    size = draw(st.integers(1, 7))
    known = draw(
        st.sets(st.sampled_from([(a, b) for b in range(size) for a in range(b)] or [None]))
    )
    numbers = draw(st.lists(st.sampled_from([0, 0, 7, 8]), min_size=size, max_size=size))
    return {pair: draw(chances) for pair in sorted(known - {None})}, numbers


@patient
@given(likenesses(), st.integers(2, 5))
def test_clusters_are_those_found_by_trying_all(likeness, most):
    known, numbers = likeness

    found = clustered(known, numbers, most=most)

    assert together(found) == clusters_slowly(known, numbers, AT, most)
    assert all(
        found.cluster[row] == min(np.flatnonzero(found.cluster == found.cluster[row]))
        for row in range(len(numbers))
    )


@patient
@given(likenesses(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_says_nothing(likeness, dice):
    known, numbers = likeness
    shuffled = dict(dice.sample(sorted(known.items()), len(known)))

    one, other = clustered(known, numbers), clustered(shuffled, numbers)

    assert one.cluster.tolist() == other.cluster.tolist()
    assert one.queue.equals(other.queue)


@pytest.mark.thorough
@patient
@given(registers())
def test_nobody_in_a_linked_register_has_two_valid_numbers(register):
    found = link(register, STANDARD)

    known = (
        normalise(register)
        .join(found.clusters, on="rid")
        .filter(pl.col("id_born").is_not_null() & ~pl.col("id_doubted"))
    )
    assert known.group_by("cluster").agg(pl.col("id").n_unique())["id"].max() in (None, 1)


@pytest.mark.thorough
@patient
@given(registers())
def test_the_order_of_a_register_says_nothing(register):
    one, other = link(register, STANDARD), link(register.reverse(), STANDARD)

    assert one.clusters.equals(other.clusters) and one.queue.equals(other.queue)
    assert one.pairs.equals(other.pairs)


@pytest.mark.thorough
@patient
@given(registers(), registers(), st.integers(0, 3))
def test_a_changed_register_is_linked_as_if_anew(before, after, few):
    """Some rows are new, some are written otherwise, and some are gone."""
    changed, gone = after.head(few), before["rid"].tail(few // 2).to_list()
    kept = before.filter(~pl.col("rid").is_in([*changed["rid"], *gone]))
    whole = pl.concat([kept, changed.filter(~pl.col("rid").is_in(gone))])

    found = link_changed(link(before, STANDARD), changed, STANDARD, gone=gone)
    anew = link(whole, STANDARD)

    for one, other in ((found.normal, anew.normal), (found.pairs, anew.pairs)):
        assert one.equals(other)
    assert found.clusters.equals(anew.clusters) and found.queue.equals(anew.queue)
    assert found.counts == anew.counts


def test_rids_of_another_type_are_refused():
    standing = link(pl.DataFrame({"rid": [1], "name": ["陈伟强"]}), STANDARD)

    with pytest.raises(CannotReadRegister, match="another type"):
        link_changed(standing, pl.DataFrame({"rid": ["1"], "name": ["陈伟强"]}), STANDARD)


def test_every_step_is_told():
    told = []

    found = link(pl.DataFrame({"rid": [1]}), STANDARD, tell=lambda *step: told.append(step))

    assert told == [(step, number + 1, len(STEPS)) for number, step in enumerate(STEPS)]
    assert list(found.seconds) == list(STEPS)


def test_traditional_and_simplified_are_one_person_or_a_question():
    """Acceptance 8: 黃偉強 and 黄伟强, born on one day."""
    clusters, queue = linked(
        {"name": "黃偉強", "dob": "1958-03-12"}, {"name": "黄伟强", "dob": "1958-03-12"}
    )

    assert clusters == [0, 0] or [(a, b) for a, b, _ in queue] == [(0, 1)]


def test_two_names_in_one_street_are_two_people():
    """Acceptance 8: 李秀英 and 李秀珍 of one street."""
    clusters, queue = linked(
        {"name": "李秀英", "station_street": "北京街", "gender": "女"},
        {"name": "李秀珍", "station_street": "北京街", "gender": "女"},
    )

    assert clusters == [0, 1] and queue == []


@pytest.mark.parametrize("name", ["陈伟强", "陳偉強"])
def test_a_number_of_fifteen_places_is_that_of_eighteen(name):
    """Acceptance 9."""
    clusters, queue = linked(
        {"name": "陈伟强", "id_no": HIS}, {"name": name, "id_no": HIS[:6] + HIS[8:17]}
    )

    assert clusters == [0, 0] and queue == []


def test_twins_with_two_numbers_are_two_people():
    clusters, _ = linked(
        {"name": "陈伟强", "id_no": HIS, **HOME}, {"name": "陈伟明", "id_no": TWINS, **HOME}
    )

    assert clusters == [0, 1]


def test_husband_and_wife_are_two_people():
    hers = {"name": "李丽华", "gender": "女", "dob": "1953-07-30"}

    clusters, queue = linked({"name": "陈伟强", **HOME}, {**HOME, **hers})

    assert clusters == [0, 1] and queue == []


def test_a_registration_between_twins_goes_to_one_of_them():
    clusters, _ = linked(
        {"name": "陈伟强", "id_no": HIS, **HOME},
        {"name": "陈伟明", "id_no": TWINS, **HOME},
        {"name": "陳偉強", **HOME},
    )

    assert clusters == [0, 1, 0]


def test_every_reason_has_words():
    assert set(REASONS) == set(Reason)
