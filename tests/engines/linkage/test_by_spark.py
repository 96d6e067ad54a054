"""Spark finds and weighs what DuckDB does."""

import importlib.util
import os
import subprocess
import sys

import polars as pl
import pytest

from shanqiao.engines.linkage import read_model
from shanqiao.engines.linkage.by_splink import CannotUseSpark, score_by_splink
from tests.engines.linkage.spark_pairs import a_town

HAS_SPARK = importlib.util.find_spec("pyspark") is not None


@pytest.mark.skipif(
    not HAS_SPARK and not os.environ.get("CI"),
    reason="pairs by Spark were left out (`make setup-cluster` installs it, .ci/run does)",
)
def test_spark_finds_the_same_pairs_with_the_same_weights(tmp_path):
    out = tmp_path / "pairs.parquet"

    subprocess.run(
        [sys.executable, "-m", "tests.engines.linkage.spark_pairs", out],
        check=True,
        capture_output=True,
    )

    found, ours = pl.read_parquet(out), score_by_splink(a_town(), read_model())
    assert found.height > 1_000
    assert found.drop("probability").equals(ours.drop("probability"))
    assert (found["probability"] - ours["probability"]).abs().max() < 1e-6


def test_it_is_said_how_to_get_spark_where_it_is_not(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)

    with pytest.raises(CannotUseSpark, match="pip install"):
        score_by_splink(a_town()[:20], read_model(), on="spark")
