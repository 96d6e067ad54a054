"""Where Splink's SQL is carried out: DuckDB in this process, or Spark on as many machines as it was given."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import polars as pl

from ._settings import Settings
from ._table import SqlForm

Backend = Literal["duckdb", "spark"]


class CannotUseSpark(Exception):
    """Spark, or the Java it needs, is not installed."""


@contextmanager
def linker(form: SqlForm, settings: Settings, on: Backend) -> Iterator[Any]:
    """A linker of Splink over the registrations; what it made is gone afterwards.

    Args:
        form: the registrations.
        settings: see ``settings_of``.
        on: duckdb; or spark, in the session that is open, or else one on all cores of this machine.

    Raises:
        CannotUseSpark: it is not there.
    """
    from splink import Linker  # takes a second, and is needed by few

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = _duckdb() if on == "duckdb" else _spark()
    made: Any = Linker(_registered(api, form.table, "registrations"), settings, log_level=None)
    try:
        for field, shares in form.shares.items():
            table = _registered(api, shares, f"shares_{field}")
            made.table_management.register_term_frequency_lookup(table, shares.columns[0])
        yield made
    finally:
        made.table_management.delete_tables_created_by_splink_from_db()
        if on == "duckdb":
            api.duckdb_con.close()


def _registered(api: Any, frame: pl.DataFrame, name: str) -> Any:
    return api.register(frame.to_arrow(), dataset_display_name=name)


def _duckdb() -> Any:
    import duckdb
    from splink import DuckDBAPI

    return DuckDBAPI(duckdb.connect(":memory:"))


def _spark() -> Any:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
        from splink import SparkAPI
    except ImportError as missing:
        raise CannotUseSpark(
            "pyspark is not installed: pip install 'shanqiao[cluster]'"
        ) from missing
    try:
        session = SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()
    except PySparkRuntimeError as missing:
        raise CannotUseSpark(
            "Java is not installed, or JAVA_HOME does not say where it is"
        ) from missing
    api: Any = SparkAPI
    return api(spark_session=session, register_udfs_automatically=False)


def collected(found: Any, wanted: tuple[str, ...]) -> pl.DataFrame:
    """A table of Splink's as ours: the columns whose names begin so."""
    names = [column.name for column in found.columns]
    listed = ", ".join(name for name in names if name.strip('"`').startswith(wanted))
    question = f"select {listed} from {{this}}"  # noqa: S608 - names of columns, which we gave
    frame = pl.from_arrow(found.query_sql(question).as_pyarrow_table())
    assert isinstance(frame, pl.DataFrame)
    return frame
