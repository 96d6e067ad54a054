"""One person is who has one number."""

import polars as pl


def key():
    """The number; empty joins nobody."""
    return pl.col("id_no")
