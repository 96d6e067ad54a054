"""Keys in the order of texts, whether they sort as numbers or not."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.allocation._texts import order_of

keys = st.one_of(
    st.lists(st.from_regex(r"N00[0-9]{0,6}", fullmatch=True)),
    st.lists(st.from_regex(r"N[0-9]{2}", fullmatch=True), unique=True),
    st.lists(st.from_regex(r"N[+_ 0-9]{3}", fullmatch=True), unique=True),
    st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))),
)


@given(keys=keys)
def test_keys_stand_as_texts_do(keys):
    series = pl.Series("need", keys, dtype=pl.String)

    assert series.gather(order_of(series)).to_list() == sorted(keys)


def test_what_all_begin_with_may_be_all_there_is():
    series = pl.Series(["N1", "N", "N12345678901"])

    assert series.gather(order_of(series)).to_list() == ["N", "N1", "N12345678901"]
