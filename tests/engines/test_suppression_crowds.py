import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.suppression import Crowd, crowds

groups = st.lists(st.sets(st.integers(0, 12)), max_size=30)


@given(groups=groups, fewest=st.integers(1, 10))
def test_no_crowd_has_fewer_people(groups, fewest):
    for crowd in crowds(groups, fewest=fewest):
        inside = set().union(*groups[crowd.first : crowd.last + 1])
        assert len(inside) == crowd.people >= fewest


@given(groups=groups, later=groups, fewest=st.integers(1, 10))
def test_what_was_told_stays_whatever_follows(groups, later, fewest):
    before = crowds(groups, fewest=fewest)

    assert crowds(groups + later, fewest=fewest)[: len(before)] == before


def test_who_comes_again_counts_once_in_a_crowd():
    assert crowds([{1, 2}, {2}, {3}, {3}], fewest=3) == [Crowd(0, 2, 3)]


def test_the_last_few_are_no_crowd():
    assert crowds([{1, 2, 3}, {4}], fewest=3) == [Crowd(0, 0, 3)]


def test_a_crowd_of_nobody_is_refused():
    with pytest.raises(ValueError, match="a crowd of 0"):
        crowds([], fewest=0)
