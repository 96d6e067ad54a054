"""Fifty thousand registrations of historical people with errors put in, as Splink is shown with; we ship none of it.

Where HISTORICAL_50K names the file historical_figures_with_errors_50k.parquet, it is read.

Source:
    MoJ Analytical Services, splink_datasets, MIT licence; made from Wikidata (CC0).
"""

import os

import polars as pl

COLUMNS = (
    "given_name=first_name surname=surname birth=dob text=birth_place+occupation code=postcode_fake"
)


class CannotFindHistorical(Exception):
    """The file is not named."""


def historical():
    """Registrations (rid and the columns as they are, empty where nothing stands) and truth (rid, pid).

    Raises:
        CannotFindHistorical
    """
    path = os.environ.get("HISTORICAL_50K")
    if not path:
        raise CannotFindHistorical(
            "HISTORICAL_50K names no file; see bench/registers/historical.py"
        )
    table = pl.read_parquet(path).with_row_index("rid").cast({"rid": pl.Int64})
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    rows = table.with_columns(pl.col(texts).fill_null(""))
    return rows.drop("cluster"), table.select("rid", pid="cluster")
