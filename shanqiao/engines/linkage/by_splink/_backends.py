"""Where Splink's SQL is carried out: DuckDB in this process, or Spark on as many machines as it was given."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from ._settings import Settings

Backend = Literal["duckdb", "spark"]
# A table that is sent is kept beside Spark's plan, not in it: the plan is copied and compared hundreds of times, and a
# hundred thousand rows in it fill four gigabytes before anything is counted.
_APART = ("spark.sql.execution.arrow.localRelationThreshold", "0")


class CannotUseSpark(Exception):
    """Spark, or the Java it needs, is not installed."""


@dataclass(frozen=True)
class Opened:
    """Splink over some registrations."""

    linker: Any
    _api: Any

    def ask(self, question: str) -> pl.DataFrame:
        """What SQL answers."""
        frame = pl.from_arrow(self._api.query_sql(question).as_pyarrow_table())
        assert isinstance(frame, pl.DataFrame)
        return frame


@contextmanager
def opened(
    table: pl.DataFrame, shares: Iterable[pl.DataFrame], settings: Settings, on: Backend
) -> Iterator[Opened]:
    """Splink over the registrations; what it made is gone afterwards.

    Args:
        table: (n,) rows with a column ``place``, and those that the settings speak of.
        shares: how common values are: a column of the table, and tf_ with its name.
        settings: see ``settings_of``.
        on: duckdb; or spark, in the session that is open, or else one on all cores of this machine.

    Raises:
        CannotUseSpark: it is not there.
    """
    from splink import Linker  # takes a second, and is needed by few

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = _duckdb() if on == "duckdb" else _spark()
    rows = api.register(table.to_arrow())
    # they are written by us, and looking through them costs half a second each time
    linker: Any = Linker(rows, settings, validate_settings=False, log_level=None)
    try:
        for counted in shares:
            known = api.register(counted.to_arrow())
            linker.table_management.register_term_frequency_lookup(known, counted.columns[0])
        yield Opened(linker, api)
    finally:
        linker.table_management.delete_tables_created_by_splink_from_db()
        if on == "duckdb":
            api.duckdb_con.close()


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
    session.conf.set(*_APART)
    api: Any = SparkAPI
    return api(
        spark_session=session,
        break_lineage_method="persist",  # in memory: a place that all machines write to is not asked for
        register_udfs_automatically=False,
    )
