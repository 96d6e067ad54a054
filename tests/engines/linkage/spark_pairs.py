"""Weighs a small register by Splink on Spark, for a test; a program of its own, since Java stays open until it ends.

python -m tests.engines.linkage.spark_pairs OUT.parquet
"""

import os
import sys
from pathlib import Path

import polars as pl

from bench.registers.register import a_register
from shanqiao.engines.linkage import normalise, read_model
from shanqiao.engines.linkage.by_splink import score_by_splink

SIZE = 600


def a_town() -> pl.DataFrame:
    return normalise(a_register(size=SIZE, seed=141, noise=2).registrations)


def main(out: Path) -> None:
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.codegen.wholeStage", "false")  # takes longer to make than to run
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.driver.memory", "2g")
        .getOrCreate()
    )
    try:
        score_by_splink(a_town(), read_model(), on="spark").write_parquet(out)
    finally:
        session.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
