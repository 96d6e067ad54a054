"""One person is who has one name and one birth date."""

import polars as pl


def key():
    """Both of them; nothing if either is empty."""
    known = (pl.col("name") != "") & (pl.col("dob") != "")
    return pl.when(known).then(pl.col("name") + "|" + pl.col("dob"))
