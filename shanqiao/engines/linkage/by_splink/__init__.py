"""Splink beside our own: it learns the weights, and finds and weighs the same pairs on DuckDB or on many machines with Spark."""

from ._backends import Backend, CannotUseSpark
from ._learn import CannotTrain, Pass
from ._score import PAIR_COLUMNS, score_by_splink
from ._table import SqlForm, sql_form
from ._train import PASSES, estimate, train

__all__ = [
    "PAIR_COLUMNS",
    "PASSES",
    "Backend",
    "CannotTrain",
    "CannotUseSpark",
    "Pass",
    "SqlForm",
    "estimate",
    "score_by_splink",
    "sql_form",
    "train",
]
